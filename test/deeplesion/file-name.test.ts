import { describe, expect, it } from "vitest";
import {
  parseFileName,
  sliceStem,
  toFileName,
  toSlicePath,
} from "../../src/deeplesion/file-name.js";
import { errorOf } from "../support/errors.js";

describe("file names", () => {
  it("go both ways", () => {
    expect(toSlicePath("000089_01_01_037.png")).toBe("000089_01_01/037.png");
    expect(toFileName("000089_01_01/037.png")).toBe("000089_01_01_037.png");
    expect(toFileName("Images_png/000089_01_01/037.png")).toBe("000089_01_01_037.png");
  });

  it("are taken apart and put together", () => {
    const parts = { patient: 89, study: 1, series: 1, slice: 37 };
    expect(parseFileName("000089_01_01_037.png")).toEqual(parts);
    expect(sliceStem(parts)).toBe("000089_01_01_037");
    expect(parseFileName("89_1_1_37")).toEqual(parts);
    for (const other of [
      "scan7.png",
      "x89_1_1_37.png",
      "89_1_1_37.png.gz",
      "89_1_1_37.",
      "1_1_37",
    ]) {
      expect([other, parseFileName(other)]).toEqual([other, undefined]);
    }
  });

  it("of another form are rejected where a path is wanted", () => {
    expect(toSlicePath("a_b")).toBe("a/b");
    for (const name of ["scan.png", "_037.png", "000089_01_01_", "_", ""]) {
      errorOf("BAD_VALUE", () => toSlicePath(name));
    }
    errorOf("BAD_VALUE", () => toFileName("037.png"));
  });
});
