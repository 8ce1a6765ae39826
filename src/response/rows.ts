/** Response as tidy rows, for data frames and CSV. */
import type { CellValue } from "../csv/write.js";
import { rowOf } from "../growth/rows.js";
import type { ImmuneResponse } from "./irecist.js";
import type { Assessment, PatientResponse } from "./respond.js";
import type { NonTargetResponse, OverallResponse, TargetResponse } from "./verdict.js";

/** One row per study after baseline; what is not known is `undefined`. Units and meanings: docs/response.md. */
export interface ResponseRow {
  readonly patient: string;
  readonly study: number;
  readonly date: string | undefined;
  readonly day: number | undefined;
  readonly baselineMm: number | undefined;
  readonly nadirMm: number | undefined;
  readonly sumMm: number | undefined;
  readonly fromBaselinePercent: number | undefined;
  readonly fromNadirPercent: number | undefined;
  readonly target: TargetResponse | undefined;
  readonly targetRule: number | undefined;
  readonly targetWhy: string | undefined;
  readonly nonTarget: NonTargetResponse | undefined;
  readonly nonTargetWhy: string | undefined;
  /** Sequences, with spaces between. */
  readonly newLesions: string | undefined;
  readonly overall: OverallResponse;
  readonly overallRule: number;
  readonly overallWhy: string;
  readonly review: boolean;
  readonly immune: ImmuneResponse;
  readonly immuneWhy: string;
  readonly bestOverall: OverallResponse;
  readonly bestOverallWhy: string;
}

type Column = {
  [K in keyof ResponseRow]: readonly [
    name: K,
    of: (assessment: Assessment, response: PatientResponse) => ResponseRow[K],
  ];
}[keyof ResponseRow];

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
export const RESPONSE_COLUMNS: readonly (keyof ResponseRow)[] = Object.freeze(
  COLUMNS.map(([name]) => name),
);

/** One row for every study after baseline. O(studies). */
export const responseRows = (response: PatientResponse): ResponseRow[] =>
  responseCells(response).map((cells) => rowOf(RESPONSE_COLUMNS, cells));

/** The values of {@link responseRows} in the order of the columns. */
export const responseCells = (response: PatientResponse): CellValue[][] =>
  response.assessments.map((assessment) => COLUMNS.map(([, of]) => of(assessment, response)));
