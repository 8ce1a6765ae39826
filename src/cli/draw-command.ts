/** `lesion-graph draw`: figures of an input, as SVG or PNG. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type ErrorCode, fail, fault, LesionGraphError } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { assertOneOf } from "../core/options.js";
import { FEATURE_OPTIONS, type FeatureOptions } from "../features/matrix.js";
import { boardFigure } from "../figures/board/board-figure.js";
import { bodyMapFigure } from "../figures/body-map/body-map-figure.js";
import { cohortOverviewFigure } from "../figures/cohort-overview/cohort-overview-figure.js";
import { graphFigure } from "../figures/graph/graph-figure.js";
import { growthChartFigure } from "../figures/growth-chart/growth-chart-figure.js";
import { interactiveSvg } from "../figures/interactive/index.js";
import type { Figure } from "../figures/kit/figure.js";
import { sequencesFigure } from "../figures/sequences/sequences-figure.js";
import { sizesFigure } from "../figures/sizes/sizes-figure.js";
import { spiderFigure } from "../figures/spider/spider-figure.js";
import { sumOfDiametersFigure } from "../figures/sum-of-diameters/sum-of-diameters-figure.js";
import { swimmerFigure } from "../figures/swimmer/swimmer-figure.js";
import { timelineFigure } from "../figures/timeline/timeline-figure.js";
import { waterfallFigure } from "../figures/waterfall/waterfall-figure.js";
import { lesionGraph } from "../graph/lesion-graph.js";
import { growPatient } from "../growth/grow.js";
import { ALGORITHM1_OPTIONS } from "../matching/algorithm1/algorithm1.js";
import type { MatchOptions } from "../matching/match.js";
import { systemReason } from "../node/reasons.js";
import { respondPatient } from "../response/respond.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { INPUT } from "./common-flags.js";
import { assertFlagsApply, DRAW_FLAGS, type DrawFlags, ROW_FIGURES } from "./draw-flags.js";
import { drawRow, sliceSettings } from "./draw-row.js";
import { figureSettings } from "./figure-settings.js";
import { type Reading, readingOf } from "./growth-options.js";
import { allLesions, inputPatients } from "./input.js";
import { matcherOf, readerOptions } from "./match-flags.js";
import { type Matched, matchInputs } from "./match-inputs.js";

/** Options of any figure; names and ranges are checked by the figure. */
type Given = Readonly<Record<string, unknown>>;

async function run(flags: DrawFlags, name: string, input: string): Promise<void> {
  assertOneOf("FIGURE", name, figureNames());
  assertFlagsApply(name, flags);
  const { output = "-" } = flags;
  if (flags.all === undefined && output !== "-" && !/\.(svg|png)$/i.test(output)) {
    fail("BAD_OPTION", "an output file that ends in .svg or .png", output, { option: "--output" });
  }
  const given: Given = {
    theme: flags.theme,
    widthMm: flags.widthMm,
    ...figureSettings(name, flags.set ?? []),
  };
  if (flags.all !== undefined) return drawAll(name, input, flags, given);
  const figure = await drawn(name, input, flags, given).catch((error) => {
    throw inFile(error, { UNKNOWN_ROW: input, BAD_DATES: flags.dates });
  });
  await writeResult([await fileOf(figure, /\.png$/i.test(output), flags)], [input], flags);
}

/** The content of a figure's file. */
async function fileOf(
  figure: Figure,
  asPng: boolean,
  { dpi, interactive }: DrawFlags,
): Promise<string | Uint8Array> {
  if (!asPng) return interactive ? interactiveSvg(figure) : String(figure);
  const { figureToPng } = await import("../node/png.js");
  return figureToPng(figure, { dpi });
}

/** Draws a figure for every patient, one after the other, into a folder: `89-graph.svg`. */
async function drawAll(name: string, input: string, flags: DrawFlags, given: Given): Promise<void> {
  const figureOf = OF_PATIENT[name];
  if (figureOf === undefined) {
    const names = Object.keys(OF_PATIENT).join(", ");
    fail("BAD_CALL", `--all with a figure of one patient: ${names}`, name);
  }
  const { output: folder } = flags;
  if (folder === undefined || folder === "-") {
    fail("BAD_CALL", "--output with the name of a folder, for --all", folder);
  }
  await mkdir(folder, { recursive: true }).catch((error) => {
    const { received, remedy } = systemReason(error) ?? { received: String(error) };
    fail("CANNOT_WRITE", "a folder that can be made", received, { file: folder, remedy });
  });
  const { call, how } = await matchingOf(input, flags);
  for await (const matched of matchInputs(call)) {
    const slices = await sliceSettings(matched.lesions, flags, given);
    const figure = figureOf(matched, { ...given, ...slices }, how);
    const file = join(folder, `${fileNamePart(matched.match.patient)}-${name}.${flags.all}`);
    const drawing = await fileOf(figure, flags.all === "png", flags);
    await writeResult([drawing], [input], { ...flags, output: file });
  }
}

/** An id as a part of a file name: no folders, and no two ids alike. UTF-8 bytes of other signs than `A-Za-z0-9_.-` as `%2F`. */
const fileNamePart = (id: string): string =>
  id.replaceAll(/[^\w.-]+/g, (signs) =>
    Buffer.from(signs).toString("hex").toUpperCase().replaceAll(/../g, "%$&"),
  );

/** Adds the input file to an error of a figure. */
function inFile(error: unknown, fileOf: Partial<Record<ErrorCode, string | undefined>>): unknown {
  const file = error instanceof LesionGraphError ? fileOf[error.code] : undefined;
  return file === undefined ? error : (error as LesionGraphError).at({ file });
}

type OfPatient = (matched: Matched, given: Given, how: How) => Figure;
type OfMatches = (matched: readonly Matched[], given: Given, how: How) => Figure;
/** The options of matching, growth and response. */
interface How {
  readonly options: MatchOptions;
  readonly reading: Reading;
  /** Whether to compute the response too. */
  readonly recist: boolean;
}
type OfCohort = (lesions: readonly Lesion[], given: Given) => Figure;

const OF_PATIENT: Readonly<Record<string, OfPatient>> = {
  graph: (matched, given, { options }) =>
    graphFigure(matched.match, network(matched, given, options)),
  sequences: (matched, given) => sequencesFigure(matched.match, given),
  board: ({ match }, given) => boardFigure(match, given),
  "sequence-map": ({ match }, given) => bodyMapFigure(match, given),
  spider: ({ match }, given, { reading }) =>
    spiderFigure(growPatient(match, reading.growth), given),
  growth: ({ match }, given, { reading }) =>
    growthChartFigure(growPatient(match, reading.growth), given),
  sum: ({ match }, given, { reading }) =>
    sumOfDiametersFigure(
      respondPatient(growPatient(match, reading.growth), reading.response),
      given,
    ),
  timeline: ({ match }, given, { reading, recist }) => {
    const growth = growPatient(match, reading.growth);
    const response = recist ? respondPatient(growth, reading.response) : undefined;
    return timelineFigure(growth, { ...given, response });
  },
};

const OF_MATCHES: Readonly<Record<string, OfMatches>> = {
  overview: (matched, given) =>
    cohortOverviewFigure(
      matched.map(({ match }) => match),
      given,
    ),
  swimmer: (matched, given, { reading }) =>
    swimmerFigure(
      matched.map(({ match }) =>
        respondPatient(growPatient(match, reading.growth), reading.response),
      ),
      given,
    ),
  waterfall: (matched, given, { reading, recist }) => {
    const growths = matched.map(({ match }) => growPatient(match, reading.growth));
    if (!recist) return waterfallFigure(growths, given);
    return waterfallFigure(
      growths.map((growth) => respondPatient(growth, reading.response)),
      given,
    );
  },
};

const OF_COHORT: Readonly<Record<string, OfCohort>> = {
  "body-map": (lesions, given) => bodyMapFigure(lesions, given),
  sizes: (lesions, given) => sizesFigure(lesions, given),
};

/** The names of all figures. */
const figureNames = (): readonly string[] => [
  ...[OF_PATIENT, OF_MATCHES, OF_COHORT].flatMap((kind) => Object.keys(kind)),
  ...ROW_FIGURES,
];

export const draw = defineCommand({
  description: "Draws one figure, or one for every patient, as SVG or PNG.",
  arguments: [{ syntax: "<figure>", help: figureNames().join(", ") }, INPUT],
  flags: DRAW_FLAGS,
  run,
});

async function drawn(name: string, input: string, flags: DrawFlags, given: Given): Promise<Figure> {
  const lesionsOf = async (): Promise<readonly Lesion[]> =>
    allLesions({ input, reader: await readerOptions(flags), patients: flags.patient });
  if (ROW_FIGURES.includes(name)) return drawRow(name, lesionsOf, flags, given);
  const ofCohort = OF_COHORT[name];
  if (ofCohort !== undefined) {
    ofCohort([], given);
    return ofCohort(await lesionsOf(), given);
  }
  const { call, how } = await matchingOf(input, flags);
  const ofMatches = OF_MATCHES[name];
  const found: Matched[] = [];
  for await (const matched of matchInputs(call)) {
    found.push(matched);
    if (found.length > 1 && !ofMatches) throw severalPatients(name, found);
  }
  if (ofMatches !== undefined) return ofMatches(found, given, how);
  const [matched] = found;
  if (matched === undefined) {
    fail("UNKNOWN_PATIENT", "a patient in the input", undefined, { file: input });
  }
  const slices = await sliceSettings(matched.lesions, flags, given);
  return (OF_PATIENT[name] as OfPatient)(matched, { ...given, ...slices }, how);
}

/** The options of matching, growth and response from the flags. */
async function matchingOf(input: string, flags: DrawFlags) {
  const asked = await matcherOf(flags);
  const options = { ...asked.options, rejectedPairs: "near" } as MatchOptions;
  const how: How = { options, reading: await readingOf(flags), recist: flags.recist };
  const call = {
    inputs: [input],
    flags,
    matcher: { ...asked, options },
    patients: flags.patient,
    read: inputPatients,
  };
  return { call, how };
}

/** The graph of the same features as the matching, and T2 as the largest distance unless set. */
function network({ lesions }: Matched, given: Given, options: MatchOptions): Given {
  const names = Object.keys(FEATURE_OPTIONS);
  const features: Partial<FeatureOptions> = Object.fromEntries(
    // A graph has one kind of location.
    Object.entries(options).filter(([name, value]) => names.includes(name) && value !== "combined"),
  );
  const t2 = "t2" in options && typeof options.t2 === "number" ? options.t2 : undefined;
  const maxDistance = given["maxDistance"] ?? t2 ?? ALGORITHM1_OPTIONS.t2.default;
  return {
    ...given,
    maxDistance,
    graph: lesionGraph(lesions, { ...features, maxDistance: Number(maxDistance) }),
  };
}

const severalPatients = (name: string, found: readonly Matched[]): LesionGraphError =>
  fault(
    "SEVERAL_PATIENTS",
    `one patient for ${name}`,
    found.map(({ match }) => match.patient).join(", "),
    { remedy: "choose one with --patient" },
  );
