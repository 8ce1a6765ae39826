/** `lesion-graph grow`: diameters, changes, rates and response of every sequence. */
import { fail, LesionGraphError, withPlace } from "../core/errors.js";
import { boolean } from "../core/options.js";
import { growOne, growthOptions } from "../growth/grow.js";
import type { PatientGrowth } from "../growth/growth-result.js";
import { NamedRows } from "../growth/sequence-rows.js";
import type { MatchOptions } from "../matching/match.js";
import type { PatientMatch } from "../matching/result.js";
import { respondOne, responseOptions } from "../response/respond.js";
import type { PatientResponse } from "../response/response-result.js";
import type { ResponseOptions } from "../response/response-schema.js";
import { SDTM_OPTIONS } from "../response/sdtm.js";
import { defineCommand, withFlagName } from "./command.js";
import { warnOfOtherExtension, writeResult } from "./command-output.js";
import { format, INPUT, output, patient } from "./common-flags.js";
import { assertFlagsUsed, chosenWith, type FlagUse, formats, pickFlags } from "./flag-use.js";
import { type FlagValues, flag, given, optionalFlag } from "./flags.js";
import { DOMAINS, GROWTH_FORMATS, type Grown, isDomain } from "./growth-formats.js";
import {
  BEST_FLAGS,
  GROWTH_FLAGS,
  type GrowthFlags,
  LIMIT_FLAGS,
  RESPONSE_FLAGS,
  type Reading,
  readingOf,
} from "./growth-options.js";
import { LINK_FLAGS, MATCH_FLAGS, type Matcher, matcherOf } from "./match-flags.js";
import { matchBatches } from "./match-inputs.js";
import { warn } from "./terminal.js";

const FLAGS = {
  ...MATCH_FLAGS,
  ...GROWTH_FLAGS,
  patient,
  recist: flag(
    "--recist",
    boolean(false, "Add the response to JSON; formats of a response imply it"),
  ),
  studyId: optionalFlag("--study-id <text>", SDTM_OPTIONS.studyId),
  evaluator: optionalFlag("--evaluator <text>", SDTM_OPTIONS.evaluator),
  format: format(Object.keys(GROWTH_FORMATS) as (keyof typeof GROWTH_FORMATS)[], "csv"),
  output,
};

type Values = FlagValues<typeof FLAGS>;

/** Flags that only some formats use. */
export const GROW_USES: readonly FlagUse[] = [
  { flags: { ...LIMIT_FLAGS, ...LINK_FLAGS }, usedBy: formats("summary", "json") },
  { flags: RESPONSE_FLAGS, usedBy: formats("response", ...DOMAINS, "json --recist") },
  { flags: BEST_FLAGS, usedBy: formats("response", "json --recist") },
  { flags: pickFlags(FLAGS, ["recist"]), usedBy: formats("json", "response", ...DOMAINS) },
  { flags: pickFlags(FLAGS, ["studyId", "evaluator"]), usedBy: formats(...DOMAINS) },
];

export const grow = defineCommand({
  description: "Follows every lesion sequence: diameters, changes, rates and response.",
  examples: [
    "grow DL_info.csv --dates dates.csv -o growth.csv",
    "grow DL_info.csv --dates dates.csv --format response --unknown-organ together",
  ],
  arguments: [INPUT],
  flags: FLAGS,
  run,
});

async function run(flags: Values, input: string): Promise<void> {
  assertFlagsUsed(flags, GROW_USES, chosenWith(`--format ${flags.format}`, flags));
  warnOfOtherExtension(flags);
  const reading = await readingOf(flags);
  const asked = await matcherOf(flags);
  // Only flags and links, which these formats do not have, need explanations.
  const isBare = ["csv", "parquet", "response"].includes(flags.format);
  const options: MatchOptions = { ...asked.options, rejectedPairs: "none", explain: !isBare };
  const grown = growAll(input, flags, { ...asked, options }, reading);
  const texts = GROWTH_FORMATS[flags.format](grown);
  const named = flags.lesionNotes ?? flags.statusNotes ?? flags.baseline;
  const mayFailLast = isAssessed(flags) || named !== undefined;
  await writeResult(mayFailLast ? await whole(texts) : texts, [input], flags);
}

/** True where the result holds responses. */
const isAssessed = ({ format: name, recist }: Values): boolean =>
  recist || name === "response" || isDomain(name);

/** All texts of a result whose last patient may show that there is none to write. */
async function whole<T>(texts: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const text of texts) all.push(text);
  return all;
}

/** In batches; at the end, unknown rows of notes are an error. */
async function* growAll(
  input: string,
  flags: Values,
  matcher: Matcher,
  reading: Reading,
): AsyncGenerator<readonly Grown[]> {
  const options = growthOptions("grow", reading.growth);
  const dates = flags.dates === undefined ? {} : { file: flags.dates };
  const { studyId, evaluator } = flags;
  const sdtm = given({ studyId, evaluator, statusNotes: reading.response.statusNotes });
  const assessing = isAssessed(flags) ? responseOptions("respond", reading.response) : undefined;
  const faults = new FaultCount();
  const notes = notedRows(reading, flags);
  const found =
    notes.length === 0
      ? undefined
      : (rows: readonly number[]): void => {
          for (const { rows: named } of notes) named.found(rows);
        };
  const { patient: patients } = flags;
  const matched = matchBatches({
    inputs: [input],
    flags,
    matcher,
    patients,
    noteRows: found,
    checks: reading.checks,
  });
  const grownOf = (match: PatientMatch): Grown => {
    const growth = withPlace(dates, () => growOne(match, options), "BAD_DATES");
    const response = assessing && responseOf(growth, assessing);
    faults.add(response);
    return { growth, response, sdtm };
  };
  for await (const batch of matched) {
    const grown: Grown[] = [];
    try {
      for (const { file, match } of batch) grown.push(withPlace({ file }, () => grownOf(match)));
    } finally {
      // Patients before an error are passed on before it.
      yield grown;
    }
  }
  for (const { file, rows } of notes) withPlace({ file }, () => rows.assertAllFound());
  withPlace({ file: input }, () => faults.report());
}

/** The response; its fault names flags, not options of the library. */
function responseOf(growth: PatientGrowth, options: ResponseOptions): PatientResponse {
  const response = respondOne(growth, options);
  if (response.fault === undefined) return response;
  const { code, parts, where } = response.fault;
  const typed = withFlagName(new LesionGraphError(code, parts, where), FLAGS);
  const { message, fault } = typed;
  return { ...response, fault: { code, message, where: typed.where, parts: fault } };
}

/** The rows named by files of notes. Memory: the notes only. */
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

/** Patients that could not be assessed: one line at the end, or an error if there is no other patient. */
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

  /** @throws LesionGraphError the first error if no patient could be assessed. */
  report(): void {
    const first = this.#first;
    if (first === undefined) return;
    if (this.#assessed === 0) {
      const { expected, received, remedy } = first.parts;
      fail(first.code, expected, received, { ...first.where, remedy });
    }
    const more = this.#count > this.#patients.length ? ", …" : "";
    warn(
      `${this.#count} of ${this.#count + this.#assessed} patients have no response (${this.#patients.join(", ")}${more}); the first: ${first.code}: ${first.message}`,
    );
  }
}
