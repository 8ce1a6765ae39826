/**
 * The joint matcher's model fitted on truth: how far marks of one lesion and of different lesions lie
 * apart, how much each feature may be trusted, and how likely a link is to begin with.
 */
import { median } from "d3-array";
import { ln } from "../arithmetic.js";
import type { LocationKind } from "../features/location.js";
import { FEATURES } from "../features/matrix.js";
import { groupByPatient, inOrder, type Lesion, type Triple } from "../lesion.js";
import { joint } from "../matching/joint/joint.js";
import {
  differenceOf,
  type Marks,
  marksOf,
  mergeMarks,
  relativeDistance,
  sizeDifference,
} from "../matching/joint/marks.js";
import {
  checkModel,
  JOINT_MODEL,
  type JointModel,
  type LocationModel,
} from "../matching/joint/model.js";
import { PairWeigher } from "../matching/joint/pairs.js";
import { completeOptions } from "../options.js";
import { judgedLesions } from "./judged.js";
import { type Case, logisticWeights } from "./logistic.js";
import { addPairs, countPairs, NO_PAIRS, scorePairs } from "./pairs.js";
import { type GivenTruth, requirePairs, type Truth, truthAbout } from "./truth.js";

export interface FitOptions {
  /** True where the truth links neighbouring studies only. @defaultValue false */
  readonly partial: boolean;
  /** What the model is said to be fitted on. @defaultValue "truth of one's own" */
  readonly fittedOn: string;
  /** Values for everything the truth does not tell. @defaultValue {@link JOINT_MODEL} */
  readonly start: JointModel;
}

export const DEFAULT_FIT_OPTIONS: FitOptions = Object.freeze({
  partial: false,
  fittedOn: "truth of one's own",
  start: JOINT_MODEL,
});

/** A number needs at least this many observations; with fewer, that of `start` stays. */
const ENOUGH = 10;

/**
 * Fits a model.
 *
 * Deviations of "the same" are robust (1.4826 times the median absolute deviation), as marks are now and
 * then placed roughly; those of different lesions are root mean squares. What two studies share is the
 * median difference of the lesions they have in common. The features' weights are those of a logistic
 * regression on pairs whose truth is known, drawn towards 1, every patient counting as the square root of
 * its pairs. The prior of a link is that of the regression or up to 2 away from it: of the priors with
 * which the matcher comes within 0.002 of the best pair F1 on these patients, the middle one.
 *
 * O(pairs of lesions within patients), and some ten times matching.
 *
 * @throws LesionGraphError BAD_TRUTH where the truth does not fit the lesions or knows no two to be the same;
 * UNKNOWN_OPTION, BAD_MODEL.
 */
export function fitJointModel(
  lesions: readonly Lesion[],
  givenTruth: GivenTruth,
  given?: Partial<FitOptions>,
): JointModel {
  const options = completeOptions("fitJointModel", DEFAULT_FIT_OPTIONS, given);
  const truth = truthAbout(lesions, givenTruth);
  requirePairs(truth, lesions);
  const start = checkModel(options.start);
  const patients = groupByPatient(lesions.filter(({ row }) => truth.has(row)));
  const samples = patients.map((patient) => sampleOf(patient.lesions, truth, options.partial));
  const spread: JointModel = {
    ...start,
    fittedOn: options.fittedOn,
    location: {
      normalised: locationOf(samples, "normalised", start.location.normalised),
      physical: locationOf(samples, "physical", start.location.physical),
    },
    size: sizeOf(samples, start),
    type: typeOf(samples, start),
    appearance: appearanceOf(samples, start),
  };
  return checkModel(withPriors(withWeights(spread, samples), patients, samples, truth, options));
}

/** A patient's marks with their true groups, and the lesions they are. */
interface Sample {
  readonly marks: Marks;
  readonly lesions: Marks;
  /** Marks of one study and one group. */
  readonly duplicates: readonly IndexPair[];
  /** Marks of one study and two groups that may have been taken for duplicates. */
  readonly neighbours: readonly IndexPair[];
  /** Lesions of two studies and one group. */
  readonly same: readonly IndexPair[];
  /** Lesions of two studies that are known to be of two groups. */
  readonly different: readonly IndexPair[];
}

type IndexPair = readonly [i: number, j: number];

function sampleOf(own: readonly Lesion[], truth: Truth, partial: boolean): Sample {
  const ordered = inOrder(own);
  const marks = marksOf(ordered, FEATURES, "auto");
  const groupOfMark = ordered.map(({ row }) => truth.get(row) as string);
  const members = new Map<string, number[]>();
  groupOfMark.forEach((group, mark) => {
    const key = `${marks.study[mark]} ${group}`;
    members.set(key, [...(members.get(key) ?? []), mark]);
  });
  const lesions = mergeMarks(marks, [...members.values()]);
  const group = [...members.values()].map(([first]) => groupOfMark[first as number] as string);
  const seen = (i: number, j: number): boolean => members.has(`${lesions.study[j]} ${group[i]}`);
  const markPairs = pairsOf(marks, (i, j) => marks.study[i] === marks.study[j]);
  const lesionPairs = pairsOf(lesions, (i, j) => lesions.study[i] !== lesions.study[j]);
  return {
    marks,
    lesions,
    duplicates: markPairs.filter(([i, j]) => groupOfMark[i] === groupOfMark[j]),
    neighbours: markPairs.filter(
      ([i, j]) => groupOfMark[i] !== groupOfMark[j] && marks.series[i] !== marks.series[j],
    ),
    same: lesionPairs.filter(([i, j]) => group[i] === group[j]),
    different: lesionPairs.filter(
      ([i, j]) => group[i] !== group[j] && (!partial || seen(i, j) || seen(j, i)),
    ),
  };
}

function pairsOf({ count }: Marks, takes: (i: number, j: number) => boolean): IndexPair[] {
  const pairs: IndexPair[] = [];
  for (let j = 1; j < count; j++) for (let i = 0; i < j; i++) if (takes(i, j)) pairs.push([i, j]);
  return pairs;
}

function locationOf(
  all: readonly Sample[],
  kind: LocationKind,
  start: LocationModel,
): LocationModel {
  const samples = all.filter(({ marks }) => marks.kind === kind);
  const shared = samples.flatMap(({ lesions, same }) => {
    const byStudies = new Map<string, Triple[]>();
    for (const [i, j] of same) {
      const key = `${lesions.study[i]} ${lesions.study[j]}`;
      byStudies.set(key, [...(byStudies.get(key) ?? []), differenceOf(lesions, i, j)]);
    }
    return [...byStudies.values()];
  });
  const several = shared.filter(({ length }) => length > 1);
  const axis = (k: 0 | 1 | 2) => {
    const same = robust(
      several.flatMap((differences) => {
        const values = differences.map((difference) => difference[k]);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const widen = Math.sqrt(values.length / (values.length - 1));
        return values.map((value) => (value - mean) * widen);
      }),
      start.same[k],
    );
    const offsets = shared.map((differences) => median(differences, (one) => one[k]) as number);
    const usual = UNUSUAL * robust(offsets, start.shift[k]);
    const core = k === 2 ? offsets.filter((offset) => Math.abs(offset) <= usual) : offsets;
    const own = Math.sqrt(Math.max(0, robust(core, start.shift[k]) ** 2 - same ** 2 / 2));
    return {
      same,
      shift: core.length < ENOUGH ? start.shift[k] : Math.max(same / 2, own),
      duplicate: robust(
        samples.flatMap(({ marks, duplicates }) =>
          duplicates.map(([i, j]) => differenceOf(marks, i, j)[k]),
        ),
        start.duplicate[k],
      ),
      different: rootMeanSquare(
        samples.flatMap(({ lesions, different }) =>
          different.map(([i, j]) => differenceOf(lesions, i, j)[k]),
        ),
        start.different[k],
      ),
      elsewhere: offsets.length < ENOUGH ? undefined : 1 - core.length / offsets.length,
    };
  };
  const axes = [axis(0), axis(1), axis(2)] as const;
  const triple = (of: (axis: (typeof axes)[number]) => number): Triple => [
    of(axes[0]),
    of(axes[1]),
    of(axes[2]),
  ];
  return {
    same: triple(({ same }) => same),
    duplicate: triple(({ duplicate }) => duplicate),
    different: triple(({ different }) => different),
    shift: triple(({ shift }) => shift),
    otherStart: Math.min(0.5, Math.max(0.01, axes[2].elsewhere ?? start.otherStart)),
  };
}

/** Offsets along z beyond this many robust deviations are those of another scan start. */
const UNUSUAL = 4;

function sizeOf(samples: readonly Sample[], { size }: JointModel): JointModel["size"] {
  const logs = (of: (sample: Sample) => readonly (readonly [number, number])[]): number[] =>
    samples.flatMap((sample) => of(sample).flat()).filter((value) => !Number.isNaN(value));
  return {
    same: robust(
      logs(({ lesions, same }) => same.map(([i, j]) => sizeDifference(lesions, i, j))),
      size.same,
    ),
    duplicate: robust(
      logs(({ marks, duplicates }) => duplicates.map(([i, j]) => sizeDifference(marks, i, j))),
      size.duplicate,
    ),
    different: rootMeanSquare(
      logs(({ lesions, different }) => different.map(([i, j]) => sizeDifference(lesions, i, j))),
      size.different,
    ),
  };
}

/** Shares with one case of each kind added, so that neither 0 nor 1 is ever certain. */
function typeOf(samples: readonly Sample[], { type }: JointModel): JointModel["type"] {
  const shareOf = (kind: "same" | "different"): number => {
    const alike = samples.flatMap((sample) =>
      sample[kind]
        .map(([i, j]) => [sample.lesions.type[i] as number, sample.lesions.type[j] as number])
        .filter((types) => !types.some(Number.isNaN))
        .map(([a, b]) => a === b),
    );
    if (alike.length < ENOUGH) return type[kind];
    return (alike.filter(Boolean).length + 1) / (alike.length + 2);
  };
  return { same: shareOf("same"), different: shareOf("different") };
}

function appearanceOf(samples: readonly Sample[], { appearance }: JointModel) {
  const logs = (kind: "same" | "different"): number[] =>
    samples
      .flatMap(({ lesions, [kind]: pairs }) =>
        pairs.map(([i, j]) => ln(relativeDistance(lesions, i, j))),
      )
      .filter(Number.isFinite);
  const [same, different] = [logs("same"), logs("different")];
  if (Math.min(same.length, different.length) < ENOUGH) return appearance;
  const middles = [median(same) as number, median(different) as number] as const;
  const away = [
    ...same.map((log) => log - middles[0]),
    ...different.map((log) => log - middles[1]),
  ];
  return {
    same: middles[0],
    different: middles[1],
    deviation: robust(away, appearance.deviation),
  };
}

const RIDGE = 0.3;

/** The model with weights by which the evidence of pairs tells best which are the same. */
function withWeights(model: JointModel, samples: readonly Sample[]): JointModel {
  const plain = { ...model, weights: { location: 1, size: 1, type: 1, appearance: 1 } };
  const cases = samples.flatMap(({ lesions, same, different }): Case[] => {
    const weigher = new PairWeigher(lesions, plain);
    weigher.forEach(() => {});
    const count = 1 / Math.sqrt(same.length + different.length);
    return [
      ...same.map((pair) => [pair, true] as const),
      ...different.map((pair) => [pair, false] as const),
    ]
      .map(([[i, j], holds]) => ({ evidence: weigher.evidence(i, j), holds }))
      .flatMap(({ evidence, holds }) =>
        evidence === undefined
          ? []
          : [{ features: NAMES.map((name) => evidence[name]), holds, count }],
      );
  });
  if (cases.length < ENOUGH) return model;
  const [base, ...weights] = logisticWeights(
    cases,
    NAMES.map(() => 1),
    RIDGE,
  );
  return {
    ...model,
    weights: Object.fromEntries(
      NAMES.map((name, k) => [name, Math.max(0, weights[k] as number)]),
    ) as JointModel["weights"],
    prior: { ...model.prior, link: base as number },
  };
}

const NAMES = ["location", "size", "type", "appearance"] as const;

/** Priors tried, as steps from that of the regression. */
const STEPS = Array.from({ length: 9 }, (_, i) => -2 + i / 2);
/** F1 that differ by less are taken as equal. */
const INDIFFERENCE = 0.002;

/** The model with the middle one of the priors of a link that do (nearly) best, and duplicates' base rate. */
function withPriors(
  model: JointModel,
  patients: readonly { readonly lesions: readonly Lesion[] }[],
  samples: readonly Sample[],
  truth: Truth,
  { partial }: FitOptions,
): JointModel {
  const duplicates = samples.reduce((sum, sample) => sum + sample.duplicates.length, 0);
  const neighbours = samples.reduce((sum, sample) => sum + sample.neighbours.length, 0);
  const duplicate =
    duplicates < ENOUGH ? model.prior.duplicate : ln((duplicates + 1) / (neighbours + 1));
  const tried = STEPS.map((step) => {
    const prior = { link: model.prior.link + step, duplicate };
    const counts = patients
      .map(({ lesions }) => joint(lesions, { model: { ...model, prior }, refused: "none" }))
      .map((match) => countPairs(judgedLesions(match, truth), partial))
      .reduce(addPairs, NO_PAIRS);
    return { prior, f1: scorePairs(counts).f1 };
  });
  const best = Math.max(...tried.map(({ f1 }) => f1));
  const good = tried.filter(({ f1 }) => f1 >= best - INDIFFERENCE);
  const chosen = good[(good.length - 1) >> 1];
  return chosen === undefined ? model : { ...model, prior: chosen.prior };
}

/** The standard deviation about 0 that half of the values tell, or what stands for it where they are few. */
function robust(values: readonly number[], otherwise: number): number {
  if (values.length < ENOUGH) return otherwise;
  const deviation = 1.4826 * (median(values, Math.abs) as number);
  return deviation > 0 ? deviation : otherwise / 100;
}

function rootMeanSquare(values: readonly number[], otherwise: number): number {
  if (values.length < ENOUGH) return otherwise;
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
