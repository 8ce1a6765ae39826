/** Columns and rows of the cohort overview. */
import type { FigureStyle } from "../kit/figure-style.js";
import { textWidth } from "../kit/text-metrics.js";
import type { OverviewRow } from "./overview-rows.js";

/** The counts at the right, the long name first. */
const COUNTS: readonly {
  readonly name: readonly [string, string];
  /** What is counted, where the name does not say it. */
  readonly meaning?: string;
  readonly of: (row: OverviewRow) => number;
  /** In a narrow figure it has a column only where it is above 0. */
  readonly rare?: boolean;
}[] = [
  { name: ["Lesions", "Les."], of: ({ lesions }) => lesions },
  {
    name: ["Followed", "Foll."],
    meaning: "sequences in two or more studies",
    of: ({ followed }) => followed,
  },
  { name: ["Uncertain", "Unc."], of: ({ uncertain }) => uncertain, rare: true },
  { name: ["Conflicts", "Conf."], of: ({ conflicts }) => conflicts, rare: true },
];

/** Figures below this width are narrow, mm. */
const NARROW_MM = 120;
/** Cells that would be narrower than this make room by short names, in points. */
const SLIM_CELL = 5;

/** Least width of a cell, in points. */
const LEAST_CELL = 2.4;

export interface OverviewLayout {
  readonly names: number;
  readonly cellWidth: number;
  readonly rowHeight: number;
  readonly top: number;
  readonly bottom: number;
  readonly lastStudy: number;
  /** Right edges of the counts, and their headings. */
  readonly counts: readonly {
    readonly right: number;
    readonly heading: string;
    readonly name: string;
    readonly meaning: string | undefined;
    readonly of: (row: OverviewRow) => number;
  }[];
}

export function overviewLayout(rows: readonly OverviewRow[], style: FigureStyle): OverviewLayout {
  const { fontSize, smallSize, width } = style;
  const lastStudy = Math.max(
    1,
    ...rows.flatMap(({ studies }) => studies.map(({ study }) => study)),
  );
  const widest = Math.max(0, ...rows.map(({ patient }) => textWidth(patient, smallSize)));
  const heading = textWidth("Patient", smallSize, "bold");
  const names = Math.max(heading, Math.min(widest, width * 0.2)) + 5;
  const wanted = COUNTS.filter(
    ({ of, rare }) => !rare || style.widthMm >= NARROW_MM || rows.some((row) => of(row) > 0),
  );
  const widthOf = (text: string): number => textWidth(text, smallSize, "bold") + smallSize;
  const long = wanted.reduce((sum, { name }) => sum + widthOf(name[0]), 0);
  const short = (width - names - long - 4) / lastStudy < SLIM_CELL ? 1 : 0;
  const columns = wanted.map(({ name, meaning, of }) => ({
    of,
    meaning,
    name: name[0],
    heading: name[short],
    width: widthOf(name[short]),
  }));
  const total = () => columns.reduce((sum, one) => sum + one.width, 0);
  // Cells come first: counts that leave them less than this have no room.
  while (columns.length > 0 && (width - names - total() - 4) / lastStudy < LEAST_CELL)
    columns.shift();
  const cellWidth = Math.min((width - names - total() - 4) / lastStudy, fontSize * 4);
  let right = names + cellWidth * lastStudy + 2;
  const counts = columns.map(({ width: own, ...column }) => {
    right += own;
    return { right, ...column };
  });
  const rowHeight = fontSize * 1.55;
  const top = fontSize * 3.1;
  return {
    names,
    cellWidth,
    rowHeight,
    top,
    bottom: top + rowHeight * rows.length,
    lastStudy,
    counts,
  };
}
