/** One annotation on its key slice, and where it is in the body (Fig. 1). */

import { choice, number, type OptionSchema, resolveOptions } from "../../core/options.js";
import type { DlInfoLesion } from "../../deeplesion/dl-info-lesion.js";
import { CONVENTIONS, type Convention } from "../../images/body.js";
import { relativePosition } from "../../images/locate.js";
import type { Figure } from "../kit/figure.js";
import {
  FIGURE_OPTIONS,
  type FigureOptions,
  type FigureStyle,
  styleOf,
} from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { LINE_HEIGHT, label } from "../kit/label.js";
import { assertSliceImage, windowText } from "../kit/slice-image.js";
import type { SvgChild } from "../kit/svg.js";
import { wrap } from "../kit/text-metrics.js";
import { lesionText } from "../kit/wording.js";
import { type AnnotatedSlice, assertAnnotated, detailMm } from "./annotated-slice.js";
import { annotationLegend } from "./annotation-legend.js";
import { drawAnnotation, positionLines, sides } from "./draw-annotation.js";
import { drawPanel, type Panel, panelOf } from "./slice-panel.js";

/** Options of {@link annotationFigure}. */
export interface AnnotationFigureOptions extends FigureOptions {
  /** By which convention the extent was measured, and x and y are told. @defaultValue "deeplesion" */
  readonly convention: Convention;
  /**
   * Side of the enlarged square in mm; 0 takes twice the longer side of the box, at least 30 mm.
   * @defaultValue 0
   */
  readonly fieldMm: number;
}

export const ANNOTATION_FIGURE_OPTIONS: OptionSchema<AnnotationFigureOptions> = {
  ...FIGURE_OPTIONS,
  convention: choice(CONVENTIONS, "deeplesion", "How the extent of the body is measured"),
  fieldMm: number(
    0,
    "Side of the enlarged square in mm; 0 takes twice the longer side of the box",
    {
      min: 0,
      max: 1000,
    },
  ),
};

/**
 * An annotation as the data set's paper shows it: the slice in its window, long and short axis red, the box
 * green, its centre yellow, and two blue lines across the extent of the body that tell the relative
 * position, drawn through where it is measured and dashed beyond; the lesion enlarged beside it, with its
 * annotation and without. Colours on
 * the slice are the same in both themes; `palette` is not used. O(length of the pictures).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_IMAGE for a body of one pixel; BAD_VALUE for anything
 * but an annotated slice.
 */
export function annotationFigure(
  annotated: AnnotatedSlice,
  given?: Partial<AnnotationFigureOptions>,
): Figure {
  const options = resolveOptions("annotationFigure", ANNOTATION_FIGURE_OPTIONS, given);
  assertAnnotated(annotated);
  const { lesion, slice, detail, extent } = annotated;
  assertSliceImage("slice", slice, lesion.row);
  if (detail !== undefined) assertSliceImage("detail", detail, lesion.row);
  const style = styleOf(options);
  const { fontSize, smallSize, width } = style;
  const position = extent && relativePosition(extent, lesion.boxPx, options.convention);
  const inset = 2;
  // Beside the slice, or below it where letters are wide for the figure.
  const beside = (width - 2 * inset) * 0.38 - fontSize >= 9 * smallSize;
  const whole = panelOf(
    [slice.firstPx[0] - 0.5, slice.firstPx[1] - 0.5],
    slice.sizePx,
    lesion.spacingMm,
    { left: inset, top: inset, width: (width - 2 * inset) * (beside ? 0.62 : 1) },
  );
  const left = beside ? whole.left + whole.width + fontSize : inset;
  const top = beside ? inset : whole.top + whole.height + fontSize * 0.6;
  const body: SvgChild[] = drawPanel(
    whole,
    slice,
    [
      ...(extent && position ? [positionLines(whole, lesion, extent, position, smallSize)] : []),
      drawAnnotation(whole, lesion),
      ...sides(whole, smallSize),
    ],
    smallSize,
  );
  let bottom = whole.top + whole.height;
  // Facts stand below the slice, or where the enlargements would be.
  let [factsLeft, factsTop] = [inset, bottom + fontSize * 0.6];
  if (detail === undefined) [factsLeft, factsTop] = [left, top];
  else {
    const enlarged = enlargements(lesion, options.fieldMm, {
      left,
      top,
      width: beside ? width - inset - left : (width - 2 * inset - fontSize) / 2,
      gap: fontSize,
      beside,
    });
    enlarged.forEach((panel, i) => {
      // The second one is plain: axes hide some of a lesion.
      const drawn = i === 0 ? [drawAnnotation(panel, lesion)] : [];
      body.push(...drawPanel(panel, detail, drawn, smallSize));
      bottom = Math.max(bottom, panel.top + panel.height);
    });
    if (!beside) factsTop = bottom + fontSize * 0.6;
  }
  const room = (factsLeft > inset ? width - inset : inset + whole.width) - factsLeft;
  const facts = factLines(annotated, position, room, style);
  body.push(
    ...facts.map((text, i) =>
      label(text, factsLeft, factsTop + (i + 0.5) * smallSize * LINE_HEIGHT, { size: smallSize }),
    ),
  );
  const where = position && `x ${position.x.toFixed(3)}, y ${position.y.toFixed(3)}`;
  return finished(
    {
      title: options.title || `Annotation of row ${lesion.row}, patient ${lesion.patient}`,
      description: `Key slice ${lesion.keySlice} of patient ${lesion.patient}: ${lesionText(lesion)}. Box ${lesion.boxPx.join(", ")} px. ${where === undefined ? "Position in the body unknown." : `Relative position in the body: ${where} (${options.convention} convention).`}`,
      notes: extent === undefined ? ["No body found in the slice: no relative position."] : [],
      empty: undefined,
      bottom: Math.max(bottom, factsTop + facts.length * smallSize * LINE_HEIGHT),
      body,
      legends: [{ entries: annotationLegend(position && options.convention, style) }],
    },
    style,
  );
}

/** Where the annotated and the plain enlargement stand: one below the other beside the slice, else side by side. */
function enlargements(
  lesion: DlInfoLesion,
  fieldMm: number,
  place: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly gap: number;
    readonly beside: boolean;
  },
): Panel[] {
  const { left, top, width, gap, beside } = place;
  const { boxPx, spacingMm } = lesion;
  const [x1, y1, x2, y2] = boxPx;
  const [sx, sy] = spacingMm;
  const side = detailMm(lesion, fieldMm);
  const first = panelOf(
    [(x1 + x2 - side / sx) / 2, (y1 + y2 - side / sy) / 2],
    [side / sx, side / sy],
    spacingMm,
    { left, top, width },
  );
  const second = beside
    ? { ...first, top: top + first.height + gap }
    : { ...first, left: left + width + gap };
  return [first, second];
}

/** What stands beside the slice, in lines that fit. */
function factLines(
  { lesion, slice }: AnnotatedSlice,
  position: { readonly x: number; readonly y: number } | undefined,
  room: number,
  { smallSize }: FigureStyle,
): string[] {
  const { patient, study, keySlice, row, type, longAxisMm, shortAxisMm } = lesion;
  const window = windowText(slice);
  return [
    `Patient ${patient}, study ${study}`,
    `Slice ${keySlice}, row ${row}`,
    `Type: ${type ?? "unknown"}`,
    `${longAxisMm.toFixed(1)} × ${shortAxisMm.toFixed(1)} mm`,
    ...(position ? [`x ${position.x.toFixed(3)}, y ${position.y.toFixed(3)}`] : []),
    ...(lesion.location ? [`z ${lesion.location[2].toFixed(3)} (0 head, 1 feet)`] : []),
    ...(window === undefined ? [] : [`Window ${window} HU`]),
  ].flatMap((text) => wrap(text, room, smallSize));
}
