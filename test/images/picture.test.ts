import { decode } from "fast-png";
import { expect, it } from "vitest";
import { cropAround, greyPicture, pngDataUri, pngOf } from "../../src/images/picture.js";
import { errorOf } from "../support/errors.js";
import { paint } from "../support/slices.js";

const ramp = paint(5, 4, (x, y) => 10 * y + x);

it("shows a crop, black beyond the slice", () => {
  const crop = { left: 3, top: -1, width: 3, height: 3 };
  const { grey } = greyPicture(ramp, [0, 255], crop);
  expect([...grey]).toEqual([0, 0, 0, 3, 4, 0, 13, 14, 0]);
  expect([...greyPicture(ramp, [0, 255], { left: 9, top: 9, width: 1, height: 1 }).grey]).toEqual([
    0,
  ]);
  expect(greyPicture(ramp, [0, 255]).grey).toHaveLength(20);
  errorOf("BAD_OPTION", () => greyPicture(ramp, [0, 255], { ...crop, width: 0.5 }), {
    option: "crop.width",
  });
});

it("a PNG and a data URI carry the same grey values", () => {
  const picture = greyPicture(
    paint(200, 100, (x, y) => x * y),
    [0, 20000],
  );
  expect(decode(pngOf(picture)).data).toEqual(picture.grey);
  const uri = pngDataUri(picture);
  expect(uri.slice(0, 22)).toBe("data:image/png;base64,");
  expect(new Uint8Array(Buffer.from(uri.slice(22), "base64"))).toEqual(pngOf(picture));
});

it("a crop in mm has its box in the middle", () => {
  // 40 mm of 0.8 mm: 50 px; the centre (100, 200) counted from 1 is pixel 99, 199 counted from 0.
  const crop = cropAround([90, 195, 110, 205], [0.8, 0.8], 40);
  expect(crop).toEqual({ left: 75, top: 175, width: 50, height: 50 });
  // A box larger than the side is shown whole.
  expect(cropAround([10, 10, 109, 49], [1, 1], 20)).toEqual({
    left: 9,
    top: 9,
    width: 100,
    height: 40,
  });
  errorOf("BAD_OPTION", () => cropAround([1, 1, 2, 2], [1, 1], 0));
});
