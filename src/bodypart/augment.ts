/** Varied copies of a body image for training: pose, size, contrast, and fields of view that cut the body. */
import type { RandomSource } from "../core/random.js";
import { type BodyImage, RANGE_HU } from "./body-image.js";

/** Above this HU a pixel shows a body. */
const BODY_HU = -140;
/** Soft tissue starts above fat. */
const SOFT_HU = -60;
/** Contrast medium and bone start here. */
const BRIGHT_HU = 120;
const LARGEST_CUT = 0.22;

/** Returns a copy, turned, scaled, moved, re-windowed, and in two of five cases cut. O(pixels). */
export function augmented(image: BodyImage, random: RandomSource): BodyImage {
  const moved = recoloured(warped(image, random), random);
  return random.happens(0.4) ? cut(moved, random) : moved;
}

/** A bell-shaped number within ±2 (deviation 0.58); engines agree on it, as they do not on logarithms. */
function bell(random: RandomSource): number {
  let sum = -2;
  for (let k = 0; k < 4; k++) sum += random.uniform(0, 1);
  return sum;
}

function warped({ width, height, hu }: BodyImage, random: RandomSource): BodyImage {
  const scale = 1 + 0.16 * bell(random);
  const aspect = 1 + 0.06 * bell(random);
  // A rotation by 2 atan(t): exact, where sine and cosine are not.
  const t = 0.05 * bell(random);
  const [cos, sin] = [(1 - t * t) / (1 + t * t), (2 * t) / (1 + t * t)];
  const [tx, ty] = [4 * bell(random), 4 * bell(random)];
  const out = new Int16Array(hu.length).fill(RANGE_HU[0]);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const dx = (x - width / 2) / (scale * aspect);
      const dy = ((y - height / 2) * aspect) / scale;
      const fromX = cos * dx + sin * dy + width / 2 + tx;
      const fromY = cos * dy - sin * dx + height / 2 + ty;
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) continue;
      const [a, b, at] = [fromX - left, fromY - top, top * width + left];
      const upper = hu[at]! * (1 - a) + hu[at + 1]! * a;
      const lower = hu[at + width]! * (1 - a) + hu[at + width + 1]! * a;
      out[i] = Math.round(upper * (1 - b) + lower * b);
    }
  }
  return { width, height, hu: out };
}

/** More or less contrast, brighter or darker bone, darker fat as on noisy kernels. */
function recoloured(image: BodyImage, random: RandomSource): BodyImage {
  const gain = 1 + 0.15 * bell(random);
  const bone = 1 + 0.25 * bell(random);
  const offset = 10 * bell(random);
  const fat = random.happens(0.2) ? -30 * random.uniform(0, 1) : 0;
  const [low, high] = RANGE_HU;
  const changed = (value: number): number => {
    if (value > SOFT_HU) {
      const bright = value > BRIGHT_HU ? BRIGHT_HU + (value - BRIGHT_HU) * bone : value;
      return bright * gain + offset;
    }
    return value > low + 25 ? value + fat : value;
  };
  const hu = image.hu.map((value) => Math.max(low, Math.min(high, Math.round(changed(value)))));
  return { ...image, hu };
}

/** The image with air beyond a box that cuts up to a fifth off the sides of the body. */
function cut(image: BodyImage, random: RandomSource): BodyImage {
  const { width, height, hu } = image;
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (hu[i]! <= BODY_HU) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  const share = (): number =>
    random.happens(0.4) ? LARGEST_CUT * random.uniform(0, 1) * (random.happens(0.5) ? 1 : 0.5) : 0;
  const both = random.happens(0.5) ? share() : undefined;
  const from = left + (right - left) * (both ?? share());
  const to = right - (right - left) * (both ?? share());
  const first = top + (bottom - top) * share();
  const last = bottom - (bottom - top) * share();
  const out = hu.map((value, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x < from || x > to || y < first || y > last ? RANGE_HU[0] : value;
  });
  return { width, height, hu: out };
}
