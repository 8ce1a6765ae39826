/** What is fuzzed: every reader with what comes after it, and every command. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readBodyPartModel, writeBodyPartModel } from "../../src/bodypart/read-model.js";
import type { RandomSource } from "../../src/core/random.js";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import { readImageUids, readMeasurementReports } from "../../src/dicom/index.js";
import { readTracking, trackingTable } from "../../src/dicom/tracking.js";
import { writeMeasurementReports } from "../../src/dicom/write-measurement-reports.js";
import { readTruth, truthAbout } from "../../src/evaluation/truth.js";
import { grow, readDates } from "../../src/growth/index.js";
import { decodeSlice } from "../../src/images/slice.js";
import {
  type MatchOptions,
  match,
  type PatientMatch,
  readMatches,
  readModel,
} from "../../src/index.js";
import { lesionsOfMask, readLabelVolume, readManifest } from "../../src/masks/index.js";
import { type Constraint, readConstraints } from "../../src/matching/constraints-file.js";
import { JOINT_MODEL } from "../../src/matching/joint/joint-model.js";
import { matchToJson } from "../../src/matching/match-json.js";
import { readNpy } from "../../src/measurements/npy.js";
import { readLesions } from "../../src/measurements/read-lesions.js";
import { readStudyDates } from "../../src/measurements/study-dates.js";
import { readVectorTable } from "../../src/measurements/vectors.js";
import {
  readBaselines,
  readLesionNotes,
  readStatusNotes,
  respond,
} from "../../src/response/index.js";
import { simulateCohort } from "../../src/simulation/index.js";
import { dlInfo } from "../support/dl-info.js";
import { niftiLabels, painted, steps } from "../support/nifti-labels.js";
import { paintedSlice } from "../support/pictures.js";
import { imagesOf } from "../support/reports.js";
import { pngOfSlice } from "../support/slices.js";
import { smallModel } from "../support/small-model.js";
import { assertFiniteNumbers, assertPartition, assertReadable } from "./invariants.js";
import { mutatedBinary, mutatedPacked, mutatedPng, mutatedText } from "./mutate.js";

export interface Target {
  readonly name: string;
  /** Valid inputs. */
  readonly seeds: readonly Uint8Array[];
  mutated(seed: Uint8Array, random: RandomSource): Uint8Array;
  /** Reads an input and asserts what must hold of the result. */
  run(input: Uint8Array): unknown;
}

const asText = (seed: Uint8Array, random: RandomSource): Uint8Array =>
  mutatedText(Buffer.from(seed).toString(), random);

/** A table or JSON text and its reader. */
const text = (
  name: string,
  seeds: readonly string[],
  run: (input: Uint8Array) => unknown,
): Target => ({ name, seeds: seeds.map((seed) => Buffer.from(seed)), mutated: asText, run });

export const MEASUREMENTS =
  'patient,date,organ,x,y,z,long,short,comment\nA,2024-01-10,liver,-40,12.5,88,21,14,"a, b"\nA,2024-04-02,LN,1,2,3,4,3,\nA,2024-04-02,liver,-41,12,88,25,16,\nB,2024-04-02,lung,1.5,2,3,40,30,x\n';
const OHIF =
  "Patient ID,Patient Name,StudyInstanceUID,SeriesInstanceUID,SOPInstanceUID,Label,AnnotationType,Length (mm),Width (mm),FrameOfReferenceUID,points\nP1,Doe, Jane,1.2.1,1.2.3,1.2.4,liver, S4,Cornerstone:Bidirectional,20,10,1.2.5,0 0 5;20 0 5;10 -4 5;10 6 5\n";
export const DL_INFO = dlInfo([
  {},
  { Study_index: "2", File_name: "000007_02_02_030.png", Lesion_diameters_Pixel_: "20, 10" },
  { Study_index: "2", File_name: "000007_02_02_041.png", Key_slice_index: "41" },
  { Patient_index: "8" },
]);
export const VECTORS = "patient,study,lesion,a,b\nA,1,x,0.5,1\nA,2,y,1,2\nA,2,z,0.6,1.1\n";
const SIMULATED = writeDlInfo(simulateCohort({ patients: 2, seed: 4, maxLesions: 4 }).lesions);

const { lesions } = readLesions(MEASUREMENTS);
const matches = match(lesions);
const growths = grow(matches);

/** Reads lesions, matches them by both methods, grows and responds. */
function pipeline(input: Uint8Array): void {
  const { lesions: read } = readLesions(input, { file: "input" });
  assertReadable(read);
  for (const method of ["joint", "algorithm1"] as const) {
    const found = match(read, { method });
    assertPartition(read, found);
    assertFiniteNumbers(found.map(matchToJson));
    if (read.every(({ longAxisMm }) => longAxisMm === undefined)) continue;
    const grown = grow(found);
    assertFiniteNumbers(grown);
    assertFiniteNumbers(respond(grown, { faults: "report", unknownOrgan: "together" }));
  }
}

function readReport(input: Uint8Array): void {
  const { lesions: read } = readMeasurementReports([{ name: "a.dcm", bytes: input }]);
  assertFiniteNumbers(read);
}

/** The lesions of {@link MEASUREMENTS} matched with some options. */
function matched(options: Partial<MatchOptions>): PatientMatch[] {
  const found = match(lesions, options as MatchOptions);
  assertPartition(lesions, found);
  return found;
}

/** Pairs of rows by the kind of their constraint. */
const pairsOf = (constraints: readonly Constraint[], wanted: Constraint["kind"]) =>
  constraints
    .filter(({ kind }) => kind === wanted)
    .map(({ row, row2 }): [number, number] => [row, row2]);

const json = (value: unknown): string => JSON.stringify(value);
const PREVIOUS = `${json({ patients: matches.map(matchToJson) })}\n`;
const PREVIOUS_LINES = matches.map((one) => `${json(matchToJson(one))}\n`).join("");
export const CONSTRAINTS =
  "patient,kind,row,row2,study,lesion,study2,lesion2\nA,must-link,1,3,1,1,2,2\nA,cannot-link,1,2,1,1,2,1\n";
export const IMAGE_UIDS =
  "row,patientId,studyUid,seriesUid,sopUid,sopClassUid,studyDate,studyTime,frame\n1,P,1.2.3,1.2.4,1.2.5,1.2.840.10008.5.1.4.1.1.2,2024-01-10,,\n";

const NPY = (() => {
  const head = `${"\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }".padEnd(127, " ")}\n`;
  return Uint8Array.from([...head, ..."0123456789abcdef"].map((sign) => sign.charCodeAt(0)));
})();

export const NIFTI = niftiLabels({
  size: [6, 5, 3],
  labels: painted([6, 5, 3], (i, j, k) => (i > 1 && j > 1 && k > 0 ? 1 + (i % 2) : 0)),
  sform: steps(0.8, 0.8, 5, [10, 20, 30]),
});

export const REPORT: Uint8Array = writeMeasurementReports(
  match(readLesions(SIMULATED).lesions.slice(0, 3)),
  imagesOf(readLesions(SIMULATED).lesions.slice(0, 3)),
).reports[0]!.bytes;

export const PNG: Uint8Array = pngOfSlice(paintedSlice);

export const READERS: readonly Target[] = [
  text("lesions", [MEASUREMENTS, OHIF, DL_INFO, VECTORS, SIMULATED], pipeline),
  text("dates", ["patient,study,date\nA,1,2024-01-10\nA,2,2024-04-02\nB,1,2024-04-02\n"], (input) =>
    assertFiniteNumbers(grow(matches, { dates: readDates(input) })),
  ),
  text("study dates", ["studyUid,date\n1.2,2024-01-10\n1.3,2024-04-02\n"], readStudyDates),
  text("truth", ["row,group\n1,a\n2,a\n3,b\n4,c\n"], (input) =>
    truthAbout(lesions, readTruth(input)),
  ),
  text("vectors by row", ["row,a,b\n1,0.5,1\n2,1,2\n3,0,0\n4,1,1\n"], (input) => {
    const vectors = readVectorTable(input);
    assertReadable(readLesions(MEASUREMENTS, { vectors }).lesions);
  }),
  text("constraints", [CONSTRAINTS], (input) => {
    const read = readConstraints(input);
    matched({ mustLink: pairsOf(read, "must-link"), cannotLink: pairsOf(read, "cannot-link") });
  }),
  text("earlier result", [PREVIOUS, PREVIOUS_LINES], (input) => {
    const ids = matched({ previous: readMatches(input) }).map(({ sequences }) =>
      sequences.map(({ id }) => id),
    );
    for (const own of ids) if (new Set(own).size < own.length) throw new Error("ids twice");
  }),
  text("joint model", [json(JOINT_MODEL)], (input) =>
    assertFiniteNumbers(
      match(lesions, { method: "joint", model: readModel(input) }).map(matchToJson),
    ),
  ),
  text(
    "lesion notes",
    ["row,role,organ,lymphNode,partOf\n1,target,liver,no,\n2,,node,yes,\n"],
    (input) =>
      assertFiniteNumbers(
        respond(growths, {
          lesionNotes: readLesionNotes(input),
          faults: "report",
          unknownOrgan: "together",
        }),
      ),
  ),
  text("status notes", ["row,study,status\n1,2,absent\n4,1,too small\n"], (input) =>
    assertFiniteNumbers(
      respond(growths, {
        statusNotes: readStatusNotes(input),
        faults: "report",
        unknownOrgan: "together",
      }),
    ),
  ),
  text("baselines", ["patient,baseline\nA,1\nB,2024-04-02\n"], (input) =>
    respond(growths, {
      baseline: readBaselines(input),
      faults: "report",
      unknownOrgan: "together",
    }),
  ),
  text(
    "masks manifest",
    ["patient,study,file,series,date\nA,1,a.nii.gz,1,2024-01-10\n"],
    readManifest,
  ),
  text(
    "tracking",
    [trackingTable([]).toCsv(), "patient,sequence,trackingUid\nA,1,2.25.1\n"],
    readTracking,
  ),
  text("image UIDs", [IMAGE_UIDS], readImageUids),
  text("body-part model", [writeBodyPartModel(smallModel())], (input) =>
    readBodyPartModel(Buffer.from(input).toString()),
  ),
  {
    name: ".npy",
    seeds: [NPY],
    mutated: mutatedBinary,
    run: (input) => {
      const table = readNpy(input);
      for (let row = 1; row <= Math.min(table.rows, 3); row++) table.at(row);
    },
  },
  {
    name: "PNG slice",
    seeds: [PNG],
    mutated: mutatedPng,
    run: (input) => {
      const { width, height, hu } = decodeSlice(input);
      if (hu.length !== width * height) throw new Error("a slice of another size");
    },
  },
  {
    name: "NIfTI mask",
    seeds: [NIFTI],
    mutated: mutatedPacked,
    run: async (input) => {
      const volume = await readLabelVolume([input]);
      for (const labels of ["instances", "components"] as const) {
        const found = lesionsOfMask(volume, { patient: "A", study: 1, labels });
        assertFiniteNumbers(found);
      }
    },
  },
  {
    name: "DICOM report",
    seeds: [REPORT],
    mutated: mutatedBinary,
    run: readReport,
  },
];

/** Real files, from a folder beside the project. */
const DATA = fileURLToPath(new URL("../../../shared/data/", import.meta.url));
const realFiles = (...names: readonly string[]): Uint8Array[] =>
  names
    .map((name) => join(DATA, name))
    .flatMap((path) => (existsSync(path) ? [readFileSync(path)] : []));

/** Readers with real tables and reports as seeds; none where there are no such files. */
export const REAL: readonly Target[] = [
  {
    name: "real tables",
    seeds: realFiles(
      "deeplesion/DL_info_patients_89-100.csv",
      "deeplesion/DL_info_liver_23_extra_columns.csv",
    ),
    mutated: asText,
    run: pipeline,
  },
  {
    name: "real DICOM reports",
    seeds: realFiles("dicom/prototype-study1-sr.dcm", "dicom/prototype-study2-sr.dcm"),
    mutated: mutatedBinary,
    run: readReport,
  },
].filter(({ seeds }) => seeds.length > 0);
