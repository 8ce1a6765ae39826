/** Headings of studies and the bands they stand over. */
import type { Area } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import { layer } from "../kit/lesion-element.js";
import { breakSign, followsGap } from "../kit/study-gaps.js";
import { type SvgNode, svg } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";

/** "across": studies are columns, from left to right. "down": studies are rows, from top to bottom. */
export type Direction = "across" | "down";

/** Where the studies of a figure stand. */
export interface StudyFrame {
  readonly direction: Direction;
  readonly studies: readonly number[];
  /** The middle of every study, along the studies' direction. */
  readonly studyAt: ReadonlyMap<number, number>;
  readonly pitch: number;
  /** Where nodes and edges are; headings stand outside. */
  readonly plot: Area;
}

export const headingOf = (study: number): string => `Study ${study}`;

/** Faint bands for every other study, and a heading for each. */
export function studyHeadings(frame: StudyFrame, style: FigureStyle): SvgNode[] {
  const { studies, direction, pitch, plot, studyAt } = frame;
  const { fontSize, smallSize, theme } = style;
  const across = direction === "across";
  const fits = (size: number): boolean =>
    studies.every((study) => textWidth(headingOf(study), size, "bold") < pitch - 2);
  const size = across && !fits(fontSize) ? smallSize : fontSize;
  const short = across && !fits(size);
  const widest = Math.max(0, ...studies.map((study) => textWidth(`${study}`, size, "bold")));
  const every = short ? Math.ceil((widest + 2) / pitch) : 1;
  const bands = studies.flatMap((study, i) => {
    const middle = studyAt.get(study) ?? 0;
    const band = across
      ? { x: middle - pitch / 2, y: plot.top, width: pitch, height: plot.bottom - plot.top }
      : { x: plot.left, y: middle - pitch / 2, width: plot.right - plot.left, height: pitch };
    return i % 2 === 0 ? [svg("rect", { ...band, fill: theme.band })] : [];
  });
  const breaks = studies.flatMap((study, i) => {
    if (!followsGap(studies, i)) return [];
    const edge = (studyAt.get(study) ?? 0) - pitch / 2;
    const at = across ? { x: edge, y: plot.top } : { x: plot.left + fontSize * 0.6, y: edge };
    return [breakSign(at, direction, style)];
  });
  const texts = studies.flatMap((study, i) => {
    if (i % every > 0) return [];
    const middle = studyAt.get(study) ?? 0;
    const text = short ? String(study) : headingOf(study);
    return across
      ? [label(text, middle, plot.top - fontSize, { size, weight: "bold", anchor: "middle" })]
      : [label(text, 2, middle, { size: fontSize, weight: "bold" })];
  });
  return [layer("studies", "Studies", ...bands, ...breaks, ...texts)];
}
