import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteCell } from "../../src/csv/csv-line.js";
import { skipLines } from "../../src/csv/skip-lines.js";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("skipLines", () => {
  it("goes over records of one line with a number in a cell, never over a part of a record", () => {
    const patient = fc.constantFrom("7", "7", "7", "07", "8", " 7", '"7"', "");
    const cell = fc.string({ unit: fc.constantFrom("a", "a", '"', ",", "\n", "\r"), maxLength: 4 });
    const record = fc
      .tuple(patient, cell, cell)
      .map(([id, ...cells]) => `x,${[id, ...cells.map(quoteCell)].join(",")}\n`);
    /** Whether the last quoted cell might be taken for one that goes on in the next line. */
    const isUnclear = /[",]"(?:,[^"]*)?\r?\n$/;
    fc.assert(
      fc.property(fc.array(record, { maxLength: 6 }), fc.constantFrom(0, 1, 4), (records, cut) => {
        const bytes = bytesOf(records.join("").slice(0, -cut || undefined));
        const isSkipped = (one: string): boolean =>
          /^x,0?7,/.test(one) &&
          one.indexOf("\n") === one.length - 1 &&
          !isUnclear.test(one) &&
          one.length <= 12;
        const complete = cut === 0 ? records : records.slice(0, -1);
        const first = complete.findIndex((one) => !isSkipped(one));
        const skipped = first < 0 ? complete : complete.slice(0, first);
        const expected = { next: skipped.join("").length, lines: skipped.length };
        expect(skipLines(bytes, 0, 1, 7, 12)).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
  });
});
