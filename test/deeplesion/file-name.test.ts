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
    expect(parseFileName("scan7.png")).toBeUndefined();
  });

  it("of another form are rejected where a path is wanted", () => {
    errorOf("BAD_VALUE", () => toSlicePath("scan.png"));
    errorOf("BAD_VALUE", () => toFileName("037.png"));
  });
});
