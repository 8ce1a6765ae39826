/** Operations on masks against their definitions, written out. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Mask } from "../../src/images/mask.js";
import {
  above,
  dilated,
  eroded,
  extentOf,
  filled,
  intersection,
  maskOf,
  opened,
  richestParts,
  type Spans,
} from "../../src/images/spans.js";

const spansOf = ({ inside, ...size }: Mask): Spans => above({ ...size, hu: inside }, 0);
const pixels = (spans: Spans): number[] => [...maskOf(spans).inside];

const masks: fc.Arbitrary<Mask> = fc
  .tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 14 }), fc.nat(3))
  .chain(([width, height, sparse]) =>
    fc.array(fc.nat(3), { minLength: width * height, maxLength: width * height }).map((values) => ({
      width,
      height,
      inside: Uint8Array.from(values, (value) => (value >= sparse ? 1 : 0)),
    })),
  );
const odd = fc.constantFrom(1, 3, 5, 7, 9);

const at = ({ width, height, inside }: Mask, x: number, y: number): number =>
  x < 0 || y < 0 || x >= width || y >= height ? 0 : inside[y * width + x]!;
const where = (mask: Mask, holds: (x: number, y: number) => boolean): number[] =>
  Array.from({ length: mask.width * mask.height }, (_, i) =>
    Number(holds(i % mask.width, Math.floor(i / mask.width))),
  );
const square = (half: number): [number, number][] =>
  Array.from({ length: (2 * half + 1) ** 2 }, (_, i) => [
    (i % (2 * half + 1)) - half,
    Math.floor(i / (2 * half + 1)) - half,
  ]);

it("spans and pixels say the same, and an intersection is what both have", () => {
  fc.assert(
    fc.property(masks, fc.integer({ min: 0, max: 7 }), (mask, bit) => {
      const spans = spansOf(mask);
      expect(maskOf(spans)).toEqual(mask);
      const other = { ...mask, inside: mask.inside.map((_, i) => (i >> bit) & 1) };
      const both = mask.inside.map((inside, i) => inside & other.inside[i]!);
      expect(pixels(intersection(spans, spansOf(other)))).toEqual([...both]);
    }),
  );
});

it("erosion, dilation and opening are what their definitions say", () => {
  fc.assert(
    fc.property(masks, odd, (mask, side) => {
      const around = square((side - 1) / 2);
      const small = where(mask, (x, y) =>
        around.every(([dx, dy]) => at(mask, x + dx, y + dy) === 1),
      );
      const large = where(mask, (x, y) =>
        around.some(([dx, dy]) => at(mask, x + dx, y + dy) === 1),
      );
      expect(pixels(eroded(spansOf(mask), side))).toEqual(small);
      expect(pixels(dilated(spansOf(mask), side))).toEqual(large);
      const centres = { ...mask, inside: Uint8Array.from(small) };
      const open = where(mask, (x, y) =>
        around.some(([dx, dy]) => at(centres, x + dx, y + dy) === 1),
      );
      expect(pixels(opened(spansOf(mask), side))).toEqual(open);
    }),
  );
});

/** Labels by repeated spreading of the smallest one, until nothing changes. */
function labels(mask: Mask, value: number): number[] {
  const label = [...mask.inside].map((inside, i) => (inside === value ? i : -1));
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = 0; i < label.length; i++) {
      if (label[i] === -1) continue;
      const [x, y] = [i % mask.width, Math.floor(i / mask.width)];
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const) {
        if (x + dx < 0 || x + dx >= mask.width || y + dy < 0 || y + dy >= mask.height) continue;
        const other = label[(y + dy) * mask.width + x + dx]!;
        if (other !== -1 && other < label[i]!) {
          label[i] = other;
          changed = true;
        }
      }
    }
  }
  return label;
}

it("filling adds exactly the background that does not reach the border", () => {
  fc.assert(
    fc.property(masks, (mask) => {
      const label = labels(mask, 0);
      const open = new Set(
        label.filter((_, i) => {
          const [x, y] = [i % mask.width, Math.floor(i / mask.width)];
          return x === 0 || y === 0 || x === mask.width - 1 || y === mask.height - 1;
        }),
      );
      const expected = label.map((own) => (own === -1 || !open.has(own) ? 1 : 0));
      expect(pixels(filled(spansOf(mask)))).toEqual(expected);
    }),
  );
});

it("the richest parts are those with the share of the richest", () => {
  fc.assert(
    fc.property(masks, fc.constantFrom(0, 0.3, 0.5, 1), odd, (mask, share, side) => {
      const label = labels(mask, 1);
      const core = opened(spansOf(mask), side);
      const held = new Map<number, number>();
      pixels(core).forEach((inside, i) => {
        const own = label[i]!;
        if (own !== -1) held.set(own, (held.get(own) ?? 0) + inside);
      });
      const least = share * Math.max(0, ...held.values());
      const expected = label.map((own) => (own !== -1 && held.get(own)! >= least ? 1 : 0));
      expect(pixels(richestParts(spansOf(mask), core, share))).toEqual(expected);
    }),
  );
});

it("the extent is that of the set pixels", () => {
  fc.assert(
    fc.property(masks, (mask) => {
      const set = [...mask.inside.keys()].filter((i) => mask.inside[i] === 1);
      const xs = set.map((i) => i % mask.width);
      const ys = set.map((i) => Math.floor(i / mask.width));
      expect(extentOf(spansOf(mask))).toEqual(
        set.length === 0
          ? undefined
          : {
              left: Math.min(...xs),
              right: Math.max(...xs),
              top: Math.min(...ys),
              bottom: Math.max(...ys),
            },
      );
    }),
  );
});
