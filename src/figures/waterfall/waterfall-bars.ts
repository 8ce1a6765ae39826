/** Bars of the waterfall chart: the best change of every lesion sequence or patient. */
import { least } from "d3-array";
import { followed } from "../../growth/changes.js";
import type { PatientGrowth } from "../../growth/growth-result.js";
import type { OverallResponse } from "../../response/response-criteria.js";
import type { PatientResponse } from "../../response/response-result.js";
import { patientReason, sequenceReason } from "../growth/left-out-notes.js";

/** A lesion or patient and its best change. */
export interface Bar {
  readonly name: string;
  readonly patient: string;
  /** The sequence; none for a patient. */
  readonly sequence: number | undefined;
  readonly percent: number;
  /** The study of the best change. */
  readonly study: number;
  /** Best overall response; none for a lesion. */
  readonly best: OverallResponse | undefined;
}

/** What has a bar, and the reasons of what has none. */
export interface Bars {
  readonly bars: readonly Bar[];
  readonly without: readonly string[];
}

/** One bar per sequence that was measured in two or more studies. */
export function lesionBars(growths: readonly PatientGrowth[]): Bars {
  const several = growths.length > 1;
  const without: string[] = [];
  const bars = growths.flatMap(({ patient, sequences }) =>
    sequences.flatMap((one): Bar[] => {
      const { sequence, points } = one;
      const best = least(
        followed(points).flatMap(({ study, fromBaseline }) =>
          fromBaseline?.percent === undefined ? [] : [{ study, percent: fromBaseline.percent }],
        ),
        ({ percent }) => percent,
      );
      if (best === undefined) {
        without.push(sequenceReason(one));
        return [];
      }
      const name = several ? `${patient}/${sequence}` : String(sequence);
      return [{ name, patient, sequence, ...best, best: undefined }];
    }),
  );
  return { bars: ranked(bars), without };
}

/** One bar per patient with a sum of diameters after baseline. */
export function patientBars(responses: readonly PatientResponse[]): Bars {
  const without: string[] = [];
  const bars = responses.flatMap((one): Bar[] => {
    const { patient, assessments, best } = one;
    const smallest = least(
      assessments.flatMap(({ study, target }) =>
        target?.fromBaselinePercent === undefined
          ? []
          : [{ study, percent: target.fromBaselinePercent }],
      ),
      ({ percent }) => percent,
    );
    if (smallest === undefined) {
      without.push(patientReason(one));
      return [];
    }
    return [{ name: patient, patient, sequence: undefined, ...smallest, best: best.response }];
  });
  return { bars: ranked(bars), without };
}

/** Worst first; of equals the shorter name first, then by the letters. */
const ranked = (bars: readonly Bar[]): readonly Bar[] =>
  [...bars].sort(
    (a, b) =>
      b.percent - a.percent ||
      a.name.length - b.name.length ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
