/** The cohort overview: patients by studies, with what a reader should look at. */
import { integer, type OptionSchema, resolveOptions } from "../../core/options.js";
import type { PatientMatch } from "../../matching/result.js";
import type { Figure } from "../kit/figure.js";
import { assertMatchList } from "../kit/figure-data-checks.js";
import { FIGURE_OPTIONS, type FigureOptions, styleOf } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { topBy } from "../kit/subset.js";
import { counted } from "../kit/wording.js";
import { drawOverviewRow, overviewHeadings, overviewLegend } from "./draw-overview.js";
import { overviewLayout } from "./overview-layout.js";
import { type OverviewRow, overviewRow } from "./overview-rows.js";

/** Options of {@link cohortOverviewFigure}. */
export interface CohortOverviewFigureOptions extends FigureOptions {
  /**
   * Patients beyond this number are left out, those with fewest conflicts and uncertain links first; at least 1.
   * @defaultValue 60
   */
  readonly maxPatients: number;
}

export const COHORT_OVERVIEW_FIGURE_OPTIONS: OptionSchema<CohortOverviewFigureOptions> = {
  ...FIGURE_OPTIONS,
  maxPatients: integer(
    60,
    "Patients drawn; those with the fewest conflicts and uncertain links go first",
    1,
  ),
};

/**
 * Draws one row per patient and one column per study: the number of lesions (darker where there are more), studies
 * that an uncertain link leads to (dashed frame) and studies in which a sequence holds two different lesions
 * (conflict, red). Columns at the right count lesions, sequences followed through two or more studies,
 * uncertain links and conflicts; below a width of 120 mm the last two only where there are any. O(lesions + links).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION.
 * @example
 * const overview = cohortOverviewFigure(match(lesions));
 */
export function cohortOverviewFigure(
  matches: readonly PatientMatch[],
  given?: Partial<CohortOverviewFigureOptions>,
): Figure {
  assertMatchList(matches);
  const options = resolveOptions("cohortOverviewFigure", COHORT_OVERVIEW_FIGURE_OPTIONS, given);
  const style = styleOf(options);
  const all = matches.map(overviewRow);
  const rows = topBy(
    all,
    options.maxPatients,
    (a, b) => b.conflicts - a.conflicts || b.uncertain - a.uncertain || b.lesions - a.lesions,
  );
  const layout = overviewLayout(rows, style);
  const most = Math.max(1, ...rows.flatMap(({ studies }) => studies.map(({ lesions }) => lesions)));
  return finished(
    {
      title: options.title || "Cohort overview",
      description: describe(all),
      notes:
        rows.length < all.length
          ? [
              `${rows.length} of ${all.length} patients drawn, those with the most conflicts and uncertain links.`,
            ]
          : [],
      empty: rows.length === 0 ? "No patients." : undefined,
      bottom: layout.bottom,
      body: [
        ...overviewHeadings(layout, style),
        ...rows.map((row, i) => drawOverviewRow(row, i, layout, most, style)),
      ],
      legends: [overviewLegend(rows, layout, most, style)],
    },
    style,
  );
}

function describe(rows: readonly OverviewRow[]): string {
  const total = (of: (row: OverviewRow) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0);
  return `${counted(rows.length, "patient")}, ${counted(
    total(({ studies }) => studies.length),
    "study",
    "studies",
  )}, ${counted(
    total(({ lesions }) => lesions),
    "lesion",
  )}; ${counted(
    total(({ followed }) => followed),
    "sequence",
  )} followed through two or more studies, ${counted(
    total(({ uncertain }) => uncertain),
    "uncertain link",
  )}, ${counted(
    total(({ conflicts }) => conflicts),
    "conflict",
  )}.`;
}
