/** Functions that read and write data meet wrong arguments with a LesionGraphError, never with a TypeError. */
import { expect, it } from "vitest";
import { LesionGraphError } from "../../src/core/errors.js";
import * as dicom from "../../src/dicom/index.js";
import * as entry from "../../src/index.js";
import * as masks from "../../src/masks/index.js";

const FUNCTIONS: Readonly<Record<string, (given: never) => unknown>> = {
  readLesions: entry.readLesions,
  readDlInfo: entry.readDlInfo,
  readVectors: entry.readVectors,
  collectLesions: entry.collectLesions,
  streamPatients: (given) => entry.streamPatients(given).next(),
  lesionsFrom: entry.lesionsFrom,
  readNpy: entry.readNpy,
  readVectorTable: entry.readVectorTable,
  writeDlInfo: entry.writeDlInfo,
  match: entry.match,
  matchToJson: entry.matchToJson,
  matchTable: entry.matchTable,
  linkTable: entry.linkTable,
  reviewTable: entry.reviewTable,
  reviewQuestions: entry.reviewQuestions,
  grow: entry.grow,
  growthTable: entry.growthTable,
  growthSummaryTable: entry.growthSummaryTable,
  respond: entry.respond,
  responseTable: entry.responseTable,
  sdtmTables: (given) => entry.sdtmTables(given, given),
  readMeasurementReports: dicom.readMeasurementReports,
  writeMeasurementReports: (given) => dicom.writeMeasurementReports(given, given),
  readImageUids: dicom.readImageUids,
  readTracking: dicom.readTracking,
  readManifest: masks.readManifest,
  readLabelVolume: masks.readLabelVolume,
  lesionsOfMask: (given) => masks.lesionsOfMask(given, { patient: "7", study: 1 }),
};

/** Nothing, other types, and a list of what it should not hold. */
const WRONG: readonly (readonly [string, unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["a number", 5],
  ["an object", {}],
  ["a symbol", Symbol("s")],
  ["a function", () => {}],
  ["a list with null", [null]],
  ["a list with an object", [{}]],
  ["a list with a number", [5]],
];

it.each(
  Object.entries(FUNCTIONS).flatMap(([name, call]) =>
    WRONG.map(([what, given]) => [name, what, call, given] as const),
  ),
)("%s of %s", async (_name, _what, call, given) => {
  const error = await Promise.resolve()
    .then(() => call(given as never))
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LesionGraphError);
});

it("respond and responseTable do not take what comes before them", () => {
  const matches = entry.match([{ row: 1, patient: "p", study: 1, id: "a", vector: [0] }]);
  for (const call of [entry.respond, entry.growthTable, entry.responseTable]) {
    expect(() => call(matches as never)).toThrowError(
      expect.objectContaining({ code: "BAD_VALUE" }),
    );
  }
});
