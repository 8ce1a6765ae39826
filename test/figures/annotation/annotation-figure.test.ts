import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { annotatedSlice } from "../../../src/figures/annotation/annotated-slice.js";
import { annotationFigure } from "../../../src/figures/annotation/annotation-figure.js";
import { type Box, collide } from "../../../src/figures/kit/boxes.js";
import { readDlInfo } from "../../../src/measurements/read-lesions.js";
import { readKeySlice } from "../../../src/node/slices.js";
import { errorOf } from "../../support/errors.js";
import { annotated, paintedLesion, paintedSlice } from "../../support/pictures.js";
import { describeReal, sharedPath, sharedText } from "../../support/shared-data.js";
import { type Element, elements, parsed, textBoxes } from "../../support/svg.js";

const figure = (options: Parameters<typeof annotationFigure>[1] = {}) =>
  annotationFigure(annotated(), options);
const paths = (panel: number, colour: string, of = figure()): (string | null)[] =>
  elements(elements(parsed(of), "svg")[panel] as never, "path")
    .filter((path) => path.getAttribute("stroke") === colour)
    .map((path) => path.getAttribute("d"));

/** 180 mm less 4 points, of which the slice has 62 %, over 96 columns. */
const POINT = (((180 * 72) / 25.4 - 4) * 0.62) / 96;
/** Pixels counted from 1 as points of the whole slice, whose left edge is at 0.5. */
const at = (px: number): number => (px - 0.5) * POINT;
const numbers = (d: string | null | undefined): number[] =>
  (d ?? "").match(/-?[\d.]+/g)?.map(Number) ?? [];
const near = (found: readonly number[], expected: readonly number[]): void => {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 1);
  });
};

describe("annotationFigure", () => {
  // Document order: the figure itself, the slice, the enlargement.
  it("draws axes, box and centre where the row has them", () => {
    const [long, short] = paths(1, "#ff4a3d");
    near(numbers(long), [at(30), at(30), at(50), at(30)]);
    near(numbers(short), [at(40), at(25), at(40), at(35)]);
    const [box] = paths(1, "#35d04f");
    near(numbers(box), [at(25), at(20), at(55), at(40), at(25)]);
    const [circle] = elements(elements(parsed(figure()), "svg")[1] as never, "circle");
    near(
      [Number(circle?.getAttribute("cx")), Number(circle?.getAttribute("cy"))],
      [at(40), at(30)],
    );
  });

  it("draws the position lines from edge to edge of the body, through up to the box", () => {
    const [, , across, down] = paths(1, "#5cb0ff", figure({ convention: "anatomical" }));
    // Columns 9 to 88 counted from 0: edges at 9.5 and 89.5 counted from 1; rows 5 to 58 likewise.
    const [tickX, , , lineX, lineY, toBox, endX] = numbers(across);
    near([tickX, lineX, lineY, toBox, endX] as number[], [9.5, 9.5, 30, 25, 89.5].map(at));
    const line = numbers(down);
    near([line[1], line[4], line[5], line[7]] as number[], [5.5, 5.5, 20, 59.5].map(at));
  });

  it("tells the relative position by the convention that is asked for", () => {
    // (40 - 9.5) / 80 and (30 - 5.5) / 54
    const text = String(figure({ convention: "anatomical" }));
    expect(text).toContain(">x 0.381<");
    expect(text).toContain(">y 0.454<");
    // The step of the data set: (40 - 9) / 79 x 0.9964238 - 0.0090628, (30 - 5) / 53 x 0.8135204 + 0.1197933
    const data = String(figure());
    expect(data).toContain(">x 0.382<");
    expect(data).toContain(">y 0.504<");
    expect(figure().description).toContain("x 0.382, y 0.504 (deeplesion convention)");
  });

  it("enlarges the lesion to scale, and less on demand", () => {
    // Box 30 x 20 px of 0.8 mm: twice 24 mm is 48, as whole 5 mm 50 mm or 62.5 px.
    const width = (of: ReturnType<typeof figure>): number => {
      const panel = elements(parsed(of), "svg")[2];
      const [x1, , x2] = numbers(paths(2, "#ff4a3d", of)[0]) as [number, number, number];
      return (20 / (x2 - x1)) * Number(panel?.getAttribute("width"));
    };
    // The plain one beside it is as large.
    const [, , marked, plain] = elements(parsed(figure()), "svg");
    expect(plain?.getAttribute("width")).toBe(marked?.getAttribute("width"));
    expect(elements(plain as Element, "image")).toHaveLength(1);
    expect(elements(plain as Element, "path")).toHaveLength(0);
    expect(width(figure())).toBeCloseTo(62.5, 1);
    expect(width(figure({ fieldMm: 80 }))).toBeCloseTo(100, 1);
    expect(String(figure())).toMatch(/>20 mm<.*>10 mm</);
    const { detail: _, ...bare } = annotated();
    expect(elements(parsed(annotationFigure(bare)), "image")).toHaveLength(1);
  });

  it("has the slice with its pixels square in mm, and says its window", () => {
    const tall = annotatedSlice(paintedSlice, { ...paintedLesion, spacingMm: [0.8, 1.6, 5] });
    const [image] = elements(parsed(annotationFigure(tall)), "image");
    const [width, height] = ["width", "height"].map((name) => Number(image?.getAttribute(name)));
    expect((height as number) / (width as number)).toBeCloseTo((64 * 1.6) / (96 * 0.8), 3);
    expect(String(figure())).toContain(">Window −175 to 275 HU<");
    const lung = annotatedSlice(paintedSlice, paintedLesion, { window: "lung" });
    expect(String(annotationFigure(lung))).toContain(">Window −1350 to 150 HU<");
  });

  it("keeps its two labels apart and in the slice, wherever the lesion is", () => {
    const place = fc.tuple(fc.integer({ min: 1, max: 92 }), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(
        place,
        fc.constantFrom(60, 85, 180),
        fc.integer({ min: 2, max: 30 }),
        (at, widthMm, side) => {
          const [x, y] = at;
          const boxPx = [x, y, Math.min(96, x + side), Math.min(64, y + side)] as const;
          const drawn = annotationFigure(
            { ...annotated(), lesion: { ...paintedLesion, boxPx } },
            { widthMm, convention: "anatomical" },
          );
          const panel = elements(parsed(drawn), "svg")[1] as Element;
          const [a, b] = textBoxes(panel) as unknown as [Box, Box];
          expect(collide(a, b)).toBe(false);
          const [width, height] = ["width", "height"].map((name) =>
            Number(panel.getAttribute(name)),
          );
          for (const { x, y, halfWidth, halfHeight } of [a, b]) {
            expect(Math.min(x - halfWidth, y - halfHeight)).toBeGreaterThanOrEqual(0);
            expect(x + halfWidth).toBeLessThanOrEqual(width as number);
            expect(y + halfHeight).toBeLessThanOrEqual(height as number);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("says so where no body was found, and draws the rest", () => {
    const none = annotationFigure({ ...annotated(), extent: undefined });
    expect(none.notes).toEqual(["No body found in the slice: no relative position."]);
    expect(paths(1, "#5cb0ff", none)).toEqual([]);
    expect(paths(1, "#ff4a3d", none)).toHaveLength(2);
  });

  it("rejects input that it cannot draw", () => {
    errorOf("BAD_OPTION", () => figure({ convention: "mine" as never }), { option: "convention" });
    errorOf("BAD_OPTION", () => figure({ fieldMm: -1 }), { option: "fieldMm" });
    const { slice } = annotated();
    errorOf(
      "BAD_OPTION",
      () =>
        annotationFigure({
          ...annotated(),
          slice: { ...slice, href: "https://example.org/a.png" },
        }),
      { option: "slice", row: 1 },
    );
    errorOf(
      "BAD_OPTION",
      () => annotationFigure({ ...annotated(), detail: { ...slice, sizePx: [0, 9] } }),
      { option: "detail", row: 1 },
    );
  });
});

describeReal("annotation figures of real slices", () => {
  const table = "deeplesion/DL_info_liver_23_extra_columns.csv";

  it.each([2, 13, 15, 23])("row %i has the data set's own position", async (row) => {
    const { lesions } = readDlInfo(sharedText(table));
    const lesion = lesions[row - 1] as (typeof lesions)[number];
    const slice = await readKeySlice(sharedPath("deeplesion/key_slices"), lesion);
    const text = String(annotationFigure(annotatedSlice(slice, lesion)));
    const [x, y] = lesion.location as readonly [number, number, number];
    expect(text).toContain(`>x ${x.toFixed(3)}<`);
    expect(text).toContain(`>y ${y.toFixed(3)}<`);
  });
});

it("annotatedSlice rejects unknown options", () => {
  errorOf(
    "UNKNOWN_OPTION",
    () => annotatedSlice(paintedSlice, paintedLesion, { windw: "lung" } as never),
    { option: "windw" },
  );
  errorOf(
    "BAD_OPTION",
    () => annotatedSlice(paintedSlice, paintedLesion, { convention: "mine" as never }),
    { option: "convention" },
  );
  expect(annotatedSlice(paintedSlice, paintedLesion, { window: undefined }).lesion).toBe(
    paintedLesion,
  );
});
