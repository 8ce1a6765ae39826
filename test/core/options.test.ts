import { describe, expect, it } from "vitest";
import { closestName } from "../../src/core/did-you-mean.js";
import {
  assertFinite,
  assertInteger,
  assertNonNegative,
  assertOneOf,
  assertPositive,
} from "../../src/core/option-checks.js";
import {
  boolean,
  choice,
  defaultsOf,
  integer,
  list,
  number,
  type OptionSchema,
  resolveOptions,
  text,
  value,
} from "../../src/core/options.js";
import { errorOf } from "../support/errors.js";

interface Options {
  readonly size: number;
  readonly count: number;
  readonly flag: boolean;
  readonly mode: "a" | "b";
  readonly name: string;
  readonly parts: readonly ("x" | "y")[];
  readonly any: unknown;
}
const SCHEMA: OptionSchema<Options> = {
  size: number(1, "Size", { above: 0, max: 5 }),
  count: integer(2, "Count", 1),
  flag: boolean(false, "Flag"),
  mode: choice(["a", "b"], "a", "Mode"),
  name: text("n", "Name"),
  parts: list(["x", "y"], ["x"], "Parts"),
  any: value<unknown>(undefined, "Any"),
};

describe("resolveOptions", () => {
  it("completes with frozen defaults; undefined means the default", () => {
    expect(resolveOptions("f", SCHEMA, undefined)).toEqual(defaultsOf(SCHEMA));
    expect(resolveOptions("f", SCHEMA, { size: 3, name: undefined as never })).toMatchObject({
      size: 3,
      name: "n",
    });
    expect(Object.isFrozen(defaultsOf(SCHEMA))).toBe(true);
    expect(Object.isFrozen(defaultsOf(SCHEMA).parts)).toBe(true);
  });

  it.each([
    ["size", 0],
    ["size", 5.1],
    ["size", Number.NaN],
    ["size", "1"],
    ["count", 0],
    ["count", 1.5],
    ["count", 2 ** 53],
    ["flag", 1],
    ["mode", "c"],
    ["name", 1],
    ["parts", ["z"]],
    ["parts", ["x", "x"]],
    ["parts", "x"],
  ] as const)("rejects %s = %j and names the option", (name, given) => {
    const { where } = errorOf("BAD_OPTION", () =>
      resolveOptions("f", SCHEMA, { [name]: given } as never),
    );
    expect(where.option).toBe(name);
  });

  it.each([
    ["size", 5],
    ["size", Number.MIN_VALUE],
    ["count", 1],
    ["parts", []],
    ["parts", ["y", "x"]],
    ["any", null],
  ] as const)("accepts %s = %j", (name, given) => {
    expect(resolveOptions("f", SCHEMA, { [name]: given } as never)).toMatchObject({
      [name]: given,
    });
  });

  it("rejects unknown names, inherited ones too, and options that are no object", () => {
    for (const name of ["sizes", "toString", "constructor"]) {
      const { where } = errorOf("UNKNOWN_OPTION", () =>
        resolveOptions("f", SCHEMA, { [name]: 1 } as never),
      );
      expect(where.option).toBe(name);
    }
    for (const given of [null, 4, "a"])
      errorOf("BAD_OPTION", () => resolveOptions("f", SCHEMA, given as never));
  });
});

describe("closestName", () => {
  it.each([
    ["siz", "size"],
    ["methd", "method"],
    ["Cou", "count"],
  ])("of %s is %s", (name, nearest) => {
    expect(closestName(name, ["size", "method", "count"])).toBe(nearest);
  });
});

it("assertions accept the limit and reject what is beyond", () => {
  assertNonNegative("o", 0);
  assertPositive("o", Number.MIN_VALUE);
  assertInteger("o", 3, 3);
  assertFinite("o", -1e308);
  assertOneOf("o", "a", ["a"]);
  const rejected = [
    () => assertNonNegative("o", -Number.MIN_VALUE),
    () => assertPositive("o", 0),
    () => assertInteger("o", 2, 3),
    () => assertFinite("o", Number.POSITIVE_INFINITY),
    () => assertOneOf("o", "b", ["a"]),
  ];
  for (const work of rejected) expect(errorOf("BAD_OPTION", work).where.option).toBe("o");
});
