import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Lesion } from "../../src/core/lesion.js";
import { isUnknown } from "../../src/csv/numbers.js";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import { lesionTable } from "../../src/measurements/lesion-table.js";
import {
  collectLesions,
  readLesions,
  streamPatients,
} from "../../src/measurements/read-lesions.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { dlInfo } from "../support/dl-info.js";
import { errorOf, rejectionOf } from "../support/errors.js";

/** Bytes of a text in pieces of a size. */
function* pieces(text: string, size: number): Generator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

const cohort = simulateCohort({ patients: 6, seed: 4 });
const text = writeDlInfo(cohort.lesions);

describe("readLesions", () => {
  it("tells a DL_info.csv from a vectors CSV by the first line", () => {
    expect(readLesions(dlInfo([{}])).lesions[0]).toHaveProperty("spacingMm");
    expect(readLesions("patient,study,lesion,v\nA,1,x,2\n").lesions[0]?.vector).toEqual([2]);
    errorOf("UNKNOWN_INPUT", () => readLesions("a|b\n1|2\n"));
    for (const path of ["a/DL_info.csv", "lesions.CSV.gz\n"]) {
      errorOf("UNKNOWN_INPUT", () => readLesions(path), { line: 1 });
    }
  });

  it("reads text and bytes alike", () => {
    expect(readLesions(new TextEncoder().encode(text))).toEqual(readLesions(text));
  });

  it("gives no lesions for a header alone", () => {
    expect(readLesions(`${dlInfo([])}`)).toEqual({ lesions: [], warnings: [] });
  });

  it("rejects bytes that are not UTF-8, and unknown options", () => {
    errorOf("NOT_CSV", () => readLesions(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff])));
    const error = errorOf("UNKNOWN_OPTION", () => readLesions(text, { nosiy: "drop" } as never));
    expect(error.fault.remedy).toContain('"noisy"');
    errorOf("BAD_OPTION", () => readLesions(text, { noisy: "hide" as never }), { option: "noisy" });
  });

  it("drops noisy rows of a DL_info.csv only, which marks them", () => {
    const text = "patient,study,x,y,z,longAxisMm\n1,1,0,0,0,5\n";
    errorOf("BAD_OPTION", () => readLesions(text, { noisy: "drop" }), { option: "noisy" });
    expect(readLesions(text, { noisy: "keep" })).toEqual(readLesions(text));
  });

  it("groups the rows of a patient wherever they stand", () => {
    const [header, ...rows] = text.trimEnd().split("\n");
    const rotation = `${[header, ...rows.reverse()].join("\n")}\n`;
    const ids = (lesions: readonly { id: string }[]) => lesions.map(({ id }) => id).sort();
    expect(ids(readLesions(rotation).lesions)).toEqual(ids(cohort.lesions));
  });
});

describe("streams", () => {
  it("give what whole reading gives, in chunks of any size", async () => {
    const whole = readLesions(text);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2000 }), async (size) => {
        expect(await collectLesions(pieces(text, size))).toEqual(whole);
        const patients = await gather(streamPatients(pieces(text, size)));
        expect(patients.flatMap(({ lesions }) => lesions)).toEqual(whole.lesions);
        expect(patients.map(({ id }) => id)).toEqual(["1", "2", "3", "4", "5", "6"]);
      }),
      { numRuns: 20 },
    );
  });

  it("give a web stream's patients as they come", async () => {
    const body = new Response(text).body as unknown as AsyncIterable<Uint8Array>;
    const [first] = await gather(streamPatients(body));
    expect(first?.id).toBe("1");
  });

  it("reject scattered rows, with the remedy", async () => {
    const scattered = dlInfo([{}, { Patient_index: "8" }, {}]);
    const error = await rejectionOf(
      "SCATTERED_PATIENT",
      () => gather(streamPatients([scattered], { file: "DL.csv" })),
      { file: "DL.csv", line: 4, row: 3, patient: "7" },
    );
    expect(error.fault.remedy).toContain("--unsorted");
    expect(error.where).toEqual({ file: "DL.csv", line: 4, row: 3, patient: "7" });
  });

  it("put warnings with their own patient", async () => {
    const bad = { Bounding_boxes: "0, 0, 1, 1" };
    const patients = await gather(
      streamPatients([
        dlInfo([{}, { Patient_index: "8", File_name: "000008_01_02_030.png", ...bad }]),
      ]),
    );
    expect(patients.map(({ warnings }) => warnings.map(({ kind }) => kind))).toEqual([[], ["box"]]);
  });

  it("end a character cut in two as one, and one cut off as a fault", async () => {
    const named = "patient,study,lesion,v\nMüller,1,a,2\n";
    const [patient] = await gather(streamPatients(pieces(named, 1)));
    expect(patient?.id).toBe("Müller");
    const bytes = new TextEncoder().encode("patient,study,lesion,v\nMü");
    await rejectionOf("NOT_CSV", () => gather(streamPatients([bytes.subarray(0, -1)])), {
      line: 2,
    });
  });
});

describe("vectors joined by row", () => {
  const table = (rows: number, of: (row: number) => number[] | undefined) => ({
    rows,
    dimensions: 2,
    at: of,
  });

  it("come with the lesion of their row", () => {
    const vectors = table(2, (row) => [row, -row]);
    const { lesions } = readLesions(dlInfo([{}, { Study_index: "2" }]), { vectors });
    expect(lesions.map(({ vector }) => vector)).toEqual([
      [1, -1],
      [2, -2],
    ]);
  });

  it("stand in for positions", () => {
    const { lesions } = readLesions("patient,study,long\nA,1,9\n", {
      vectors: table(1, () => [1]),
    });
    expect(lesions).toMatchObject([{ longAxisMm: 9, vector: [1] }]);
    errorOf("BAD_VALUE", () => readLesions("patient,study,long\nA,1,9\n"));
  });

  it("must be there for every row, finite, and not for more rows", () => {
    const rows = dlInfo([{}, { Study_index: "2" }]);
    const missing = errorOf("VECTOR_LENGTH", () =>
      readLesions(rows, { vectors: table(1, (row) => (row === 1 ? [1, 1] : undefined)) }),
    );
    expect(missing.where).toMatchObject({ row: 2 });
    errorOf("VECTOR_LENGTH", () => readLesions(rows, { vectors: table(3, () => [1, 1]) }));
    const bad = errorOf("BAD_VALUE", () =>
      readLesions(rows, { vectors: table(2, () => [1, Number.NaN]) }),
    );
    expect(bad.where).toMatchObject({ row: 1, column: "dimension 2" });
  });
});

it("reads the ids and labels that lesionTable wrote, those of formulas too", () => {
  const text = fc
    .tuple(fc.constantFrom("", "=", "+", "-", "@", "'", "''=", "'"), fc.string({ maxLength: 5 }))
    .map((parts) => parts.join(""))
    .filter((one) => one.trim() === one && !isUnknown(one));
  fc.assert(
    fc.property(fc.uniqueArray(text, { minLength: 1, maxLength: 8 }), (ids) => {
      const lesions = ids.map((id, i): Lesion => {
        return { row: i + 1, patient: id, study: 1, id, centreMm: [i, 0, 0], label: id };
      });
      expect(readLesions(lesionTable(lesions).toCsv()).lesions).toEqual(lesions);
    }),
    { seed: 11, numRuns: 500 },
  );
});
