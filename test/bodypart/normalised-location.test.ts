import { expect, it } from "vitest";
import { normalisedLocation } from "../../src/bodypart/normalised-location.js";
import { sliceScore } from "../../src/bodypart/score.js";
import { bodyPosition } from "../../src/images/locate.js";
import { rejectionOf } from "../support/errors.js";
import { paint } from "../support/slices.js";
import { smallModel } from "../support/small-model.js";
import { bodySlice } from "../support/synthetic-body.js";

const boxPx = [60, 40, 70, 52] as const;
const lesion = { boxPx, spacingMm: [4, 4, 5] as const };

it("joins x and y of the box with z of the slice", async () => {
  const [model, slice] = [smallModel(), bodySlice(0.4)];
  const found = await normalisedLocation(lesion, slice, model);
  const { x, y } = bodyPosition(slice, boxPx);
  const { z, zStandardError } = sliceScore(model, slice, 4)!;
  expect(found).toEqual({ x, y, z, zStandardError, reliable: true });
  expect(z).toBeGreaterThan(0.4);
});

it("leaves z unknown where there is too little body", async () => {
  const small = paint(120, 120, (x, y) =>
    Math.abs(x - 60) < 6 && Math.abs(y - 60) < 6 ? 40 : -1000,
  );
  const { z, zStandardError, reliable } = await normalisedLocation(
    { boxPx, spacingMm: [1, 1, 5] },
    small,
    smallModel(),
  );
  expect([z, zStandardError, reliable]).toEqual([undefined, undefined, false]);
});

it("rejects pixels of no size", async () => {
  await rejectionOf(
    "BAD_OPTION",
    () => normalisedLocation({ boxPx, spacingMm: [0, 0, 5] }, bodySlice(0.4), smallModel()),
    { option: "pixelMm" },
  );
});
