/** `lesion-graph evaluate`: scores sequences against ground truth. */
import { exp } from "../core/arithmetic.js";
import { withPlace } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { integer, number } from "../core/options.js";
import type { Interval } from "../evaluation/bootstrap.js";
import {
  type CrossValidation,
  crossValidate,
  type Settings,
} from "../evaluation/cross-validation.js";
import { type Curve, precisionRecallCurve } from "../evaluation/curve.js";
import { type Evaluation, evaluate as evaluateMatches, RESAMPLES } from "../evaluation/evaluate.js";
import {
  ALGORITHM1_OPTIONS,
  type Algorithm1Options,
} from "../matching/algorithm1/algorithm1-options.js";
import type { MatchOptions } from "../matching/match.js";
import { DEFAULT_METHOD, type PatientMatch } from "../matching/result.js";
import { readTruthFile } from "../node/files.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { format, INPUT, output, TRUTH_FLAGS } from "./common-flags.js";
import { assertFlagsUsed, type FlagUse, pickFlags } from "./flag-use.js";
import { type FlagValues, flag, optionalFlag, withoutDefault } from "./flags.js";
import { matcherOf, SEQUENCE_FLAGS } from "./match-flags.js";
import { matchInputs } from "./match-inputs.js";
import { progressLine } from "./terminal.js";
import { share, type TextCell, textTable } from "./text-table.js";

const FLAGS = {
  ...SEQUENCE_FLAGS,
  ...TRUTH_FLAGS,
  folds: optionalFlag(
    "--folds <k>",
    withoutDefault(integer(2, "Number of folds for choosing the settings by cross-validation", 2)),
  ),
  resamples: flag(
    "--resamples <n>",
    number(1000, "Number of resamples of patients for the intervals", RESAMPLES),
  ),
  seed: flag("--seed <n>", integer(1, "Seed of resampling and folds")),
  format: format(["table", "json"], "table"),
  output,
};

export const evaluate = defineCommand({
  description: "Scores the sequences of an input against ground truth.",
  examples: ["evaluate DL_info.csv --truth truth.csv"],
  arguments: [INPUT],
  flags: FLAGS,
  run,
});

/** All results. */
interface Report {
  readonly method: string;
  readonly evaluation: Evaluation;
  /** Algorithm 1 only: precision and recall by T2. */
  readonly curve: Curve | undefined;
  readonly crossValidation: CrossValidation | undefined;
}

/** Flags that only some choices use. */
export const EVALUATE_USES: readonly FlagUse[] = [
  { flags: pickFlags(FLAGS, ["seed"]), usedBy: ["--resamples", "--folds"] },
];

async function run(flags: FlagValues<typeof FLAGS>, input: string): Promise<void> {
  const drawn = [flags.resamples > 0 && "--resamples", flags.folds !== undefined && "--folds"];
  const chosen = drawn.filter((one) => one !== false);
  assertFlagsUsed(flags, EVALUATE_USES, chosen.length > 0 ? chosen : ["--resamples 0"]);
  const asked = await matcherOf(flags);
  const options: MatchOptions = { ...asked.options, rejectedPairs: "none", explain: false };
  const truth = await readTruthFile(flags.truth);
  const matches: PatientMatch[] = [];
  const lesions: Lesion[] = [];
  const matcher = { ...asked, options };
  for await (const matched of matchInputs({ inputs: [input], flags, matcher })) {
    matches.push(matched.match);
    for (const lesion of matched.lesions) lesions.push(lesion);
  }
  const { method = DEFAULT_METHOD, partial, resamples, seed, folds } = flags;
  const { onProgress, clear } = progressLine();
  const how = { partial, resamples, seed, onProgress };
  const score = (): Report => ({
    method,
    evaluation: evaluateMatches(matches, truth, how),
    curve:
      method === "joint"
        ? undefined
        : curveAbout(lesions, truth, withoutMethod(options), { partial, onProgress }),
    crossValidation:
      folds === undefined
        ? undefined
        : crossValidate(lesions, truth, folds, {
            ...how,
            method,
            matcher: withoutMethod(options),
          }),
  });
  const report = withPlace({ file: flags.truth }, score, "BAD_TRUTH");
  clear();
  const written = flags.format === "json" ? `${JSON.stringify(report)}\n` : tableOf(report);
  await writeResult([written], [input], flags);
}

/** The options of the selected matcher from the flags. */
const withoutMethod = ({ method: _, ...matcher }: MatchOptions): Partial<Algorithm1Options> =>
  matcher as Partial<Algorithm1Options>;

/** The curve over T2 from a quarter to four times the given one. */
function curveAbout(
  lesions: readonly Lesion[],
  truth: Parameters<typeof precisionRecallCurve>[1],
  matcher: Partial<Algorithm1Options>,
  how: Pick<NonNullable<Parameters<typeof precisionRecallCurve>[3]>, "partial" | "onProgress">,
): Curve {
  const middle = matcher.t2 ?? ALGORITHM1_OPTIONS.t2.default;
  const values = Array.from({ length: 17 }, (_, k) => middle * exp(((k - 8) / 4) * Math.LN2));
  return precisionRecallCurve(lesions, truth, values, { ...matcher, ...how });
}

function tableOf({ method, evaluation, curve, crossValidation }: Report): string {
  const { patients, lesions, unlabelled, partial } = evaluation;
  const without = unlabelled > 0 ? `, ${unlabelled} more without truth` : "";
  const parts = [
    `${method}: ${patients} patients, ${lesions} lesions${without}, ${partial ? "partial" : "full"} truth`,
    textTable(scoreRows(evaluation)),
  ];
  if (curve !== undefined) {
    parts.push(`area under the precision-recall curve over T2: ${share(curve.area)}`);
  }
  const worst = evaluation.byPatient.filter(
    ({ pairs }) => pairs.falsePositives + pairs.falseNegatives > 0,
  );
  if (worst.length > 0) parts.push(textTable(patientRows(worst)));
  if (crossValidation !== undefined) {
    const { folds, evaluation: held } = crossValidation;
    parts.push(
      `settings chosen on the patients of ${folds.length - 1} folds, judged on the other:`,
    );
    parts.push(textTable(scoreRows(held)));
    parts.push(
      textTable(folds.map(({ settings }, fold) => [`fold ${fold + 1}`, inWords(settings)])),
    );
  }
  return `${parts.join("\n\n")}\n`;
}

const unlabelledText = ({
  pairs,
  comparable,
  contradicted,
}: Evaluation["unlabelledPairs"]): string =>
  comparable === 0
    ? `predicted pairs without truth: ${pairs}`
    : `predicted pairs without truth: ${pairs}, contradicted by type or location: ${contradicted} of ${comparable}`;

function scoreRows({
  pairs,
  links,
  exact,
  partition,
  intervals,
  unlabelledPairs,
}: Evaluation): TextCell[][] {
  const row = (name: string, value: number, interval?: Interval): TextCell[] => [
    name,
    share(value),
    interval === undefined ? "" : `${share(interval.low)}-${share(interval.high)}`,
  ];
  return [
    ["", "", intervals === undefined ? "" : "95 % of resampled cohorts"],
    row("pair precision", pairs.precision, intervals?.precision),
    row("pair recall", pairs.recall, intervals?.recall),
    row("pair F1", pairs.f1, intervals?.f1),
    row("link precision", links.precision),
    row("link recall", links.recall),
    row("link F1", links.f1, intervals?.linkF1),
    row(`exact sequences (${exact.exact} of ${exact.groups})`, exact.share, intervals?.exact),
    ...(partition === undefined
      ? [[unlabelledText(unlabelledPairs)]]
      : [
          row("purity", partition.purity),
          row("normalised mutual information", partition.normalisedMutualInformation),
          row("adjusted Rand index", partition.adjustedRand),
        ]),
  ];
}

/** The ten patients with most errors. */
const patientRows = (worst: Evaluation["byPatient"]): TextCell[][] => [
  ["patient", "lesions", "studies", "wrong pairs", "missed pairs", "pair F1"],
  ...worst
    .slice(0, 10)
    .map(({ patient, lesions, studies, pairs }) => [
      patient,
      lesions,
      studies,
      pairs.falsePositives,
      pairs.falseNegatives,
      share(pairs.f1),
    ]),
];

function inWords(settings: Settings): string {
  if (settings.method === "joint") {
    const { weights, prior } = settings.model;
    const numbers = { ...weights, prior: prior.link };
    return Object.entries(numbers)
      .map(([name, value]) => `${name} ${value.toFixed(2)}`)
      .join(", ");
  }
  const weights = Object.entries(settings.weights).map(
    ([name, value]) => `, weight of ${name} ${value}`,
  );
  return `T1 ${settings.t1}, T2 ${settings.t2}${weights.join("")}`;
}
