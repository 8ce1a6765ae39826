/** `lesion-graph report`: one self-contained HTML page of a patient or a cohort. */
import { basename } from "node:path";
import { fail, inputName, LesionGraphError, withPlace } from "../core/errors.js";
import { boolean, text } from "../core/options.js";
import { defaultFeatures } from "../features/feature-options.js";
import { lesionGraph } from "../graph/lesion-graph.js";
import { growPatient } from "../growth/grow.js";
import type { PatientGrowth } from "../growth/growth-result.js";
import type { GrowthOptions } from "../growth/growth-schema.js";
import type { MatchOptions } from "../matching/match.js";
import type { PatientMatch } from "../matching/result.js";
import { reportHtml } from "../report/report.js";
import type { ReportPatient } from "../report/report-patient.js";
import { respondPatient } from "../response/respond.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { INPUT, output, patient } from "./common-flags.js";
import { type FlagValues, flag, optionalFlag } from "./flags.js";
import { GROWTH_FLAGS, type Reading, readingOf } from "./growth-options.js";
import { inputPatients } from "./input.js";
import { keySlicesIfAny, SLICES_FLAG } from "./key-slices.js";
import { MATCH_FLAGS, matcherOf } from "./match-flags.js";
import { type Matched, matchInputs } from "./match-inputs.js";
import { version } from "./version.js";

const FLAGS = {
  ...MATCH_FLAGS,
  ...GROWTH_FLAGS,
  patient,
  title: optionalFlag("--title <text>", text("", "Heading of the page")),
  ...SLICES_FLAG,
  static: flag("--static", boolean(false, "Leave the script out: no tooltips, highlighting, zoom")),
  output: { ...output, help: "Output file, .html (default: standard output)" },
};

/** Largest distance of pairs in the graph of joint matches: the default T2 of Algorithm 1. */
const GRAPH_DISTANCE = 0.1;

type Values = FlagValues<typeof FLAGS>;

export const report = defineCommand({
  description:
    "Writes one self-contained HTML page: figures, tables and review questions of a patient or cohort.",
  examples: ["report DL_info.csv --patient 3 --dates dates.csv -o patient-3.html"],
  arguments: [INPUT],
  flags: FLAGS,
  run,
});

async function run(flags: Values, input: string): Promise<void> {
  const { output: file = "-" } = flags;
  if (file !== "-" && !/\.html?$/i.test(file)) {
    fail("BAD_OPTION", "an output file that ends in .html", file, { option: "--output" });
  }
  const reading = await readingOf(flags);
  const asked = await matcherOf(flags);
  // Questions about possible merges and duplicates come from rejected pairs.
  const options: MatchOptions = { ...asked.options, rejectedPairs: "near" };
  const matcher = { ...asked, options };
  const patients: ReportPatient[] = [];
  const without: LesionGraphError[] = [];
  for await (const matched of matchInputs({
    inputs: [input],
    flags,
    matcher,
    patients: flags.patient,
    checks: reading.checks,
    ...(flags.slices !== undefined && { read: inputPatients }),
  })) {
    const one = withPlace({ file: input }, () =>
      reportPatient(matched, options, reading, flags.dates),
    );
    const images = flags.slices && (await keySlicesIfAny(flags.slices, matched.lesions));
    if (images instanceof LesionGraphError) without.push(images);
    patients.push({ ...one, ...(images instanceof Map && { slices: images }) });
  }
  // A patient of a cohort may have no slices, but not all of them.
  if (without[0] !== undefined && without.length === patients.length) throw without[0];
  const page = reportHtml(patients, {
    title: flags.title ?? "",
    input: basename(inputName(input)),
    program: `lesion-graph ${version()}`,
    settings: settingsOf(flags, patients),
    interactive: !flags.static,
  });
  await writeResult([page], [input], flags);
}

/** Growth and response where all lesions have the axis they are followed by; unknown organs count as one organ. */
function reportPatient(
  { match, lesions }: Matched,
  options: MatchOptions,
  { growth: growthOptions, response }: Reading,
  dates: string | undefined,
): ReportPatient {
  const features = options.features ?? defaultFeatures(lesions);
  const graph = lesionGraph(lesions, {
    features,
    maxDistance: "t2" in options && options.t2 !== undefined ? options.t2 : GRAPH_DISTANCE,
  });
  const place = dates === undefined ? {} : { file: dates };
  const growth = withPlace(place, () => growthIfSized(match, growthOptions), "BAD_DATES");
  if (growth === undefined) return { match, graph };
  const unknownOrgan = response.unknownOrgan ?? "together";
  return { match, graph, growth, response: respondPatient(growth, { ...response, unknownOrgan }) };
}

function growthIfSized(
  match: PatientMatch,
  options: Partial<GrowthOptions>,
): PatientGrowth | undefined {
  try {
    return growPatient(match, options);
  } catch (error) {
    if (error instanceof LesionGraphError && error.code === "MISSING_FEATURE") return undefined;
    throw error;
  }
}

/** The settings by the names of the flags. */
function settingsOf(flags: Values, patients: readonly ReportPatient[]): Record<string, string> {
  const isDated = patients.some(({ growth }) => growth?.unit === "day");
  const given: readonly (readonly [string, unknown])[] = [
    ["Features", flags.features],
    ["Dates", flags.dates ? basename(flags.dates) : isDated ? "from the input" : "none"],
    ["Annotation completeness", flags.annotationCompleteness ?? "partial"],
    ["Lesion notes", flags.lesionNotes && basename(flags.lesionNotes)],
    ["Status notes", flags.statusNotes && basename(flags.statusNotes)],
  ];
  return Object.fromEntries(
    given.flatMap(([name, one]) => (one === undefined ? [] : [[name, String(one)]])),
  );
}
