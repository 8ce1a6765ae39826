/** `lesion-graph grow`: lesions in; diameters, changes, rates and response of every sequence out. */
import { type CellValue, csvLine } from "../csv/write.js";
import { type GrowthOptions, growPatient } from "../growth/grow.js";
import { requireKnownRows } from "../growth/known-rows.js";
import {
  type PatientResponse,
  type ResponseOptions,
  respondPatient,
} from "../growth/response/respond.js";
import { RESPONSE_COLUMNS, responseCells } from "../growth/response/rows.js";
import type { PatientGrowth } from "../growth/result.js";
import {
  GROWTH_COLUMNS,
  GROWTH_SUMMARY_COLUMNS,
  growthCells,
  summaryCells,
} from "../growth/rows.js";
import type { MatchOptions } from "../matching/match.js";
import { requireOneOf } from "../options.js";
import { type GrowthFlags, readingOf } from "./growth-options.js";
import { type MatchFlags, matcherOptions } from "./match-options.js";
import { type Matched, matchInputs } from "./matched.js";
import { writeResult } from "./result.js";

export interface GrowFlags extends MatchFlags, GrowthFlags {
  readonly patient?: readonly string[];
  readonly recist?: true;
  readonly format: string;
  readonly output?: string;
}

export async function run(input: string, flags: GrowFlags): Promise<void> {
  requireOneOf("--format", flags.format, Object.keys(FORMATS));
  const judged = flags.format === "response" || flags.recist === true;
  const { growth, response } = await readingOf(flags);
  const matcher: MatchOptions = { ...(await matcherOptions(flags)), refused: "none" };
  const matched = matchInputs([input], flags, matcher, flags.patient);
  const pieces = (FORMATS[flags.format] as Format)(
    growAll(matched, growth, judged ? response : undefined),
  );
  await writeResult(pieces, [input], flags);
}

interface Grown {
  readonly growth: PatientGrowth;
  readonly response: PatientResponse | undefined;
}

/** Patient by patient; at the end, notes on rows that were never there are a fault. */
async function* growAll(
  matched: AsyncIterable<Matched>,
  options: Partial<GrowthOptions>,
  reading: Partial<ResponseOptions> | undefined,
): AsyncGenerator<Grown> {
  const known = new Set<number>();
  for await (const { match, lesions } of matched) {
    for (const { row } of lesions) known.add(row);
    const growth = growPatient(match, options);
    yield { growth, response: reading && respondPatient(growth, reading) };
  }
  const noted = [...(reading?.lesions ?? []), ...(reading?.statuses ?? [])];
  const rows = [...(options.nodes ?? []), ...noted.map(({ row }) => row)];
  requireKnownRows("notes to be on", rows, known);
}

/** Results as text, piece by piece. */
type Format = (grown: AsyncIterable<Grown>) => AsyncGenerator<string>;

/** A table of rows for every patient. */
const table = (
  columns: readonly string[],
  cellsOf: (grown: Grown) => readonly (readonly CellValue[])[],
): Format =>
  async function* (grown) {
    yield csvLine(columns);
    for await (const one of grown) yield cellsOf(one).map(csvLine).join("");
  };

const FORMATS: Readonly<Record<string, Format>> = {
  csv: table(GROWTH_COLUMNS, ({ growth }) => growthCells(growth)),
  summary: table(GROWTH_SUMMARY_COLUMNS, ({ growth }) => summaryCells(growth)),
  response: table(RESPONSE_COLUMNS, ({ response }) => (response ? responseCells(response) : [])),

  async *json(grown) {
    let separator = '{"patients":[\n';
    for await (const { growth, response } of grown) {
      yield separator + JSON.stringify(response === undefined ? growth : { ...growth, response });
      separator = ",\n";
    }
    yield separator === ",\n" ? "\n]}\n" : `${separator}]}\n`;
  },
};
