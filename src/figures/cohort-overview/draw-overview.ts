/** Rows, headings and legend of the cohort overview. */
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import type { LegendEntry, LegendGroup } from "../kit/legend.js";
import { type SvgChild, type SvgNode, svg } from "../kit/svg.js";
import { conflictSign } from "../kit/symbols.js";
import { shorten, textWidth } from "../kit/text-metrics.js";
import { onColour } from "../kit/theme.js";
import { counted } from "../kit/wording.js";
import type { OverviewLayout } from "./overview-layout.js";
import type { OverviewRow, OverviewStudy } from "./overview-rows.js";

export function overviewHeadings(layout: OverviewLayout, style: FigureStyle): SvgChild[] {
  const { names, cellWidth, top, lastStudy, counts } = layout;
  const { smallSize: size, theme } = style;
  const widest = textWidth(String(lastStudy), size) + 2;
  const step = Math.ceil(widest / cellWidth);
  const y = top - size * 0.9;
  const studies = Array.from({ length: lastStudy }, (_, i) => i + 1).filter(
    (study) => (study - 1) % step === 0,
  );
  return [
    label("Patient", names - 5, y, { size, weight: "bold", anchor: "end" }),
    label("Study", names + 2, y - size * 1.35, { size, weight: "bold" }),
    ...studies.map((study) =>
      label(String(study), names + (study - 0.5) * cellWidth, y, {
        size,
        anchor: "middle",
        fill: theme.muted,
      }),
    ),
    ...counts.map(({ right, heading }) =>
      label(heading, right, y, { size, weight: "bold", anchor: "end" }),
    ),
    svg("line", {
      x1: 0,
      x2: counts.at(-1)?.right ?? names,
      y1: top - 1,
      y2: top - 1,
      stroke: theme.neutral,
      "stroke-width": 0.6,
    }),
  ];
}

export function drawOverviewRow(
  row: OverviewRow,
  i: number,
  layout: OverviewLayout,
  most: number,
  style: FigureStyle,
): SvgChild {
  const { names, cellWidth, rowHeight, top, counts } = layout;
  const { smallSize: size, theme } = style;
  const y = top + (i + 0.5) * rowHeight;
  const [first, last] = [row.studies[0], row.studies.at(-1)];
  return svg(
    "g",
    {
      class: "patient",
      role: "group",
      "aria-label": `patient ${row.patient}`,
      "data-patient": row.patient,
    },
    label(shorten(row.patient, names - 5, size), names - 5, y, { size, anchor: "end" }),
    first === undefined || last === undefined
      ? undefined
      : svg("line", {
          x1: names + (first.study - 0.5) * cellWidth,
          x2: names + (last.study - 0.5) * cellWidth,
          y1: y,
          y2: y,
          stroke: theme.neutral,
          "stroke-width": 0.6,
        }),
    ...row.studies.map((one) =>
      cell(one, row.patient, names + (one.study - 0.5) * cellWidth, y, layout, most, style),
    ),
    ...counts.map(({ of, name, right }) => {
      const value = of(row);
      const alert = name === "Conflicts" && value > 0;
      return label(String(value), right, y, {
        size,
        anchor: "end",
        fill: alert ? theme.alert : value === 0 ? theme.muted : theme.text,
        ...(alert && { weight: "bold" as const }),
      });
    }),
  );
}

function cell(
  { study, lesions, uncertain, conflicts }: OverviewStudy,
  patient: string,
  x: number,
  y: number,
  { cellWidth, rowHeight }: OverviewLayout,
  most: number,
  style: FigureStyle,
): SvgChild {
  const { smallSize: size, theme } = style;
  const [width, height] = [Math.max(cellWidth - 1.6, 1.2), rowHeight - 2];
  const fill = shade(lesions / most, theme);
  const parts = [
    counted(lesions, "lesion"),
    ...(uncertain > 0 ? [counted(uncertain, "uncertain link")] : []),
    ...(conflicts > 0 ? [counted(conflicts, "conflict")] : []),
  ];
  const title = `patient ${patient}, study ${study}: ${parts.join(", ")}`;
  const room = width >= textWidth(String(lesions), size) + 1;
  return svg(
    "g",
    { role: "graphics-symbol img", "aria-label": title, "data-study": study },
    svg("title", {}, title),
    svg("rect", {
      x: x - width / 2,
      y: y - height / 2,
      width,
      height,
      rx: 1,
      fill,
      ...frameOf(uncertain, conflicts, style),
    }),
    room
      ? label(String(lesions), x, y, { size, anchor: "middle", fill: onColour(fill) })
      : undefined,
    conflicts > 0 && width > size * 2.4
      ? conflictSign({ x: x + width / 2 - 1, y: y - height / 2 + 1.5 }, style)
      : undefined,
  );
}

/** Red for conflicts, dashed ink for uncertain links. */
const frameOf = (uncertain: number, conflicts: number, { theme }: FigureStyle) =>
  conflicts > 0
    ? { stroke: theme.alert, "stroke-width": 1.3 }
    : uncertain > 0
      ? { stroke: theme.text, "stroke-width": 0.9, "stroke-dasharray": "1.8 1.3" }
      : {};

/** From a little to most lesions: the background's neighbour to the text's, in even steps of light. */
function shade(part: number, { band, text }: FigureStyle["theme"]): string {
  const weight = 0.05 + 0.75 * part;
  const mixed = [1, 3, 5].map((at) => {
    const [a, b] = [band, text].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    const value = Math.round((a ?? 0) + ((b ?? 0) - (a ?? 0)) * weight);
    return value.toString(16).padStart(2, "0");
  });
  return `#${mixed.join("")}`;
}

export function overviewLegend(
  rows: readonly OverviewRow[],
  { counts }: OverviewLayout,
  most: number,
  style: FigureStyle,
): LegendGroup {
  const size = style.smallSize;
  const swatch = (lesions: number, uncertain = 0, conflicts = 0): SvgNode =>
    svg("rect", {
      x: -size * 0.6,
      y: -size * 0.55,
      width: size * 1.2,
      height: size * 1.1,
      rx: 1,
      fill: shade(lesions / most, style.theme),
      ...frameOf(uncertain, conflicts, style),
    });
  const entry = (text: string, symbol: SvgNode): LegendEntry => ({
    text,
    symbol,
    symbolWidth: size * 1.3,
  });
  const some = (of: (row: OverviewRow) => number): boolean => rows.some((row) => of(row) > 0);
  return {
    entries: [
      entry("1 lesion", swatch(1)),
      ...(most > 1 ? [entry(`${most} lesions`, swatch(most))] : []),
      ...(some(({ uncertain }) => uncertain)
        ? [entry("Uncertain link to an earlier study", swatch(1, 1))]
        : []),
      ...(some(({ conflicts }) => conflicts)
        ? [entry("Conflict: two lesions of the study in one sequence", swatch(1, 0, 1))]
        : []),
      ...counts
        .filter(({ name, heading, meaning }) => meaning !== undefined || name !== heading)
        .map(({ name, heading, meaning = name.toLowerCase() }) => ({
          text: `${heading}: ${meaning}`,
        })),
    ],
  };
}
