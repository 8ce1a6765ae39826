import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { sliceImage } from "../../../src/figures/kit/slice-image.js";
import { errorOf } from "../../support/errors.js";
import { paintedLesion, paintedSlice } from "../../support/pictures.js";

const pixels = (href: string) =>
  decode(Buffer.from(href.replace("data:image/png;base64,", ""), "base64"));

describe("sliceImage", () => {
  it("is the whole slice in the window of the row", () => {
    const { href, ...rest } = sliceImage(paintedSlice, paintedLesion);
    expect(rest).toEqual({ firstPx: [1, 1], sizePx: [96, 64], windowHu: [-175, 275] });
    const { data, width } = pixels(href);
    // (60 + 175) / 450 x 255 = 133.2 in the body, (-20 + 175) / 450 x 255 = 87.8 in the lesion.
    expect([data[0], data[10 * width + 10], data[29 * width + 39]]).toEqual([0, 133, 88]);
  });

  it("is a square in mm about the box, with what it shows named by its first pixel", () => {
    // 32 mm of 0.8 mm are 40 px about (40, 30): columns 21 to 60 and rows 11 to 50, counted from 1.
    const part = sliceImage(paintedSlice, paintedLesion, { sideMm: 32 });
    expect(part.sizePx).toEqual([40, 40]);
    const [x, y] = part.firstPx;
    expect([x, y]).toEqual([21, 11]);
    const { data } = pixels(part.href);
    const whole = pixels(sliceImage(paintedSlice, paintedLesion).href).data;
    for (const [dx, dy] of [
      [0, 0],
      [12, 19],
      [39, 39],
    ] as const) {
      expect(data[dy * 40 + dx]).toBe(whole[(y - 1 + dy) * 96 + (x - 1 + dx)]);
    }
  });

  it("never gets larger than what shows all of the slice", () => {
    // Twice the longer side of 76.8 mm, in px of 0.8 mm.
    const { sizePx } = sliceImage(paintedSlice, paintedLesion, { sideMm: 1e6 });
    expect(Math.max(...sizePx)).toBeLessThanOrEqual(193);
  });

  it("takes another window, and rejects an invalid one", () => {
    const { windowHu } = sliceImage(paintedSlice, paintedLesion, { window: "bone" });
    expect(windowHu).toEqual([-500, 1300]);
    errorOf(
      "BAD_OPTION",
      () => sliceImage(paintedSlice, paintedLesion, { window: "brain" as never }),
      { option: "window" },
    );
    errorOf("BAD_OPTION", () => sliceImage(paintedSlice, paintedLesion, { sideMm: -1 }), {
      option: "sideMm",
    });
  });
});
