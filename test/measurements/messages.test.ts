/** The wording of the messages of the readers, in one snapshot; other tests assert codes and places. */
import { expect, it } from "vitest";
import { LesionGraphError } from "../../src/core/errors.js";
import { readTruth } from "../../src/evaluation/truth.js";
import { lesionsFrom, readLesions, readNpy, readVectorTable } from "../../src/index.js";
import { readStudyDates } from "../../src/measurements/study-dates.js";
import { dlInfo } from "../support/dl-info.js";

const lesion = { patient: "A", study: 1, x: 1, y: 2, z: 3, longAxisMm: 9 };
const CALLS: Readonly<Record<string, () => unknown>> = {
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

it("messages say what was expected, what was received, where, and the remedy", () => {
  const messages = Object.entries(CALLS).map(([title, call]) => {
    try {
      call();
    } catch (error) {
      expect(error, title).toBeInstanceOf(LesionGraphError);
      return `${title}: ${(error as LesionGraphError).code} ${(error as LesionGraphError).message}`;
    }
    throw new Error(`${title} does not fail`);
  });
  expect(messages.join("\n")).toMatchSnapshot();
});
