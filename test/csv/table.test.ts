import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { column, optional, Table } from "../../src/csv/table.js";
import { columnsMarkdown } from "../support/markdown.js";

const COLUMNS = {
  patient: column.text("Patient id"),
  study: column.integer("Study"),
  longAxisMm: optional(column.number("Long <axis>", "mm")),
  time: optional(column.number("Time", "days")),
  isNew: optional(column.boolean("New")),
  date: optional(column.date("Day")),
};
const ROWS = [
  {
    patient: "A",
    study: 1,
    longAxisMm: 12.345678,
    time: 0.1 + 0.2,
    isNew: true,
    date: "2024-01-10",
  },
  {
    patient: '<b>&"x',
    study: 12,
    longAxisMm: undefined,
    time: 12345.678,
    isNew: undefined,
    date: undefined,
  },
];
const table = new Table(COLUMNS, ROWS);

describe("Table", () => {
  it("is its rows, as an iterable, JSON, arrays and CSV", () => {
    expect([...table]).toEqual(ROWS);
    expect(table.length).toBe(2);
    expect(JSON.parse(JSON.stringify(table))).toEqual(JSON.parse(JSON.stringify(ROWS)));
    expect(table.toArrays().study).toEqual([1, 12]);
    expect(table.toCsv()).toBe(
      'patient,study,longAxisMm,time,isNew,date\nA,1,12.345678,0.30000000000000004,true,2024-01-10\n"<b>&""x",12,,12345.678,,\n',
    );
  });

  it("shows itself as aligned text in consoles, rounded", () => {
    const text = [
      "patient  study  longAxisMm  time (days)  isNew  date",
      "-------  -----  ----------  -----------  -----  ----------",
      "A            1       12.35          0.3  true   2024-01-10",
      '<b>&"x      12                    12346',
    ].join("\n");
    expect(String(table)).toBe(text);
    expect(inspect(table)).toBe(text);
  });

  it("shows itself as escaped HTML in notebooks", () => {
    const shown = (table as unknown as Record<symbol, () => Record<string, string>>)[
      Symbol.for("Jupyter.display")
    ]!.call(table);
    expect(Object.keys(shown)).toEqual(["text/html", "text/plain"]);
    expect(shown["text/html"]).toBe(table.toHtml());
    expect(table.toHtml()).toContain("&lt;b&gt;&amp;&quot;x");
    expect(table.toHtml()).toContain('title="Long &lt;axis&gt;"');
    expect(table.toHtml()).not.toContain("<b>");
    expect(table.toHtml().match(/<tr>/g)).toHaveLength(3);
  });

  it("shows the first rows and says how many there are", () => {
    const long = new Table(
      { n: column.integer("n") },
      Array.from({ length: 50 }, (_, n) => ({ n })),
    );
    expect(long.toString().split("\n")).toHaveLength(23);
    expect(long.toString(2)).toMatch(/2 of 50 rows$/);
    expect(long.toHtml().match(/<tr>/g)).toHaveLength(21);
    expect(long.toHtml()).toContain("20 of 50 rows");
  });

  it("documents its columns", () => {
    expect(columnsMarkdown(COLUMNS).split("\n")[4]).toBe(
      "| `longAxisMm` | number, may be empty | mm | Long <axis> |",
    );
  });

  it("writes Parquet that hyparquet reads back, missing values as nulls", async () => {
    const { parquetReadObjects } = await import("hyparquet");
    const bytes = await table.toParquet();
    const file = bytes.buffer as ArrayBuffer;
    const read = await parquetReadObjects({ file });
    expect(read).toEqual(
      ROWS.map((row) =>
        Object.fromEntries(
          Object.keys(COLUMNS).map((name) => [name, row[name as keyof typeof row] ?? null]),
        ),
      ),
    );
  });

  it("writes Parquet of any rows", async () => {
    const { parquetReadObjects } = await import("hyparquet");
    const columns = { a: optional(column.number("a")), b: optional(column.text("b")) };
    const row = fc.record({
      a: fc.option(fc.double({ noNaN: true }), { nil: undefined }),
      b: fc.option(fc.string({ minLength: 1, unit: "binary" }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1 }), async (rows) => {
        const bytes = await new Table(columns, rows).toParquet();
        const read = await parquetReadObjects({ file: bytes.buffer as ArrayBuffer });
        expect(read).toEqual(rows.map(({ a = null, b = null }) => ({ a, b })));
      }),
      { numRuns: 30, seed: 5 },
    );
  });
});
