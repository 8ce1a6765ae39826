import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CellScanner } from "../../src/csv/cells.js";
import { quoteCell } from "../../src/csv/csv-line.js";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("CellScanner", () => {
  it("finds the cells that csv-parse finds, wherever it says that a record is simple", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "1", ",", '"', "\n", " ", ".") });
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 2, maxLength: 4 }),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        (cells, lineEnd, raw) => {
          const text = cells.map((one) => (raw ? one : quoteCell(one))).join(",") + lineEnd;
          const scanner = new CellScanner(cells.length);
          scanner.bytes = bytesOf(text);
          const kind = scanner.scan(0);
          if (kind !== "cells") {
            expect(raw).toBe(true);
            return;
          }
          const [expected = []] = parse(text.slice(0, scanner.next), {
            record_delimiter: ["\r\n", "\n"],
          });
          expect(expected).toHaveLength(cells.length);
          if (!scanner.isSimple) return;
          const found = expected.map((_, k) =>
            Array.from({ length: scanner.end(k) - scanner.start(k) }, (_, i) =>
              String.fromCharCode(scanner.bytes[scanner.start(k) + i]!),
            ).join(""),
          );
          expect(found).toEqual(expected);
          expect(scanner.lines).toBe(text.slice(0, scanner.next).split("\n").length - 1);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("reads numbers to the bit as Number does, or not at all", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 25 });
    const number = fc
      .tuple(fc.constantFrom("", "-", "+"), digits, fc.constantFrom("", "."), digits)
      .map((parts) => parts.join(""));
    const any = fc.oneof(
      number,
      fc.double().map(String),
      fc.double({ min: -1000, max: 1000, noNaN: true }).map((value) => value.toPrecision(6)),
      fc.string({ unit: fc.constantFrom(..."01.-+ eN") }),
    );
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 3 }), (parts) => {
        const scanner = new CellScanner(1);
        scanner.bytes = bytesOf(`"${parts.join(",")}"\n`);
        expect(scanner.scan(0)).toBe("cells");
        const into = new Float64Array(parts.length);
        if (!scanner.numbers(0, parts.length, into, 0)) return;
        for (const part of parts) expect(part.trim()).toMatch(/^[+-]?(?:\d+\.?\d*|\.\d+)$/);
        expect(Array.from(into)).toEqual(parts.map(Number));
      }),
      { numRuns: 3000 },
    );
  });

  it.each(["0.1", "123456.789012345", "0.000001", "9007199254740993", "-0"])("reads %s", (text) => {
    const scanner = new CellScanner(1);
    scanner.bytes = bytesOf(`${text}\n`);
    scanner.scan(0);
    const into = new Float64Array(1);
    expect(scanner.numbers(0, 1, into, 0)).toBe(true);
    expect(into[0]).toBe(Number(text));
  });
});
