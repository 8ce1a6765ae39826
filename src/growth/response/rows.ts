/** Response as tidy rows, for data frames and CSV. */
import type { CellValue } from "../../csv/write.js";
import { rowOf } from "../rows.js";
import type { Assessment, PatientResponse } from "./respond.js";

/** One row per study after baseline; what is not known is `undefined`. Docs: response.md lists the columns. */
export type ResponseRow = Readonly<Record<string, CellValue>>;

type Column = readonly [
  name: string,
  of: (assessment: Assessment, response: PatientResponse) => CellValue,
];

const COLUMNS: readonly Column[] = [
  ["patient", (_, { patient }) => patient],
  ["study", ({ study }) => study],
  ["date", ({ date }) => date],
  ["day", ({ day }) => day],
  ["baselineMm", ({ target }) => target?.baselineMm],
  ["nadirMm", ({ target }) => target?.nadirMm],
  ["sumMm", ({ target }) => target?.sumMm],
  ["fromBaselinePercent", ({ target }) => target?.fromBaselinePercent],
  ["fromNadirPercent", ({ target }) => target?.fromNadirPercent],
  ["target", ({ target }) => target?.response],
  ["targetRule", ({ target }) => target?.rule],
  ["targetWhy", ({ target }) => target?.why],
  ["nonTarget", ({ nonTarget }) => nonTarget?.response],
  ["nonTargetWhy", ({ nonTarget }) => nonTarget?.why],
  ["newLesions", ({ newLesions }) => newLesions.sequences.join(" ") || undefined],
  ["overall", ({ overall }) => overall.response],
  ["overallRule", ({ overall }) => overall.rule],
  ["overallWhy", ({ overall }) => overall.why],
  ["review", ({ overall }) => overall.review === true],
  ["immune", ({ immune }) => immune.response],
  ["immuneWhy", ({ immune }) => immune.why],
  ["bestOverall", (_, { best }) => best.response],
  ["bestOverallWhy", (_, { best }) => best.why],
];

/** Names of the columns of {@link responseRows}, in order. */
export const RESPONSE_COLUMNS: readonly string[] = Object.freeze(COLUMNS.map(([name]) => name));

/** One row for every study after baseline. O(studies). */
export const responseRows = (response: PatientResponse): ResponseRow[] =>
  responseCells(response).map((cells) => rowOf(RESPONSE_COLUMNS, cells));

/** The values of {@link responseRows} in the order of the columns. */
export const responseCells = (response: PatientResponse): CellValue[][] =>
  response.assessments.map((assessment) => COLUMNS.map(([, of]) => of(assessment, response)));
