/** `lesion-graph grow`: lesions in; diameters, changes, rates and response of every sequence out. */
import { fail, withPlace } from "../core/errors.js";
import { assertOneOf } from "../core/options.js";
import { type Columns, cellsOf, type RowOf } from "../csv/table.js";
import { csvLine } from "../csv/write.js";
import { growPatient } from "../growth/grow.js";
import type { PatientGrowth } from "../growth/growth-result.js";
import {
  GROWTH_COLUMNS,
  GROWTH_SUMMARY_COLUMNS,
  growthRows,
  growthSummaryRows,
} from "../growth/growth-table.js";
import { NamedRows } from "../growth/sequence-rows.js";
import type { MatchOptions } from "../matching/match.js";
import type { PatientMatch } from "../matching/result.js";
import { respondPatient } from "../response/respond.js";
import type { PatientResponse } from "../response/response-result.js";
import { RESPONSE_COLUMNS, responseRows } from "../response/response-table.js";
import { type GrowthFlags, type Reading, readingOf } from "./growth-options.js";
import { type MatchFlags, matcherOptions } from "./match-options.js";
import { matchInputs } from "./matched.js";
import { writeResult } from "./result.js";
import { say } from "./say.js";

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
  const format = FORMATS[flags.format] ?? FORMATS.csv;
  await writeResult(format(growAll(input, flags, matcher, reading)), [input], flags);
}

interface Grown {
  readonly growth: PatientGrowth;
  readonly response: PatientResponse | undefined;
}

/** Patient by patient; at the end, rows of notes that no patient has are a fault. */
async function* growAll(
  input: string,
  flags: GrowFlags,
  matcher: MatchOptions,
  reading: Reading,
): AsyncGenerator<Grown> {
  const withResponse = flags.format === "response" || flags.recist === true;
  const faults = new FaultCount();
  const notes = notedRows(reading, flags);
  const found =
    notes.length === 0
      ? undefined
      : (rows: readonly number[]): void => {
          for (const { rows: named } of notes) named.found(rows);
        };
  const matched = matchInputs([input], flags, matcher, flags.patient, undefined, found);
  for await (const { file, match } of matched) {
    const one = withPlace({ file }, () => grownOf(match, reading, withResponse, flags.dates));
    faults.add(one.response);
    yield one;
  }
  for (const { file, rows } of notes) withPlace({ file }, () => rows.assertAllFound());
  withPlace({ file: input }, () => faults.report());
}

function grownOf(
  match: PatientMatch,
  { growth: options, response }: Reading,
  withResponse: boolean,
  dates: string | undefined,
): Grown {
  const place = dates === undefined ? {} : { file: dates };
  const growth = withPlace(place, () => growPatient(match, options), "BAD_DATES");
  return { growth, response: withResponse ? respondPatient(growth, response) : undefined };
}

/** The rows that files of notes name; memory is that of the notes, whatever the input. */
function notedRows(
  { response }: Reading,
  { lesionNotes, statusNotes }: GrowthFlags,
): { readonly file: string; readonly rows: NamedRows }[] {
  const files = [
    { file: lesionNotes, notes: response.lesionNotes },
    { file: statusNotes, notes: response.statusNotes },
  ];
  return files.flatMap(({ file, notes }) => {
    if (file === undefined || notes === undefined) return [];
    const rows = notes.map(({ row }) => row);
    return [{ file, rows: new NamedRows("notes to be on rows of lesions", rows) }];
  });
}

/** Patients that could not be assessed: one line at the end; an error where it is all of them. */
class FaultCount {
  readonly #patients: string[] = [];
  #first: PatientResponse["fault"];
  #assessed = 0;
  #count = 0;

  add(response: PatientResponse | undefined): void {
    if (response === undefined) return;
    if (response.fault === undefined) {
      this.#assessed++;
      return;
    }
    this.#first ??= response.fault;
    if (this.#patients.length < 5) this.#patients.push(response.patient);
    this.#count++;
  }

  /** @throws LesionGraphError the first fault where no patient could be assessed. */
  report(): void {
    const first = this.#first;
    if (first === undefined) return;
    if (this.#assessed === 0) {
      const { expected, received, remedy } = first.parts;
      fail(first.code, expected, received, { ...first.where, remedy });
    }
    const more = this.#count > this.#patients.length ? ", …" : "";
    say(
      `warning: ${this.#count} of ${this.#count + this.#assessed} patients have no response (${this.#patients.join(", ")}${more}); the first: ${first.code}: ${first.message}`,
    );
  }
}

/** Results as text, patient by patient. */
type Format = (grown: AsyncIterable<Grown>) => AsyncGenerator<string>;

/** A table with rows for every patient; nothing where reading fails before the first patient. */
const tableFormat = <C extends Columns>(
  columns: C,
  rowsOf: (grown: Grown) => readonly RowOf<C>[],
): Format =>
  async function* (grown) {
    let head = csvLine(Object.keys(columns));
    for await (const one of grown) {
      const lines = rowsOf(one).map((row) => csvLine(cellsOf(columns, row)));
      yield head + lines.join("");
      head = "";
    }
    if (head !== "") yield head;
  };

const FORMATS = {
  csv: tableFormat(GROWTH_COLUMNS, ({ growth }) => growthRows(growth)),
  summary: tableFormat(GROWTH_SUMMARY_COLUMNS, ({ growth }) => growthSummaryRows(growth)),
  response: tableFormat(RESPONSE_COLUMNS, ({ response }) =>
    response === undefined ? [] : responseRows(response),
  ),
  async *json(grown: AsyncIterable<Grown>) {
    let separator = '{"patients":[\n';
    for await (const { growth, response } of grown) {
      yield separator + JSON.stringify(response === undefined ? growth : { ...growth, response });
      separator = ",\n";
    }
    yield separator === ",\n" ? "\n]}\n" : `${separator}]}\n`;
  },
} satisfies Readonly<Record<string, Format>> as Readonly<Record<string, Format>> & { csv: Format };
