import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvCell, csvLine, quoteCell, uncsvCell } from "../../src/csv/csv-line.js";

describe("csvCell", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["+cmd", "'+cmd"],
    ["-a", "'-a"],
    ["@x", "'@x"],
    ["\tx", "'\tx"],
    ['=HYPERLINK("a","b")', `"'=HYPERLINK(""a"",""b"")"`],
  ])("makes the text %j harmless in a spreadsheet", (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it.each([
    [-0.5, "-0.5"],
    ["-12", "-12"],
    ["+3.5", "+3.5"],
    [true, "true"],
    [undefined, ""],
    ["a,b", '"a,b"'],
    ["plain", "plain"],
  ])("leaves %j as it is", (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });
});

describe("uncsvCell", () => {
  it.each(["=1+1", "-a", "@x", "\tx", "-12", "'", "'quoted", "plain", "", "'=1", "''-a"])(
    "undoes %j",
    (text) => {
      expect(uncsvCell(csvCell(text))).toBe(text);
    },
  );

  it("undoes every text, so that different texts give different cells", () => {
    const text = fc.string({ unit: fc.constantFrom("'", "=", "-", "1", "a", " ", "\t", "e") });
    fc.assert(
      fc.property(text, (one) => {
        const [cells] = parse(csvLine([one, "end"])) as string[][];
        expect(uncsvCell(cells?.[0] ?? "")).toBe(one);
      }),
    );
  });
});

describe("csvLine", () => {
  it("joins cells and ends the line", () => {
    expect(csvLine(["89", 1, undefined, 0.25])).toBe("89,1,,0.25\n");
  });
});

describe("quoteCell", () => {
  it("doubles quotes, and quotes commas and line ends", () => {
    expect(["a", "a,b", 'a"b', "a\nb", "a\rb"].map(quoteCell)).toEqual([
      "a",
      '"a,b"',
      '"a""b"',
      '"a\nb"',
      '"a\rb"',
    ]);
  });
});
