/**
 * Seeded structured mutation of tables through the readers: an error of ours with a code, or lesions that satisfy
 * the invariants; nothing else. FUZZ_RUNS sets the number of runs per input (default 400).
 */
import { describe, expect, it } from "vitest";
import { LesionGraphError } from "../../src/core/errors.js";
import type { Lesion } from "../../src/core/lesion.js";
import { type RandomSource, randomSource } from "../../src/core/random.js";
import { readTruth } from "../../src/evaluation/truth.js";
import { readDates } from "../../src/growth/index.js";
import { lesionsFrom, readLesions, readNpy, readVectorTable } from "../../src/index.js";
import { readStudyDates } from "../../src/measurements/study-dates.js";
import { dlInfo } from "../support/dl-info.js";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 400);

const CELLS = [
  "",
  " ",
  "NaN",
  "0",
  "-1",
  "1e308",
  "1e999",
  "0x10",
  "1,5",
  "1.2.3",
  "__proto__",
  "constructor",
  "=1+1",
  "\u202Eabc",
  "\0",
  "'",
  '"',
  '""',
  "2024-02-30",
  "10.01.2024",
  "9".repeat(400),
  "é",
  "\uFEFF",
  "true",
  "NULL",
];

/** One change of a text: of bytes, cells, lines or columns. */
function mutate(text: string, random: RandomSource): string {
  const at = random.below(text.length + 1);
  const lines = text.split("\n");
  const line = random.below(lines.length);
  switch (random.below(12)) {
    case 0:
      return text.slice(0, at) + String.fromCharCode(random.below(0x250)) + text.slice(at + 1);
    case 1:
      return text.slice(0, at);
    case 2:
      return text.slice(0, at) + random.pick(CELLS) + text.slice(at);
    case 3:
      return text.slice(0, at) + text.slice(at + 1 + random.below(8));
    case 4: {
      const cells = lines[line]!.split(",");
      cells[random.below(cells.length)] = random.pick(CELLS);
      return [...lines.slice(0, line), cells.join(","), ...lines.slice(line + 1)].join("\n");
    }
    case 5:
      return [...lines.slice(0, line), lines[line]!, ...lines.slice(line)].join("\n");
    case 6:
      return lines.map((one) => one.split(",").reverse().join(",")).join("\n");
    case 7:
      return text.replaceAll(",", random.pick([";", "\t", "|"]));
    case 8:
      return text.replaceAll("\n", random.pick(["\r\n", "\r", "\n\n"]));
    case 9:
      return `\uFEFF${text}`;
    case 10:
      return text.replaceAll(".", ",");
    default: {
      const other = random.below(lines.length);
      const swapped = [...lines];
      [swapped[line], swapped[other]] = [lines[other]!, lines[line]!];
      return swapped.join("\n");
    }
  }
}

function assertLesions(lesions: readonly Lesion[]): void {
  const rows = new Set<number>();
  const ids = new Set<string>();
  for (const lesion of lesions) {
    const { row, patient, study, id, centreMm, location, longAxisMm, shortAxisMm, vector } = lesion;
    expect(Number.isSafeInteger(row) && row >= 1 && !rows.has(row)).toBe(true);
    expect(Number.isSafeInteger(study) && study >= 1).toBe(true);
    expect(typeof patient === "string" && patient !== "" && id !== "").toBe(true);
    const numbers = [
      ...(centreMm ?? []),
      ...(location ?? []),
      longAxisMm ?? 0,
      shortAxisMm ?? 0,
      ...Array.from(vector ?? []),
    ];
    expect(numbers.every(Number.isFinite)).toBe(true);
    const key = JSON.stringify([patient, study, id]);
    expect(ids.has(key)).toBe(false);
    rows.add(row);
    ids.add(key);
  }
}

/** Runs a reader on mutants of a text; returns how many it read and how many it rejected. */
function fuzz(
  text: string,
  seed: number,
  read: (text: string) => void,
): [read: number, rejected: number] {
  let [accepted, rejected] = [0, 0];
  for (let run = 0; run < RUNS; run++) {
    const random = randomSource(seed, run);
    let mutant = text;
    for (let k = random.below(3); k >= 0; k--) mutant = mutate(mutant, random);
    try {
      read(mutant);
      accepted++;
    } catch (error) {
      if (!(error instanceof LesionGraphError))
        throw new Error(`run ${run}: ${JSON.stringify(mutant)}`, { cause: error });
      rejected++;
    }
  }
  return [accepted, rejected];
}

const MEASUREMENTS =
  'patient,date,organ,x,y,z,long,short,comment\nA,2024-01-10,liver,-40,12.5,88,21,14,"a, b"\nA,2024-04-02,LN,1,2,3,4,3,\nB,2024-04-02,lung,1.5,2,3,40,30,x\n';
const OHIF =
  "Patient ID,Patient Name,StudyInstanceUID,SeriesInstanceUID,SOPInstanceUID,Label,AnnotationType,Length (mm),Width (mm),FrameOfReferenceUID,points\nP1,Doe, Jane,1.2.1,1.2.3,1.2.4,liver, S4,Cornerstone:Bidirectional,20,10,1.2.5,0 0 5;20 0 5;10 -4 5;10 6 5\n";
const DL_INFO = dlInfo([
  {},
  { Study_index: "2", File_name: "000007_02_02_030.png" },
  { Patient_index: "8" },
]);
const VECTORS = "patient,study,lesion,a,b\nA,1,x,0.5,1\nA,2,y,1,2\n";

describe("readers of mutated input give lesions or an error with a code", () => {
  it.each([
    ["measurement CSV", MEASUREMENTS],
    ["OHIF", OHIF],
    ["DL_info.csv", DL_INFO],
    ["vectors CSV", VECTORS],
  ])("%s", (_, text) => {
    const [accepted, rejected] = fuzz(text, 1, (mutant) =>
      assertLesions(readLesions(mutant).lesions),
    );
    // Mutants of both kinds, else the mutation would test nothing.
    expect(accepted).toBeGreaterThan(0);
    expect(rejected).toBeGreaterThan(0);
  });

  it.each([
    ["dates", "patient,study,date\nA,1,2024-01-10\nA,2,2024-04-02\n", readDates],
    ["study dates", "studyUid,date\n1.2,2024-01-10\n1.3,2024-04-02\n", readStudyDates],
    ["truth", "row,group\n1,a\n2,a\n3,b\n", readTruth],
    ["vectors by row", "row,a,b\n1,0.5,1\n2,1,2\n", readVectorTable],
  ])("%s", (_, text, read) => {
    const [accepted, rejected] = fuzz(
      text,
      2,
      (mutant) => void (read as (text: string) => unknown)(mutant),
    );
    expect(accepted).toBeGreaterThan(0);
    expect(rejected).toBeGreaterThan(0);
  });

  it("records in memory", () => {
    const VALUES: readonly unknown[] = [
      ...CELLS,
      0,
      -1,
      1.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      null,
      undefined,
      {},
      [],
      [1, 2, 3],
      new Date(0),
      Symbol("s"),
      4n,
      () => 1,
      true,
    ];
    const KEYS = [
      "patient",
      "study",
      "date",
      "x",
      "y",
      "z",
      "centreMm",
      "location",
      "vector",
      "longAxisMm",
      "type",
      "label",
      "trackingUid",
      "volumeMl",
      "__proto__",
      "long",
      "unit",
    ];
    let rejected = 0;
    for (let run = 0; run < RUNS * 4; run++) {
      const random = randomSource(3, run);
      const record: Record<string, unknown> = {
        patient: "A",
        study: 1,
        x: 1,
        y: 2,
        z: 3,
        longAxisMm: 9,
      };
      record[random.pick(KEYS)] = random.pick(VALUES);
      try {
        assertLesions(lesionsFrom([record, { patient: "A", study: 2, x: 0, y: 0, z: 0 }]).lesions);
      } catch (error) {
        if (!(error instanceof LesionGraphError)) throw error;
        rejected++;
      }
    }
    expect(rejected).toBeGreaterThan(0);
  });

  it(".npy", () => {
    const text = `${"\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }".padEnd(
      127,
      " ",
    )}\n`;
    const bytes = Uint8Array.from(
      [...text, ..."0123456789abcdef"].map((sign) => sign.charCodeAt(0)),
    );
    for (let run = 0; run < RUNS; run++) {
      const random = randomSource(4, run);
      const shift = random.below(8);
      const mutant = Buffer.concat([Buffer.alloc(shift), bytes]).subarray(shift);
      const broken = mutant.subarray(
        0,
        run % 2 === 0 ? mutant.length : random.below(mutant.length + 1),
      );
      if (run > 8) broken[random.below(broken.length || 1)] = random.below(256);
      try {
        const table = readNpy(broken);
        expect(table.at(1)).toHaveLength(table.dimensions);
      } catch (error) {
        if (!(error instanceof LesionGraphError)) throw error;
      }
    }
  });
});
