/** Progress and cancellation: the same in every function that takes `onProgress` and `signal`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { embedLesions, measureAppearance, writeNifti } from "lesion-graph/node";
import { describe, expect, it } from "vitest";
import { trainBodyPartRegressor } from "../src/bodypart/train.js";
import type { Progress, ProgressOptions } from "../src/core/progress.js";
import { writeMeasurementReports } from "../src/dicom/write-measurement-reports.js";
import { crossValidate } from "../src/evaluation/cross-validation.js";
import { precisionRecallCurve } from "../src/evaluation/curve.js";
import { evaluate } from "../src/evaluation/evaluate.js";
import { fitJointModel } from "../src/evaluation/fit/fit-joint-model.js";
import { grow } from "../src/growth/grow.js";
import { match } from "../src/matching/match.js";
import {
  collectLesions,
  readDlInfo,
  readLesions,
  streamColumnarPatients,
  streamPatients,
} from "../src/measurements/read-lesions.js";
import { readDlInfoFile, readLesionsFile, streamPatientsFile } from "../src/node/files.js";
import { readLongitudinalCt, readMaskManifest } from "../src/node/read-masks.js";
import { readReportFiles } from "../src/node/reports.js";
import { reportHtml } from "../src/report/report.js";
import { retrievalScores } from "../src/retrieval/scores.js";
import { simulateCohort } from "../src/simulation/cohort.js";
import { freshFolder } from "./support/cli.js";
import { dlInfo } from "./support/dl-info.js";
import { niftiLabels, painted, steps } from "./support/nifti-labels.js";
import { imagesOf } from "./support/reports.js";
import { paint, pngOfSlice } from "./support/slices.js";
import { bodyVolume } from "./support/synthetic-body.js";

type Options = Partial<ProgressOptions>;

const drain = async (items: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of items);
};

const text = dlInfo(
  Array.from({ length: 3000 }, (_, i) => ({
    Patient_index: String(i + 1),
    File_name: `${String(i + 1).padStart(6, "0")}_01_02_030.png`,
  })),
);
const bytes = new TextEncoder().encode(text);
const chunks = [bytes.subarray(0, 100_000), bytes.subarray(100_000)];

const folder = freshFolder();
const table = join(folder, "DL_info.csv");
writeFileSync(table, text);
writeFileSync(`${table}.gz`, gzipSync(bytes));

const { lesions } = readDlInfo(
  dlInfo([
    { Image_size: "128, 128", Measurement_coordinates: "50, 60, 70, 60, 60, 54, 60, 66" },
    {
      File_name: "000007_01_02_031.png",
      Key_slice_index: "31",
      Image_size: "128, 128",
      Measurement_coordinates: "50, 60, 70, 60, 60, 54, 60, 66",
    },
  ]),
);
for (const slice of ["030", "031"]) {
  const picture = paint(128, 128, (x, y) =>
    x < 1 ? -1000 : ((x * 7 + y * 13) % 40) + (x > 64 ? 30 : 0),
  );
  writeFileSync(join(folder, `000007_01_02_${slice}.png`), pngOfSlice(picture));
}

const mask = niftiLabels({
  size: [8, 8, 4],
  labels: painted([8, 8, 4], (x, y, z) => (x > 1 && x < 5 && y > 1 && y < 4 && z > 1 ? 1 : 0)),
  sform: steps(1, 1, 2),
});
for (const name of ["a.nii", "b.nii", "c.nii"]) writeFileSync(join(folder, name), mask);
writeFileSync(
  join(folder, "manifest.csv"),
  "patient,study,file\n7,1,a.nii\n7,2,b.nii\n8,1,c.nii\n",
);
const longitudinal = freshFolder();
for (const name of ["inputsTr", "targetsTr"]) mkdirSync(join(longitudinal, name));
for (const patient of ["p1", "p2"]) {
  writeFileSync(
    join(longitudinal, "inputsTr", `${patient}.csv`),
    "lesion_id,img_id_bl,img_id_fu,lesion_type,merged_into,linking_unclear\n1,0,0,lung,,\n",
  );
  for (const [name, ending] of [
    ["inputsTr", "BL_mask_BL_img_00"],
    ["targetsTr", "FU_mask_FU_img_00"],
  ]) {
    writeFileSync(join(longitudinal, name ?? "", `${patient}_${ending}.nii.gz`), gzipSync(mask));
  }
}

const reports = freshFolder();
const studies = readDlInfo(dlInfo(["1", "2", "3"].map((Study_index) => ({ Study_index }))));
const written = writeMeasurementReports(match(studies.lesions), imagesOf(studies.lesions));
for (const { fileName, bytes } of written.reports) writeFileSync(join(reports, fileName), bytes);

const cohort = simulateCohort({ patients: 4, seed: 2 });
const larger = simulateCohort({ patients: 20, seed: 2 });
const matched = match(larger.lesions);
const typed = larger.lesions.filter(({ type }) => type !== undefined);
const volumes = [bodyVolume("a", 0, 0.6), bodyVolume("b", 0.3, 1)];

/** Every function with its work, and the units it counts with the total of each; undefined where unknown. */
const FUNCTIONS: readonly [
  name: string,
  run: (options: Options) => unknown,
  totals: Readonly<Record<string, number | undefined>>,
][] = [
  ["readLesions of bytes", (o) => readLesions(bytes, o), { bytes: bytes.length }],
  ["readLesions of a text", (o) => readLesions(text, o), { bytes: bytes.length }],
  ["collectLesions", (o) => collectLesions(chunks, o), { bytes: undefined }],
  ["collectLesions of texts", (o) => collectLesions([text], o), { characters: undefined }],
  ["streamPatients", (o) => drain(streamPatients(chunks, o)), { bytes: undefined }],
  ["streamColumnarPatients", (o) => drain(streamColumnarPatients(chunks, o)), { bytes: undefined }],
  ["readLesionsFile", (o) => readLesionsFile(table, o), { bytes: bytes.length }],
  [
    "readLesionsFile of a gzip file",
    (o) => readLesionsFile(`${table}.gz`, o),
    { bytes: gzipSync(bytes).length },
  ],
  ["readDlInfoFile", (o) => readDlInfoFile(table, o), { bytes: bytes.length }],
  ["streamPatientsFile", (o) => drain(streamPatientsFile(table, o)), { bytes: bytes.length }],
  ["match", (o) => match(cohort.lesions, o), { patients: 4 }],
  ["grow", (o) => grow(match(cohort.lesions), o), { patients: 4 }],
  [
    "crossValidate",
    (o) => crossValidate(larger.lesions, larger.truth, 2, { resamples: 0, ...o }),
    { folds: 2 },
  ],
  ["evaluate", (o) => evaluate(matched, larger.truth, o), { patients: 20, resamples: 1000 }],
  ["fitJointModel", (o) => fitJointModel(larger.lesions, larger.truth, o), { passes: 20 }],
  [
    "fitJointModel on partial truth",
    (o) => fitJointModel(larger.lesions, larger.truth, { partial: true, ...o }),
    { passes: 5 },
  ],
  [
    "precisionRecallCurve",
    (o) => precisionRecallCurve(larger.lesions, larger.truth, [0.05], o),
    { patients: 20 },
  ],
  ["simulateCohort", (o) => simulateCohort({ patients: 3, ...o }), { patients: 3 }],
  ["retrievalScores", (o) => retrievalScores(typed, o), { queries: typed.length }],
  ["readMaskManifest", (o) => readMaskManifest(join(folder, "manifest.csv"), o), { masks: 3 }],
  ["readLongitudinalCt", (o) => readLongitudinalCt(longitudinal, o), { patients: 2 }],
  ["measureAppearance", (o) => measureAppearance(folder, lesions, o), { slices: 2 }],
  ["writeNifti", (o) => writeNifti(folder, lesions, freshFolder(), o), { slices: 2 }],
  [
    "trainBodyPartRegressor",
    (o) => trainBodyPartRegressor(volumes, { steps: 3, networks: 2, variants: 1, ...o }),
    { volumes: 2, steps: 6 },
  ],
  [
    "reportHtml",
    (o) =>
      reportHtml(
        match(cohort.lesions).map((one) => ({ match: one })),
        o,
      ),
    { patients: 4 },
  ],
  ["readReportFiles", (o) => readReportFiles([reports], o), { files: 3 }],
];

describe.each(FUNCTIONS)("%s", (_, run, totals) => {
  it("counts up to the total", async () => {
    const seen: Progress[] = [];
    await run({ onProgress: (progress) => seen.push(progress) });
    const last = new Map(seen.map((progress) => [progress.unit, progress]));
    const expected = Object.entries(totals);
    expect([...last.keys()]).toEqual(expected.map(([unit]) => unit));
    for (const [unit, total] of expected) {
      const counts = seen.filter((one) => one.unit === unit);
      expect(counts.every((one) => one.total === total)).toBe(true);
      expect(counts.every(({ done }, i) => done > (counts[i - 1]?.done ?? 0))).toBe(true);
      if (total !== undefined) expect(counts.at(-1)?.done).toBe(total);
    }
  });

  it("ends with the reason of a signal that is aborted meanwhile", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    let reports = 0;
    const onProgress = (): void => {
      reports++;
      controller.abort(reason);
    };
    const work = async (): Promise<unknown> => run({ signal: controller.signal, onProgress });
    await expect(work()).rejects.toBe(reason);
    expect(reports).toBe(1);
  });

  it("does nothing where the signal is aborted before", async () => {
    const signal = AbortSignal.abort("never");
    const work = async (): Promise<unknown> =>
      run({ signal, onProgress: () => expect.unreachable() });
    await expect(work()).rejects.toBe("never");
  });

  it.each(["onProgress", "signal"])("rejects another value as %s", async (option) => {
    const work = async (): Promise<unknown> => run({ [option]: 5 });
    await expect(work()).rejects.toMatchObject({ code: "BAD_OPTION", where: { option } });
  });
});

it.each(["onProgress", "signal"])("embedLesions rejects another value as %s", async (option) => {
  const vectors = embedLesions(folder, lesions, new Uint8Array(), { [option]: 5 });
  await expect(vectors.next()).rejects.toMatchObject({ code: "BAD_OPTION", where: { option } });
});
