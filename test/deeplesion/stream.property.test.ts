import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LesionGraphError } from "../../src/core/errors.js";
import type { Lesion, LesionTable } from "../../src/core/lesion.js";
import { compareLesions } from "../../src/core/lesion-order.js";
import type { ReadPatient } from "../../src/csv/lesion-format.js";
import { isColumnar } from "../../src/deeplesion/columnar-reader.js";
import type { ColumnName } from "../../src/deeplesion/dl-info-columns.js";
import type { DlInfoLesion } from "../../src/deeplesion/dl-info-lesion.js";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import {
  collectLesions,
  readDlInfo,
  readLesions,
  streamColumnarPatients,
  streamPatients,
} from "../../src/measurements/read-lesions.js";
import { readVectorTable } from "../../src/measurements/vectors.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { dlInfo, ROW } from "../support/dl-info.js";

/** A cell as it may stand in a file: plain, spelled otherwise, unknown, inconsistent, or wrong. */
const CELLS: Partial<Record<ColumnName, readonly string[]>> = {
  File_name: ["000007_01_02_030", "7_1_2_30.png", "000007_01_02_031.png", "x.png", ""],
  Study_index: ["2", "2.0", "1e0", "0", "+3", " 2", "99999999999"],
  Series_ID: ["1", "100"],
  Key_slice_index: ["31", "30.5", "200"],
  Measurement_coordinates: [
    "90, 200, 110, 200, 100, 195, 100, 205.1",
    "90,200,110,200,100,195,100,205",
    "90, 200, 110, 200, 100, 195, 100, 205.5",
    "91, 201, 111, 201, 101, 196, 101, 206",
    "-5, 200, 15, 200, 5, 195, 5, 205",
    "1, 2",
  ],
  Bounding_boxes: [
    "85.000001, 190, 115, 210",
    "0, 0, 1, 1",
    "86, 191, 116, 211",
    "-10, 190, 20, 210",
  ],
  Lesion_diameters_Pixel_: ["10, 20", "20, 0", "20, 10.0000000000000004", "20.0e0, 10"],
  Normalized_lesion_location: [
    "NaN, NaN, NaN",
    "",
    "NaN",
    ",NaN ,",
    "NaN, 0.4, 0.5",
    "nan, nan, nan",
    "0.123456789012345678901234567890, .4, 0.5",
    "NaN, NaN, NaN",
    "1.2, 0.4, 0.5",
    "-0, 0.4, 1.",
    "0.3, 0.4",
  ],
  Coarse_lesion_type: ["-1", "8", "9", "", "-1.0", "0", "NaN", "NaN,"],
  Possibly_noisy: ["1", "2"],
  Slice_range: ["30, 30", "36, 24", "24.5, 36"],
  Spacing_mm_px_: ["0.7, 0.7, 1", "0.7, 0.8, 1", "0, 0, 1", "0.08, 0.08, 5", "0.2, 0.2, 5"],
  Image_size: ["512, 0", "1024, 1024", "105, 200", "104, 512", "512, 199"],
  DICOM_windows: ["-1024, 3071", "a, b"],
  Patient_gender: ["M", "", "X", "NaN", " F", "NaN, F", ",", "NaN,"],
  Patient_age: ["NaN", ",NaN", "", "62.5", "-1", " ", "NaNN"],
  Train_Val_Test: ["1", "4"],
};

const change: fc.Arbitrary<Partial<Record<ColumnName, string>>> = fc
  .constantFrom(...(Object.keys(CELLS) as ColumnName[]))
  .chain((name) => fc.constantFrom(...(CELLS[name] as string[])).map((cell) => ({ [name]: cell })));

/** A row of a patient, most often with nothing unusual; study and slice differ from row to row. */
const row = fc.record({
  change: fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: change }),
  study: fc.integer({ min: 1, max: 3 }),
  slice: fc.integer({ min: 24, max: 36 }),
  shift: fc.constantFrom(0, 0, 1, 2),
});

/** A file, with its manner of writing. */
const file = fc
  .record({
    patients: fc.array(fc.array(row, { minLength: 1, maxLength: 6 }), { maxLength: 6 }),
    scattered: fc.boolean(),
    lineEnd: fc.constantFrom("\n", "\r\n"),
    mark: fc.constantFrom("", "\uFEFF"),
    last: fc.boolean(),
    extra: fc.constantFrom("", ',"he said ""yes, no"""', ",M\u00FCller", ',"two\nlines"', ',""'),
    blank: fc.boolean(),
  })
  .map(({ patients, scattered, lineEnd, mark, last, extra, blank }) => {
    const rows = patients.flatMap((lesions, p) =>
      lesions.map(({ change, study, slice, shift }, k) => {
        const patient = scattered && k > 2 ? 1 : p + 1;
        const of = (digits: number, value: number) => String(value).padStart(digits, "0");
        const moved = (cell: string) =>
          cell
            .split(", ")
            .map((part) => Number(part) + shift)
            .join(", ");
        return {
          File_name: `${of(6, patient)}_${of(2, study)}_02_${of(3, slice)}.png`,
          Patient_index: String(patient),
          Study_index: String(study),
          Key_slice_index: String(slice),
          Measurement_coordinates: moved(ROW.Measurement_coordinates),
          Bounding_boxes: moved(ROW.Bounding_boxes),
          ...change,
        };
      }),
    );
    const [header = "", ...records] = dlInfo(rows).trimEnd().split("\n");
    const lines = [
      header + (extra === "" ? "" : ",extra"),
      ...records.flatMap((record) => [record + extra, ...(blank ? [""] : [])]),
    ];
    return mark + lines.join(lineEnd) + (last ? lineEnd : "");
  });

/** The bytes of a text in chunks that are valid until the next, as those of a file. */
function* inOneMemory(text: string, size: number): Generator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const space = new Uint8Array(size);
  for (let i = 0; i < bytes.length; i += size) {
    const chunk = bytes.subarray(i, i + size);
    space.set(chunk);
    yield space.subarray(0, chunk.length);
  }
}

/** Everything a reader says, up to and with its error; of a lesion what columns know too. */
async function told(
  text: string,
  size: number,
  noisy: "keep" | "drop",
  columnar: boolean,
  only?: (patient: string) => boolean,
) {
  const chunks = inOneMemory(text, size);
  const said: unknown[] = [];
  const full = ({ id, lesions, warnings }: ReadPatient) =>
    said.push([id, [...lesions].sort(compareLesions).map(known), warnings]);
  try {
    if (columnar) {
      for await (const batch of streamColumnarPatients(chunks, { file: "f", noisy, only })) {
        for (const patient of batch) {
          if (isColumnar(patient)) said.push([patient.patient, patient.lesions().map(known), []]);
          else full(patient);
        }
      }
    } else {
      // Texts are never scanned as bytes.
      const texts = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
        text.slice(i * size, (i + 1) * size),
      );
      for await (const patient of streamPatients(texts, { file: "f", noisy, only })) full(patient);
    }
    return { said, fault: undefined };
  } catch (error) {
    if (!(error instanceof LesionGraphError)) throw error;
    return { said, fault: [error.code, error.message, error.where] };
  }
}

/** What a reader returns, or the parts of its error. */
async function result(read: () => LesionTable | Promise<LesionTable>): Promise<unknown> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof LesionGraphError)) throw error;
    return [error.code, error.message, error.where];
  }
}

/** What columns know of a lesion. */
const KNOWN = [
  "row",
  "patient",
  "study",
  "series",
  "id",
  "location",
  "centreMm",
  "longAxisMm",
  "shortAxisMm",
  "type",
  "keySlice",
  "sliceRange",
  "spacingMm",
] as const satisfies readonly (keyof DlInfoLesion)[];
const known = (lesion: Lesion) =>
  Object.fromEntries(KNOWN.map((field) => [field, (lesion as DlInfoLesion)[field]]));

describe("streamColumnarPatients", () => {
  it("says what the full reader says: lesions to the bit, warnings, errors with their place", async () => {
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.integer({ min: 1, max: 3000 }),
        fc.constantFrom<"keep" | "drop">("keep", "keep", "drop"),
        async (text, size, noisy) => {
          const fast = await told(text, size, noisy, true);
          const full = await told(text, size, noisy, false);
          expect(fast.fault).toEqual(full.fault);
          // Before a fault one patient more is known to be complete by the number of the faulty row.
          const more = full.fault === undefined ? 0 : 1;
          expect([0, more]).toContain(fast.said.length - full.said.length);
          expect(fast.said.slice(0, full.said.length)).toEqual(full.said);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("skips the rows of patients that are not chosen, with the same rows and warnings of the others", async () => {
    const isOdd = (patient: string): boolean => Number(patient) % 2 === 1;
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.integer({ min: 1, max: 3000 }),
        fc.constantFrom<"keep" | "drop">("keep", "drop"),
        async (text, size, noisy) => {
          const all = await told(text, size, noisy, false);
          if (all.fault !== undefined) return;
          const chosen = all.said.filter((one) => isOdd((one as [string])[0]));
          expect((await told(text, size, noisy, true, isOdd)).said).toEqual(chosen);
          expect((await told(text, size, noisy, false, isOdd)).said).toEqual(chosen);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("reads whole tables from bytes and from texts alike: every field, warning and error", async () => {
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.integer({ min: 1, max: 3000 }),
        fc.constantFrom<"keep" | "drop">("keep", "drop"),
        async (text, size, noisy) => {
          const bytes = new TextEncoder().encode(text);
          const chunks = inOneMemory(text, size);
          const options = { file: "f", noisy };
          const expected = await result(() => collectLesions([text], options));
          expect(await result(() => collectLesions(chunks, options))).toEqual(expected);
          expect(await result(() => readLesions(bytes, options))).toEqual(expected);
          expect(await result(() => readDlInfo(text, options))).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("gives the line of bytes that are not UTF-8, behind rows read as numbers", async () => {
    const [header, row] = dlInfo([{}]).trimEnd().split("\n") as [string, string];
    const head = new TextEncoder().encode(`${header}\n${row}\n${row}\n${row}`);
    const bytes = new Uint8Array([...head, 0xff, 10]);
    const where = { file: "f", line: 4 };
    for (const read of [
      async () => readLesions(bytes, { file: "f" }),
      () => collectLesions([bytes.subarray(0, 500), bytes.subarray(500)], { file: "f" }),
    ]) {
      await expect(read()).rejects.toMatchObject({ code: "NOT_CSV", where });
    }
  });

  it("stops at a signal", async () => {
    const controller = new AbortController();
    controller.abort(new Error("enough"));
    const { signal } = controller;
    await expect(streamColumnarPatients([new Uint8Array(1)], { signal }).next()).rejects.toThrow(
      "enough",
    );
    await expect(streamPatients([new Uint8Array(1)], { signal }).next()).rejects.toThrow("enough");
  });

  it.each([
    ["behind", [1, 2, 1], [2], [[1, [1, 3]]]],
    [
      "in front of",
      [1, 2, 1],
      [1],
      [
        [2, [2]],
        [1, [3]],
      ],
    ],
    [
      "between",
      [1, 1, 2],
      [2],
      [
        [1, [1]],
        [2, [3]],
      ],
    ],
  ] as const)(
    "a dropped row %s others ends and begins no patient",
    async (_, ids, noisy, expected) => {
      const text = (spelling: string) =>
        dlInfo(
          ids.map((id, i) => {
            const isNoisy = noisy.includes((i + 1) as never);
            return {
              File_name: `00000${id}_01_02_030.png`,
              Patient_index: String(id),
              Study_index: isNoisy ? spelling : "1",
              Possibly_noisy: isNoisy ? "1" : "0",
            };
          }),
        );
      for (const [quick, spelling] of [
        [true, "1"],
        [true, "1.0e0"],
        [false, "1"],
        [false, "1.0e0"],
      ] as const) {
        const { said, fault } = await told(text(spelling), 4096, "drop", quick);
        expect(fault).toBeUndefined();
        const rows = (said as [string, { row: number }[]][]).map(([id, lesions]) => [
          Number(id),
          lesions.map(({ row: own }) => own),
        ]);
        expect(rows).toEqual(expected);
      }
    },
  );

  it.each(["keep", "drop"] as const)(
    "finds scattered rows of a patient that is not chosen, noisy rows: %s",
    async (noisy) => {
      const text = dlInfo(
        [1, 2, 1, 3].map((id) => ({
          File_name: `00000${id}_01_02_030.png`,
          Patient_index: String(id),
        })),
      );
      const { fault } = await told(text, 4096, noisy, true, (patient) => patient === "3");
      expect(fault).toMatchObject([
        "SCATTERED_PATIENT",
        expect.anything(),
        { row: 3, patient: "1" },
      ]);
    },
  );

  it("gives the lesions of a full read for patients of more rows than the first columns hold", async () => {
    const options = { patients: 2, seed: 4, meanStudies: 12, meanLesions: 25 };
    const text = writeDlInfo(simulateCohort(options).lesions);
    const { lesions } = readDlInfo(text);
    const rows = new Map(lesions.map((lesion) => [lesion.row, lesion]));
    let most = 0;
    for await (const batch of streamColumnarPatients([new TextEncoder().encode(text)])) {
      for (const patient of batch.filter(isColumnar)) {
        most = Math.max(most, patient.count);
        for (const lesion of patient.lesions()) {
          expect(rows.get(lesion.row)).toMatchObject(lesion);
        }
      }
    }
    expect(most).toBeGreaterThan(64);
  });

  it("closes its source when the reading stops, or meets an error", async () => {
    const text = dlInfo([{}, { Patient_index: "8", File_name: "000008_01_02_030.png" }]);
    for (const [fault, rows] of [
      [undefined, text],
      ["BAD_VALUE", text.replace(",8,", ",x,")],
    ] as const) {
      let open = true;
      const source = async function* (): AsyncGenerator<Uint8Array> {
        try {
          for (;;) yield new TextEncoder().encode(rows);
        } finally {
          open = false;
        }
      };
      const read = async (): Promise<void> => {
        for await (const batch of streamColumnarPatients(source())) if (batch.length > 0) return;
      };
      if (fault === undefined) await read();
      else await expect(read()).rejects.toMatchObject({ code: fault });
      expect(open).toBe(false);
    }
  });

  it("rejects invalid options before it reads", async () => {
    const read = async (options: object): Promise<void> => {
      for await (const _ of streamColumnarPatients([], options)) expect.unreachable();
    };
    for (const [option, value] of [
      ["noisy", "Drop"],
      ["maxRecordLength", 0],
    ] as const) {
      const error = { code: "BAD_OPTION", where: { option } };
      await expect(read({ [option]: value })).rejects.toMatchObject(error);
    }
  });

  it("gives columns wherever nothing is unusual, whatever is not known", async () => {
    const rows = [
      { Normalized_lesion_location: "NaN, NaN, NaN", Coarse_lesion_type: "-1" },
      {
        Study_index: "2",
        File_name: "000007_02_02_030.png",
        Patient_gender: "",
        Patient_age: "NaN",
      },
    ];
    const source = [new TextEncoder().encode(dlInfo(rows))];
    const patients = [];
    for await (const batch of streamColumnarPatients(source)) patients.push(...batch);
    expect(patients.map(isColumnar)).toEqual([true]);
  });

  /** For each patient its number, and its number of lesions where it came as columns. */
  async function columnsOf(
    text: string,
    size: number,
    options: Parameters<typeof streamColumnarPatients>[1] = {},
  ) {
    const bytes = new TextEncoder().encode(text);
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    const found: [string, number | undefined][] = [];
    for await (const batch of streamColumnarPatients(chunks, options)) {
      for (const one of batch) {
        found.push(isColumnar(one) ? [one.patient, one.count] : [one.id, undefined]);
      }
    }
    return found;
  }

  const size = fc.integer({ min: 1, max: 5000 });
  /** Patients by their number of rows; in each row what may be missing without being unusual. */
  const usual = fc.array(
    fc.array(
      fc.record({
        Normalized_lesion_location: fc.constantFrom("0.3, 0.4, 0.5", "NaN, NaN, NaN", ""),
        Coarse_lesion_type: fc.constantFrom("4", "-1", "", "8"),
        Patient_gender: fc.constantFrom("F", "M", "", "NaN"),
        Patient_age: fc.constantFrom("62", "NaN", "", "0"),
        Possibly_noisy: fc.constantFrom("0", "0", "1"),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    { minLength: 1, maxLength: 5 },
  );
  const textOf = (patients: readonly (readonly Partial<Record<ColumnName, string>>[])[]) =>
    dlInfo(
      patients.flatMap((rows, p) =>
        rows.map((row, i) => ({
          Patient_index: String(p + 1),
          Key_slice_index: String(24 + i),
          File_name: `00000${p + 1}_01_02_0${24 + i}.png`,
          ...row,
        })),
      ),
    );

  it("gives columns for every patient with nothing unusual, whatever the chunks", async () => {
    await fc.assert(
      fc.asyncProperty(usual, size, fc.boolean(), async (patients, length, drops) => {
        const counts = patients.map(
          (rows) => rows.filter(({ Possibly_noisy }) => !drops || Possibly_noisy === "0").length,
        );
        const expected = counts.flatMap((count, p) => (count > 0 ? [[String(p + 1), count]] : []));
        const noisy = drops ? "drop" : "keep";
        expect(await columnsOf(textOf(patients), length, { noisy })).toEqual(expected);
      }),
    );
  });

  it("reads in full only the patients with an unusual row", async () => {
    const odd = fc.constantFrom<Partial<Record<ColumnName, string>>>(
      { Study_index: "1.0e0" },
      { Patient_age: "6.2e1" },
      { Spacing_mm_px_: "0.1, 0.1, 5" },
      { Bounding_boxes: "80, 190, 115, 210" },
      { File_name: "000009_01_02_024.png" },
    );
    await fc.assert(
      fc.asyncProperty(usual, odd, fc.nat(), size, async (patients, change, at, length) => {
        const p = at % patients.length;
        const changed = patients.map((rows, i) =>
          i === p ? [{ ...rows[0], ...change }, ...rows.slice(1)] : rows,
        );
        const counts = patients.map((rows, i) => (i === p ? undefined : rows.length));
        expect(await columnsOf(textOf(changed), length)).toEqual(
          counts.map((count, i) => [String(i + 1), count]),
        );
      }),
    );
  });

  it("reads in full where lesions get vectors", async () => {
    const vectors = readVectorTable("row,a\n1,0.5\n2,0.25\n");
    const text = textOf([[{}], [{}]]);
    expect(await columnsOf(text, 5000, { vectors })).toEqual([
      ["1", undefined],
      ["2", undefined],
    ]);
    const { lesions } = await collectLesions([new TextEncoder().encode(text)], { vectors });
    expect(lesions.map(({ vector }) => vector)).toEqual([[0.5], [0.25]]);
  });

  it("gives columns of the chosen patients, whatever the rows of others hold", async () => {
    await fc.assert(
      fc.asyncProperty(usual, fc.nat(), size, async (patients, at, length) => {
        const p = at % patients.length;
        const changed = patients.map((rows, i) =>
          i === p ? rows : rows.map((row) => ({ ...row, Study_index: "1.0e0", Image_size: "x" })),
        );
        const only = (patient: string): boolean => patient === String(p + 1);
        expect(await columnsOf(textOf(changed), length, { only })).toEqual([
          [String(p + 1), patients[p]!.length],
        ]);
      }),
    );
  });

  it("counts lines of patients that are not chosen as rows, whatever their number of cells", async () => {
    await fc.assert(
      fc.asyncProperty(
        usual,
        fc.nat(),
        fc.nat({ max: 17 }),
        size,
        async (patients, at, cells, length) => {
          const p = at % patients.length;
          const [header, ...lines] = textOf(patients).trimEnd().split("\n");
          const patientOf = patients.flatMap((rows, i) => rows.map(() => i));
          const cut = lines.map((line, row) =>
            patientOf[row] === p
              ? line
              : `${line.split(",").slice(0, 2).join(",")}${",".repeat(cells + 1)}`,
          );
          const only = (patient: string): boolean => patient === String(p + 1);
          const rows = patientOf.flatMap((i, row) => (i === p ? [row + 1] : []));
          expect(await rowsOf([header, ...cut, ""].join("\n"), length, only)).toEqual(rows);
        },
      ),
    );
  });

  it("looks for the end of a row where another column may hold several lines", async () => {
    await fc.assert(
      fc.asyncProperty(usual, fc.nat(), size, async (patients, at, length) => {
        const p = at % patients.length;
        const [header, ...lines] = textOf(patients).trimEnd().split("\n");
        const patientOf = patients.flatMap((rows, i) => rows.map(() => i));
        const note = `"first\n000001_01_02_024.png,${p + 2},"`;
        const text = [`${header},note`, ...lines.map((line) => `${line},${note}`), ""].join("\n");
        const only = (patient: string): boolean => patient === String(p + 1);
        const rows = patientOf.flatMap((i, row) => (i === p ? [row + 1] : []));
        expect(await rowsOf(text, length, only)).toEqual(rows);
      }),
    );
  });

  it("looks for the end of a row where a cell of numbers holds several lines", async () => {
    // Behind the line feed stands what could be the beginning of a row of another patient, chosen or not.
    const box = fc.integer({ min: 1, max: 7 }).map((patient) => `85,\n190,${patient},210`);
    await fc.assert(
      fc.asyncProperty(usual, fc.nat(), box, size, async (patients, at, lines, length) => {
        const p = at % patients.length;
        const changed = patients.map((rows, i) =>
          i === p ? rows : rows.map((row) => ({ ...row, Bounding_boxes: lines })),
        );
        const only = (patient: string): boolean => patient === String(p + 1);
        const rows = patients
          .flatMap((own, i) => own.map(() => i))
          .flatMap((i, row) => (i === p ? [row + 1] : []));
        expect(await rowsOf(textOf(changed), length, only)).toEqual(rows);
      }),
    );
  });

  /** The data rows of the lesions of the chosen patients. */
  async function rowsOf(text: string, size: number, only: (patient: string) => boolean) {
    const bytes = new TextEncoder().encode(text);
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    const rows: number[] = [];
    for await (const batch of streamColumnarPatients(chunks, { only })) {
      for (const one of batch) {
        rows.push(...(isColumnar(one) ? one.row : one.lesions.map(({ row }) => row)));
      }
    }
    return rows.sort((a, b) => a - b);
  }

  it("gives columns behind a header line of 2^16 bytes, and reads in full behind a longer one", async () => {
    const [header, row] = dlInfo([{}]).trimEnd().split("\n") as [string, string];
    const text = (length: number): string => {
      const name = ",x".padEnd(length - 1 - header.length, "x");
      return `${header}${name}\n${row},\n`;
    };
    for (const chunk of [1000, 1 << 20]) {
      expect(await columnsOf(text(1 << 15), chunk)).toEqual([["7", 1]]);
    }
    expect(await columnsOf(text(1 << 18), 1000)).toEqual([["7", undefined]]);
    expect(await columnsOf(header, 10)).toEqual([]);
  });
});
