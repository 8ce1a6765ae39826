import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteCell } from "../../src/csv/csv-line.js";
import { splitRecords } from "../../src/csv/record-scanner.js";
import { RecordReader } from "../../src/csv/records.js";
import { errorOf } from "../support/errors.js";

function read(chunks: readonly string[], maxRecordLength = 1000) {
  const seen: { header: readonly string[]; records: (readonly string[])[]; rows: number[] } = {
    header: [],
    records: [],
    rows: [],
  };
  const reader = new RecordReader(
    {
      header(cells) {
        seen.header = cells;
      },
      record(cells, row) {
        seen.records.push(cells);
        seen.rows.push(row);
      },
    },
    maxRecordLength,
  );
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return seen;
}

describe("RecordReader", () => {
  it("reads header and records, with or without a last line end", () => {
    const expected = { header: ["a", "b"], records: [["1", "2"]], rows: [1] };
    expect(read(["a,b\n1,2\n"])).toEqual(expected);
    expect(read(["a,b\n1,2"])).toEqual(expected);
  });

  it("skips a byte order mark, carriage returns and blank lines", () => {
    expect(read(["\uFEFFa,b\r\n\r\n1,2\r\n\r\n3,4\r\n"])).toEqual({
      header: ["a", "b"],
      records: [
        ["1", "2"],
        ["3", "4"],
      ],
      rows: [1, 2],
    });
  });

  it("keeps line ends, commas and quotes inside quotes", () => {
    expect(read(['a,b\n"x\n,""y""",2\n']).records).toEqual([['x\n,"y"', "2"]]);
  });

  it("reads the same however a text is cut into chunks", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "1", ",", '"', "\n", "é"), maxLength: 6 });
    const row = fc.tuple(cell, cell, cell).map((cells) => cells.map((c) => `x${c}`));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 7 }),
        (rows, size) => {
          const text = `${rows.map((cells) => cells.map(quoteCell).join(",")).join("\n")}\n`;
          const chunks = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
          const seen = read(chunks);
          expect([seen.header, ...seen.records]).toEqual(rows);
        },
      ),
    );
  });

  it("says where a record has another number of fields", () => {
    const error = errorOf("FIELD_COUNT", () => read(['a,b\n"1\n",2\n', "1,2,3\n"]));
    expect(error.where).toEqual({ line: 4, row: 2 });
  });

  it("counts lines by line feeds, whatever stands in cells and between records", () => {
    const error = errorOf("FIELD_COUNT", () => read(['\n\na,b\n"1\r\r",2\n', "\n3,4\n\n\n5\n"]));
    expect(error.where).toEqual({ line: 9, row: 3 });
  });

  it.each([
    ['a,b\n1,"x', "quote not closed", 2],
    ['a,b\n1,"x"y\n', "invalid closing quote", 2],
    ['a,b\n1,2\n3,x"y\n', "invalid opening quote", 3],
  ] as const)("rejects text that is no CSV: %j", (text, received, line) => {
    const error = errorOf("NOT_CSV", () => read([text]));
    expect(error.where).toEqual({ line });
    expect(error.fault.received).toBe(received);
  });

  it("rejects a record over the limit before it fills the memory", () => {
    const error = errorOf("RECORD_TOO_LONG", () =>
      read(["a,b\n", "x".repeat(600), "x".repeat(600)]),
    );
    expect(error.where).toEqual({ line: 2 });
    errorOf("RECORD_TOO_LONG", () => read([`a,b\n${"x".repeat(1200)}\n1,2`]), { line: 2 });
  });

  it("rejects carriage returns alone, which would make a header of the whole text", () => {
    errorOf("NOT_CSV", () => read(["a,b\r1,2\r"]), { line: 1 });
  });

  it("rejects UTF-16 without a byte order mark, which is UTF-8 with null characters", () => {
    for (const encoding of ["a\0,\0b\0\n\x001\0,\x002\0\n\0", "\0a\0,\0b\0\n\x001\0,\x002\0\n"]) {
      const { fault } = errorOf("NOT_CSV", () => read([encoding]), { line: 1 });
      expect(fault.remedy).toContain("UTF-8");
    }
  });

  it.each(["", "\uFEFF", "\n\r\n"])("rejects an empty text: %j", (text) => {
    errorOf("EMPTY_INPUT", () => read([text]));
  });
});

describe("splitRecords", () => {
  it("loses no character and splits outside quotes only", () => {
    const text = 'a,b\r\n"1\n2",3\r\n\r\n4,5';
    expect(splitRecords(text)).toEqual(["a,b\r\n", '"1\n2",3\r\n\r\n', "4,5"]);
    expect(splitRecords(text).join("")).toBe(text);
  });
});
