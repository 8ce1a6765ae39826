/** Which flagged measurements call for review, of which studies, in which order. */
import { expect, it } from "vitest";
import type { FlagKind, SequenceGrowth } from "../../src/growth/growth-result.js";
import { measurementReviews } from "../../src/response/measurement-reviews.js";

/** A sequence with one row in each of studies 1 to 4, 10 times its number and the study, and a flag on some rows. */
const sequenceOf = (sequence: number, kind: FlagKind, ...rows: readonly number[]) =>
  ({
    sequence,
    points: [1, 2, 3, 4].map((study) => ({ study, rows: [10 * sequence + study] })),
    flags: [{ kind, rows, message: `${kind} of ${sequence}` }],
  }) as unknown as SequenceGrowth;

const reviews = (
  targets: readonly SequenceGrowth[],
  others: readonly SequenceGrowth[],
  baseline = 2,
) =>
  measurementReviews(
    targets.map((sequence) => ({ sequence, parts: [] })),
    [...targets, ...others],
    baseline,
  );

it("takes pixel sizes and conflicts of targets from baseline on, in time order", () => {
  const first = sequenceOf(1, "pixelSpacing", 11, 12, 14);
  const second = sequenceOf(2, "conflict", 23);
  expect(reviews([first, second], [])).toEqual([
    { study: 2, text: "Target sequence 1: pixelSpacing of 1" },
    { study: 3, text: "Target sequence 2: conflict of 2" },
    { study: 4, text: "Target sequence 1: pixelSpacing of 1" },
  ]);
});

it("takes pixel sizes of other lesions at baseline only", () => {
  expect(reviews([], [sequenceOf(3, "pixelSpacing", 31, 32, 33)])).toEqual([
    { study: 2, text: "Sequence 3: pixelSpacing of 3" },
  ]);
  expect(reviews([], [sequenceOf(3, "conflict", 32)])).toEqual([]);
});

it("takes a study of which one of two annotations is flagged", () => {
  const twice = {
    ...sequenceOf(1, "pixelSpacing", 23),
    points: [{ study: 3, rows: [13, 23] }],
  } as unknown as SequenceGrowth;
  expect(reviews([twice], []).map(({ study }) => study)).toEqual([3]);
});

it("takes no other flags, and parts of targets as targets", () => {
  expect(reviews([sequenceOf(1, "side", 12, 13)], [])).toEqual([]);
  const part = sequenceOf(2, "conflict", 23);
  const target = { sequence: sequenceOf(1, "side", 12), parts: [part] };
  expect(measurementReviews([target], [target.sequence, part], 1)).toEqual([
    { study: 3, text: "Target sequence 2: conflict of 2" },
  ]);
});
