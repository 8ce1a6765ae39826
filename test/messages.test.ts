/** The wording of error messages, in one snapshot; other tests assert codes and places. */
import { describe, expect, it } from "vitest";
import { LesionGraphError } from "../src/core/errors.js";
import { evaluate } from "../src/evaluation/evaluate.js";
import { crossValidate, fitJointModel } from "../src/evaluation/index.js";
import { readTruth, truthFromGroups } from "../src/evaluation/truth.js";
import { featureMatrix } from "../src/features/matrix.js";
import { lesionGraph } from "../src/graph/lesion-graph.js";
import { coOccurrence, fixedBinSize } from "../src/images/co-occurrence.js";
import {
  appearanceOf,
  bodyMask,
  bodyPosition,
  cropAround,
  decodeSlice,
  firstOrder,
  patchAround,
  sliceOf,
  windowed,
} from "../src/images/index.js";
import {
  algorithm1,
  boardFigure,
  grow,
  joint,
  lesionsFrom,
  match,
  matchPatient,
  readDates,
  readLesions,
  readNpy,
  readVectorTable,
  respond,
} from "../src/index.js";
import { readModel } from "../src/matching/joint/joint-model.js";
import { readStudyDates } from "../src/measurements/study-dates.js";
import { retrieve } from "../src/retrieval/retrieve.js";
import { retrievalScores } from "../src/retrieval/scores.js";
import { simulateCohort } from "../src/simulation/cohort.js";
import { dlInfo } from "./support/dl-info.js";
import { at } from "./support/lesions.js";

const lesion = { patient: "A", study: 1, x: 1, y: 2, z: 3, longAxisMm: 9 };
type Calls = Readonly<Record<string, () => unknown>>;

const READERS: Calls = {
  "no text": () => readLesions(""),
  "another table": () => readLesions("a,b\n1,2\n"),
  "a path": () => readLesions("lesions.csv"),
  "UTF-16": () => readLesions(new Uint8Array([0xff, 0xfe, 65, 0])),
  "missing column": () => readLesions("File_name,Patient_index\nx,1\n"),
  "repeated column": () => readTruth("row,row,group\n1,1,a\n"),
  "near miss": () => readLesions("patient,study,longAxiMm,x,y,z\nA,1,4,1,2,3\n"),
  "too many fields": () => readTruth("row,group\n1,a,b\n"),
  "not an integer": () => readTruth("row,group\n1.5,a\n"),
  "bad cell": () => readLesions(dlInfo([{ Spacing_mm_px_: "0.8, -0.8, 5" }]), { file: "DL.csv" }),
  "bad type": () => readLesions(dlInfo([{ Coarse_lesion_type: "9" }])),
  "date in another notation": () => lesionsFrom([{ ...lesion, study: null, date: "10.01.2024" }]),
  "two dates": () => readStudyDates("studyUid,date\n1.2,2024-01-10\n1.2,2024-01-11\n"),
  "unknown field": () => lesionsFrom([{ ...lesion, centerMm: [1, 2, 3] }]),
  "no position": () => lesionsFrom([{ patient: "A", study: 1, longAxisMm: 9 }]),
  "half a position": () => lesionsFrom([lesion, { ...lesion, y: null }]),
  "a size of 0": () => lesionsFrom([{ ...lesion, longAxisMm: 0 }]),
  "another unit": () => lesionsFrom([lesion], { units: "cm" }),
  "an id twice": () =>
    lesionsFrom([
      { ...lesion, lesion: "a" },
      { ...lesion, lesion: "a" },
    ]),
  "no date": () =>
    lesionsFrom(["1.1", "1.2"].map((studyUid) => ({ ...lesion, study: null, studyUid }))),
  "unknown option": () => readLesions("", { nosy: "drop" } as never),
  "bad option": () => readLesions("", { noisy: "no" } as never),
  "a row twice": () => readVectorTable("row,a\n1,0\n1,1\n"),
  "not .npy": () => readNpy(new Uint8Array(20)),
};

const pair = [at(1, 1, 0), at(2, 2, 0.01)];
const [alone] = match(pair);
const MATCHING: Calls = {
  "no list of lesions": () => match("lesions.csv" as never),
  "unknown method": () => match(pair, { method: "hungarian" as never }),
  "option of the other method": () => match(pair, { method: "joint", t2: 0.1 } as never),
  "threshold below 0": () => algorithm1(pair, { t1: -1 }),
  "unknown feature": () => featureMatrix(pair, { features: ["sise" as never] }),
  "unknown weight": () => featureMatrix(pair, { weights: { locatoin: 1 } as never }),
  "missing feature": () => featureMatrix(pair, { features: ["size"] }),
  "vectors of two lengths": () => joint([at(1, 1, 0), at(2, 2, 0, { vector: [0, 1] })]),
  "not a number": () => joint([at(1, 1, 0), at(2, 2, Number.NaN)]),
  "two patients": () => matchPatient([at(1, 1, 0), at(2, 2, 0, { patient: "q" })]),
  "a row twice": () => lesionGraph([at(1, 1, 0), at(1, 2, 0)]),
  "study 0": () => lesionGraph([at(1, 0, 0)]),
  "unknown row of a constraint": () => match(pair, { mustLink: [[1, 9]] }),
  "contradictory constraints": () => match(pair, { mustLink: [[1, 2]], cannotLink: [[2, 1]] }),
  "no model": () => readModel("{}"),
};
const EVALUATION: Calls = {
  "no truth": () => evaluate([alone as never], new Map()),
  "truth as text": () => evaluate([alone as never], "row,group" as never),
  "truth for an unknown row": () => evaluate([alone as never], new Map([[9, "a"]])),
  "unknown id": () => truthFromGroups(pair, [["c"]]),
  "a row in two groups": () => truthFromGroups(pair, [[1], [1]]),
  "nothing linked": () => fitJointModel(pair, new Map([[1, "a"]])),
  "more folds than patients": () => crossValidate(pair, new Map([[1, "a"]]), 5),
  "share above 1": () => simulateCohort({ unannotated: 1.2 }),
};
const GROWTH: Calls = {
  "no date": () => grow(match(pair), { dates: readDates("patient,study,date\np,1,2024-01-10\n") }),
  "dates against the order": () =>
    grow(match(pair), {
      dates: readDates("patient,study,date\np,1,2024-01-10\np,2,2023-01-10\n"),
    }),
  "no diameter": () => grow(match(pair)),
  "one growth in place of a list": () => respond({} as never),
  "unknown lymph node row": () => grow([], { lymphNodeRows: [7] }),
  "unknown figure option": () => boardFigure(alone as never, { with: 85 } as never),
  "figure too narrow": () => boardFigure(alone as never, { widthMm: 10 }),
};
const slice = sliceOf(40, 40, new Int16Array(1600).fill(40));
const axes = {
  longAxisPx: [10, 20, 30, 20],
  shortAxisPx: [20, 15, 20, 25],
  spacingMm: [1, 1, 5],
} as const;
const IMAGES: Calls = {
  "no PNG": () => decodeSlice(new Uint8Array(20)),
  "an empty file": () => decodeSlice(new Uint8Array(0)),
  "another number of values": () => sliceOf(2, 2, new Int16Array(3)),
  "unknown window": () => windowed([0], "lungs" as "lung"),
  "limits in the wrong order": () => windowed([0], [100, 100]),
  "unknown convention": () => bodyMask(slice, { convention: "clean" as never }),
  "no body": () =>
    bodyPosition(sliceOf(2, 2, new Int16Array(4).fill(-1000)), [1, 1, 2, 2], {
      convention: "anatomical",
    }),
  "an axis of 0": () => appearanceOf(slice, { ...axes, shortAxisPx: [20, 15, 20, 15] }),
  "lesion beyond the slice": () =>
    appearanceOf(slice, {
      ...axes,
      longAxisPx: [-60, 20, -30, 20],
      shortAxisPx: [-45, 10, -45, 30],
    }),
  "spacing of 0": () => patchAround(slice, [1, 1], [0, 1]),
  "side of 0": () => cropAround([1, 1, 2, 2], [1, 1], 0),
  "no values": () => firstOrder([]),
  "too many grey levels": () => fixedBinSize([200_000], [1], { from: 0, size: 1 }),
  "no neighbours": () => coOccurrence({ width: 1, height: 1, levels: Uint16Array.of(1), count: 1 }),
};
const RETRIEVAL: Calls = {
  "unknown query": () => retrieve(pair, 7),
  "no result wanted": () => retrieve(pair, 1, { top: 0 }),
  "no types": () => retrievalScores(pair),
};

describe.each(Object.entries({ READERS, MATCHING, EVALUATION, GROWTH, IMAGES, RETRIEVAL }))(
  "messages of %s",
  (_, calls) => {
    it("say what was expected, what was received, where, and the remedy", () => {
      const messages = Object.entries(calls).map(([title, call]) => {
        try {
          call();
        } catch (error) {
          expect(error, title).toBeInstanceOf(LesionGraphError);
          const { code, message } = error as LesionGraphError;
          // A new option of a function does not change the wording.
          return `${title}: ${code} ${message.replace(/known are [^;]*/, "known are …")}`;
        }
        throw new Error(`${title} does not fail`);
      });
      expect(messages.join("\n")).toMatchSnapshot();
    });
  },
);
