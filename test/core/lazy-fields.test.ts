import { describe, expect, it } from "vitest";
import { lazyFields } from "../../src/core/lazy-fields.js";

describe("lazy fields", () => {
  /** Counts how often each field is computed. */
  function counted() {
    const counts = { sum: 0, list: 0 };
    const withSum = lazyFields({
      sum: ({ a, b }: { a: number; b: number }) => {
        counts.sum++;
        return a + b;
      },
    });
    const withList = lazyFields({
      list: ({ a, b }: { a: number; b: number }) => {
        counts.list++;
        return [a, b];
      },
    });
    const make = (a: number, b: number) => {
      const inputs = { a, b };
      return withList(Object.assign(withSum({ first: a }, inputs), { last: b }), inputs);
    };
    return { counts, make };
  }

  it("are computed when they are first read, and once, from the inputs of their object", () => {
    const { counts, make } = counted();
    const [one, two] = [make(1, 2), make(3, 4)];
    expect(counts).toEqual({ sum: 0, list: 0 });
    expect([one.sum, two.sum, one.sum]).toEqual([3, 7, 3]);
    expect(counts).toEqual({ sum: 2, list: 0 });
    expect(one.list).toBe(one.list);
    expect(counts).toEqual({ sum: 2, list: 1 });
  });

  it("compute an undefined value once, too", () => {
    let count = 0;
    const withNone = lazyFields({
      none: (_: object) => {
        count++;
        return undefined;
      },
    });
    const one = withNone({}, {});
    expect([one.none, one.none]).toEqual([undefined, undefined]);
    expect(count).toBe(1);
  });

  it("are listed, written and copied like other fields, in the order in which they were added", () => {
    const { make } = counted();
    const one = make(1, 2);
    const plain = { first: 1, sum: 3, last: 2, list: [1, 2] };
    expect(Object.keys(one)).toEqual(["first", "sum", "last", "list"]);
    expect(JSON.stringify(one)).toBe(JSON.stringify(plain));
    expect({ ...one }).toStrictEqual(plain);
    expect(structuredClone(one)).toStrictEqual(plain);
  });

  it("cannot be set", () => {
    const { make } = counted();
    expect(() => Object.assign(make(1, 2), { sum: 0 })).toThrow(TypeError);
  });

  it("share their getters among all objects", () => {
    const { make } = counted();
    const [one, two] = [make(1, 2), make(3, 4)];
    const getterOf = (object: object) => Object.getOwnPropertyDescriptor(object, "sum")?.get;
    expect(getterOf(one)).toBe(getterOf(two));
  });
});
