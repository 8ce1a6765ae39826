/** `lesion-graph grow`: lesions in; diameters, changes, rates and response of every sequence out. */

import { fail, withPlace } from "../core/errors.js";
import { assertOneOf } from "../core/options.js";
import { type CellValue, csvLine } from "../csv/write.js";
import { growPatient } from "../growth/grow.js";
import { assertKnownRows } from "../growth/known-rows.js";
import type { PatientGrowth } from "../growth/result.js";
import {
  GROWTH_COLUMNS,
  GROWTH_SUMMARY_COLUMNS,
  growthCells,
  summaryCells,
} from "../growth/rows.js";
import type { MatchOptions } from "../matching/match.js";
import type { PatientMatch } from "../matching/result.js";
import { type PatientResponse, respondPatient } from "../response/respond.js";
import { RESPONSE_COLUMNS, responseCells } from "../response/rows.js";
import { type GrowthFlags, type Reading, readingOf } from "./growth-options.js";
import { type MatchFlags, matcherOptions } from "./match-options.js";
import { matchInputs } from "./matched.js";
import { writeResult } from "./result.js";

export interface GrowFlags extends MatchFlags, GrowthFlags {
  readonly patient?: readonly string[];
  readonly recist?: true;
  readonly format: string;
  readonly output?: string;
}

export async function run(input: string, flags: GrowFlags): Promise<void> {
  assertOneOf("--format", flags.format, Object.keys(FORMATS));
  const reading = await readingOf(flags);
  const matcher: MatchOptions = { ...(await matcherOptions(flags)), rejectedPairs: "none" };
  const pieces = (FORMATS[flags.format] as Format)(growAll(input, flags, matcher, reading));
  await writeResult(pieces, [input], flags);
}

interface Grown {
  readonly growth: PatientGrowth;
  readonly response: PatientResponse | undefined;
}

/** Patient by patient; at the end, notes and a baseline that were never there are a fault. */
async function* growAll(
  input: string,
  flags: GrowFlags,
  matcher: MatchOptions,
  reading: Reading,
): AsyncGenerator<Grown> {
  const labelled = flags.format === "response" || flags.recist === true;
  const rows = new Set<number>();
  const noteRows = (found: readonly number[]): void => {
    for (const row of found) rows.add(row);
  };
  let [patients, begun] = [0, 0];
  const matched = matchInputs([input], flags, matcher, flags.patient, undefined, noteRows);
  for await (const { file, match } of matched) {
    const one = withPlace({ file }, () => grownOf(match, reading, labelled, flags.dates));
    patients++;
    if (one.response?.baseline !== undefined) begun++;
    yield one;
  }
  assertNotedRows(reading, flags, rows);
  if (labelled && flags.baseline !== undefined && patients > 0 && begun === 0) {
    fail("BAD_OPTION", "--baseline to be a study of the input", Number(flags.baseline), {
      file: input,
      option: "--baseline",
    });
  }
}

function grownOf(
  match: PatientMatch,
  { growth: options, response }: Reading,
  labelled: boolean,
  dates: string | undefined,
): Grown {
  const place = dates === undefined ? {} : { file: dates };
  const growth = withPlace(place, () => growPatient(match, options), "BAD_DATES");
  return { growth, response: labelled ? respondPatient(growth, response) : undefined };
}

function assertNotedRows(
  { response }: Reading,
  { lesions, statuses }: GrowthFlags,
  rows: ReadonlySet<number>,
): void {
  for (const [file, notes] of [
    [lesions, response.lesions],
    [statuses, response.statuses],
  ] as const) {
    if (file === undefined || notes === undefined) continue;
    const noted = notes.map(({ row }) => row);
    withPlace({ file }, () => assertKnownRows("notes to be on", noted, rows));
  }
}

/** Results as text, piece by piece. */
type Format = (grown: AsyncIterable<Grown>) => AsyncGenerator<string>;

/** A table of rows for every patient; nothing where reading fails before the first of them. */
const table = (
  columns: readonly string[],
  cellsOf: (grown: Grown) => readonly (readonly CellValue[])[],
): Format =>
  async function* (grown) {
    let head = csvLine(columns);
    for await (const one of grown) {
      yield head + cellsOf(one).map(csvLine).join("");
      head = "";
    }
    if (head !== "") yield head;
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
