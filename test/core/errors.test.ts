import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ERROR_CODES,
  type ErrorCode,
  fail,
  fault,
  LesionGraphError,
  quoted,
  withPlace,
} from "../../src/core/errors.js";

describe("LesionGraphError", () => {
  it("carries code, fault and place, and is an Error by its name", () => {
    const error = fault("BAD_VALUE", "a number", "x", {
      row: 3,
      column: "study",
      remedy: "fix it",
    });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe("LesionGraphError");
    expect(error).toMatchObject({
      code: "BAD_VALUE",
      fault: { expected: "a number", received: "x", remedy: "fix it" },
      where: { row: 3, column: "study" },
    });
    expect(() => fail("BAD_VALUE", "a number")).toThrow(LesionGraphError);
  });

  it("keeps known parts of its place where a caller adds more", () => {
    const error = fault("BAD_VALUE", "a number", 1, { row: 3 }).at({ row: 9, file: "a.csv" });
    expect(error.where).toEqual({ row: 3, file: "a.csv" });
  });

  it("has one line, whatever was received", () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
        (received) => {
          const { message } = fault("BAD_VALUE", "a number", received);
          expect(message).not.toMatch(/[\n\r]/);
          expect(quoted(received).length).toBeLessThanOrEqual(60);
        },
      ),
    );
  });
});

describe("quoted", () => {
  it("shows the start of a long text as JSON would", () => {
    const units = fc.array(fc.nat({ max: 0xffff }), { minLength: 50, maxLength: 70 });
    fc.assert(
      fc.property(units, (codes) => {
        const text = String.fromCharCode(...codes);
        const whole = JSON.stringify(text);
        expect(quoted(text)).toBe(whole.length <= 60 ? whole : `${whole.slice(0, 57)}…"`);
      }),
    );
  });

  it("shows the start of a long list", () => {
    expect(quoted([1, "a", []])).toBe('[1, "a", []]');
    expect(quoted(Array(61).fill(1))).toBe(`[${"1, ".repeat(18)}1,…`);
  });

  // Each NUL is six characters of JSON: together more than the longest text of an engine.
  it("reads no more of a text than it shows", () => {
    expect(quoted("\0".repeat(2 ** 27))).toBe(`"${"\\u0000".repeat(9)}\\u…"`);
  });
});

describe("withPlace", () => {
  it("adds the place to errors of the code only, and passes on all others", () => {
    const thrown = (code?: ErrorCode): unknown => {
      try {
        return withPlace({ row: 1 }, () => fail("BAD_VALUE", "x"), code);
      } catch (error) {
        return (error as LesionGraphError).where;
      }
    };
    expect(thrown()).toEqual({ row: 1 });
    expect(thrown("BAD_VALUE")).toEqual({ row: 1 });
    expect(thrown("NOT_CSV")).toEqual({});
    const other = new Error("other");
    expect(() =>
      withPlace({ row: 1 }, () => {
        throw other;
      }),
    ).toThrow(other);
    expect(withPlace({}, () => 4)).toBe(4);
  });
});

it("codes and meanings are frozen", () => {
  expect(Object.isFrozen(ERROR_CODES)).toBe(true);
  for (const meaning of Object.values(ERROR_CODES)) expect(meaning).toMatch(/^[a-zA-Z].*[^.]$/);
});
