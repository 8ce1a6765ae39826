/** Non-target lesions and new lesions, study by study: rules 9 and 10. */
import type { SequenceGrowth } from "../growth/result.js";
import type { SeenStatus } from "./seen.js";
import { isNormalNode, type NonTargetResponse, type Verdict } from "./verdict.js";

/** A verdict on the non-targets, with those that decided it. */
export interface NonTargetVerdict extends Verdict<NonTargetResponse> {
  /** Sequences that the reader says progressed in this study. */
  readonly progressed: readonly number[];
}

/** Rule 9; progression is an input from the reader, never derived from diameters. O(non-targets). */
export function nonTargetVerdict(
  nonTargets: readonly SequenceGrowth[],
  study: number,
  seen: SeenStatus,
): NonTargetVerdict {
  const states = nonTargets.map((sequence) => ({
    sequence: sequence.sequence,
    state: stateOf(sequence, study, seen),
  }));
  const having = (state: State): number[] =>
    states.filter((one) => one.state === state).map(({ sequence }) => sequence);
  const [progressed, present, unknown] = [
    having("progressed"),
    having("present"),
    having("unknown"),
  ];
  const verdict = (response: NonTargetResponse, why: string): NonTargetVerdict => ({
    response,
    rule: 9,
    why,
    progressed,
  });
  if (progressed.length > 0) {
    return verdict("PD", `the reader says that ${sequencesText(progressed)} progressed`);
  }
  if (present.length > 0) return verdict("non-CR/non-PD", `${sequencesText(present)} still there`);
  if (unknown.length > 0) return verdict("NE", `${sequencesText(unknown)} not assessed`);
  return verdict("CR", "all non-targets gone, nodes below 10 mm");
}

type State = "gone" | "present" | "progressed" | "unknown";

function stateOf(sequence: SequenceGrowth, study: number, seen: SeenStatus): State {
  const status = seen(sequence, study);
  if (status === "progressed") return "progressed";
  if (status === "absent") return "gone";
  if (status === "not evaluable") return "unknown";
  const point = sequence.points.find((one) => one.study === study);
  const mm = point?.diameterMm;
  if (mm !== undefined && point?.status === "measured") {
    return (sequence.node ? isNormalNode(mm) : mm === 0) ? "gone" : "present";
  }
  if (status === "too small" && sequence.node) return "gone";
  if (status !== undefined) return "present";
  return point?.status === "absent" ? "gone" : "unknown";
}

/** New lesions of a study. */
export interface NewLesions {
  /** Those that appeared up to this study and are not known to have gone. */
  readonly sequences: readonly number[];
  readonly rows: readonly number[];
  /** What was measured of each; none where it was not. */
  readonly values: readonly { readonly sequence: number; readonly mm: number | undefined }[];
  /** Sum of the diameters that were measured, mm. */
  readonly sumMm: number;
  /** Sequences that the reader says progressed in this study. */
  readonly progressed: readonly number[];
}

/**
 * Rule 10: lesions that were not there at baseline; a node from 10 mm on. O(new lesions x studies).
 *
 * @param baseline the study behind which they count.
 */
export function newLesions(
  fresh: readonly SequenceGrowth[],
  baseline: number,
  study: number,
  seen: SeenStatus,
): NewLesions {
  const here = lastSeenThere(fresh, baseline, study, seen);
  const values = here.map((sequence) => {
    const point = sequence.points.find((one) => one.study === study);
    const isKnown = point?.status === "measured" && seen(sequence, study) !== "not evaluable";
    return { sequence: sequence.sequence, mm: isKnown ? point.diameterMm : undefined };
  });
  return {
    sequences: here.map(({ sequence }) => sequence),
    rows: here.flatMap(({ points }) => points.find((one) => one.study === study)?.rows ?? []),
    values,
    sumMm: values.reduce((sum, { mm = 0 }) => sum + mm, 0),
    progressed: here
      .filter((sequence) => seen(sequence, study) === "progressed")
      .map(({ sequence }) => sequence),
  };
}

/** Those that were there when something was last known of them, after baseline and up to this study. */
export function lastSeenThere(
  sequences: readonly SequenceGrowth[],
  baseline: number,
  study: number,
  seen: SeenStatus,
): SequenceGrowth[] {
  return sequences.filter((sequence) => {
    const last = sequence.points
      .filter((point) => point.study > baseline && point.study <= study)
      .map((point) => stateOf(sequence, point.study, seen))
      .findLast((state) => state !== "unknown");
    return last === "present" || last === "progressed";
  });
}

export const sequencesText = (sequences: readonly number[]): string =>
  `sequence${sequences.length > 1 ? "s" : ""} ${sequences.join(", ")}`;
