import { describe, expect, it } from "vitest";
import { lesionsBySlice } from "../../src/deeplesion/by-slice.js";

describe("lesionsBySlice", () => {
  it("puts lesions together under the data set's name of their slice, whatever its zeros", () => {
    const [a, b, c, d] = [
      "000007_01_02_030.png",
      "x.png",
      "7_1_2_30.png",
      "000007_01_02_031.png",
    ].map((fileName) => ({ fileName })) as [
      { fileName: string },
      { fileName: string },
      { fileName: string },
      { fileName: string },
    ];
    expect([...lesionsBySlice([a, b, c, d])]).toEqual([
      ["000007_01_02_030", [a, c]],
      ["x.png", [b]],
      ["000007_01_02_031", [d]],
    ]);
    expect(lesionsBySlice([]).size).toBe(0);
  });
});
