/**
 * What the data behind defaults measure: scales and thresholds of features (docs/features.md), sizes, offsets and
 * series that simulated cohorts imitate (docs/simulation.md), and positions in key slices (docs/images.md). Real data
 * lie beside the project; without them nothing is written.
 *
 * `npm run accuracy:data`
 */
import { existsSync, readFileSync } from "node:fs";
import { group, median, quantileSorted } from "d3-array";
import { type DlInfoLesion, type Lesion, match, readDlInfo } from "lesion-graph";
import { evaluate, readTruth, type Truth } from "lesion-graph/evaluation";
import { featureDistance, featureMatrix } from "lesion-graph/graph";
import { bodyPosition, decodeSlice } from "lesion-graph/images";
import { DEEPLESION_COHORT, type SimulationOptions, simulateCohort } from "lesion-graph/simulation";
import { putBetween, stamp, table } from "./markdown.js";

const shared = new URL("../../shared/data/", import.meta.url);
const doc = (name: string): URL => new URL(`../docs/${name}.md`, import.meta.url);
const origin = `${stamp()}, \`npm run accuracy:data\`.`;
const AXES = [0, 1, 2] as const;

/** All pairs of a list. */
function pairsOf<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b) => [a, b] as const));
}

const byStudy = <L extends Lesion>(lesions: readonly L[]): L[][] => [
  ...group(lesions, ({ patient, study }) => `${patient} ${study}`).values(),
];

const mm = (value: number | undefined): string => (value ?? Number.NaN).toFixed(1);

/** Millimetres per unit of relative location: medians over pairs of lesions of one study. */
function scaleTable(few: readonly DlInfoLesion[], official: readonly DlInfoLesion[]): string {
  const row = (name: string, lesions: readonly DlInfoLesion[]) => {
    const pairs = byStudy(lesions).flatMap(pairsOf);
    const scales = AXES.map((k) =>
      median(
        pairs.flatMap(([a, b]) => {
          const [unit, length] = [
            Math.abs(a.location![k] - b.location![k]),
            Math.abs(a.centreMm[k] - b.centreMm[k]),
          ];
          return unit > 0.01 ? [length / unit] : [];
        }),
      ),
    ) as number[];
    const mean = Math.cbrt(scales.reduce((product, scale) => product * scale, 1));
    return [name, ...[...scales, mean].map((scale) => scale.toFixed(0))];
  };
  return table(
    [
      "mm per unit of relative location",
      "side to side",
      "front to back",
      "along",
      "geometric mean",
    ],
    [row("DeepLesion, patients 89-100", few), row("DeepLesion, official test split", official)],
  );
}

type Cohort = ReturnType<typeof simulateCohort>;

/** Pair F1 of Algorithm 1 on the validation part of DLS and on a simulated cohort. */
function bothScores(
  dls: readonly Lesion[],
  truth: Truth,
  { lesions, truth: groups }: Cohort,
  options: { readonly t2?: number; readonly weights?: Readonly<Record<string, number>> },
): string[] {
  const all: Truth = new Map(groups.map(({ row, group: id }) => [row, String(id)]));
  const f1 = (own: readonly Lesion[], known: Truth, partial: boolean): string =>
    evaluate(match(own, { method: "algorithm1", explain: false, ...options }), known, {
      partial,
      resamples: 0,
    }).pairs.f1.toFixed(3);
  return [f1(dls, truth, true), f1(lesions, all, false)];
}

function sizeWeights(dls: readonly Lesion[], truth: Truth, cohort: Cohort): string {
  const rows = [0, 0.0125, 0.025, 0.035, 0.05].map((size) => [
    size,
    ...bothScores(dls, truth, cohort, { weights: { size } }),
  ]);
  return table(["weight of size", "pair F1, DLS (partial truth)", "pair F1, simulated"], rows);
}

/** Feature distances of pairs of one study, in ascending order: those that are the same lesion, and all others. */
function distancesInStudies(
  lesions: readonly Lesion[],
  isSame: (a: Lesion, b: Lesion) => boolean,
): [same: number[], other: number[]] {
  const [same, other]: [number[], number[]] = [[], []];
  for (const own of group(lesions, ({ patient }) => patient).values()) {
    const matrix = featureMatrix(own);
    for (const [i, j] of pairsOf([...own.keys()])) {
      const [a, b] = [own[i]!, own[j]!];
      if (a.study !== b.study) continue;
      (isSame(a, b) ? same : other).push(featureDistance(matrix, i, j));
    }
  }
  return [same.sort((a, b) => a - b), other.sort((a, b) => a - b)];
}

/** Distances of annotations of one lesion in two series of a study and of other pairs, and scores by T2. */
function thresholds(dls: readonly Lesion[], truth: Truth, cohort: Cohort): string {
  const [same, other] = distancesInStudies(
    dls.filter(({ row }) => truth.has(row)),
    (a, b) => truth.get(a.row) === truth.get(b.row),
  );
  const at = (values: number[], share: number) => quantileSorted(values, share)!.toFixed(3);
  const distanceRows = [
    ["one lesion", same.length, at(same, 0), at(same, 0.5), at(same, 0.9), at(same, 1)],
    ["two lesions", other.length, at(other, 0), at(other, 0.5), at(other, 0.9), at(other, 1)],
  ];
  const t2Rows = [0.04, 0.06, 0.084, 0.1, 0.12, 0.14, 0.2].map((t2) => [
    t2,
    ...bothScores(dls, truth, cohort, { t2 }),
  ]);
  return [
    table(
      ["two annotations of one study, DLS", "pairs", "least", "median", "90 %", "largest distance"],
      distanceRows,
    ),
    "",
    table(["T2", "pair F1, DLS (partial truth)", "pair F1, simulated"], t2Rows),
  ].join("\n");
}

function longAxes(real: readonly Lesion[]): string {
  const row = (name: string, lesions: readonly Lesion[]) => {
    const sorted = lesions.flatMap(({ longAxisMm }) => longAxisMm ?? []).sort((a, b) => a - b);
    const shares = [0, 0.05, 0.5, 0.95, 0.99, 1];
    return [name, ...shares.map((share) => mm(quantileSorted(sorted, share)))];
  };
  const cohort = (options: Partial<SimulationOptions>) => simulateCohort(options).lesions;
  return table(
    ["long axis, mm", "smallest", "5 %", "median", "95 %", "99 %", "largest"],
    [
      row(`${real.length} rows of DeepLesion (patients 89-100, 23 liver lesions, DLS)`, real),
      row("`simulate -o DIR --patients 2000`", cohort({ patients: 2000 })),
      row(
        "`simulate -o DIR --patients 2000 --seed 2024 --set meanStudies=4`",
        cohort({ patients: 2000, seed: 2024, meanStudies: 4 }),
      ),
    ],
  );
}

/** Offsets of two studies of DLS, and the differences of linked lesions without them. */
function offsets(dls: readonly DlInfoLesion[], truth: Truth): string {
  const shifts: number[][] = [];
  /** Of two linked pairs of the same studies: the offset cancels out. */
  const contrasts: number[][] = [];
  for (const own of group(dls, ({ patient }) => patient).values()) {
    const studies = [...group(own, ({ study }) => study).values()];
    for (const [earlier, later] of pairsOf(studies)) {
      const differences = earlier.flatMap((a) =>
        later
          .filter((b) => truth.has(a.row) && truth.get(a.row) === truth.get(b.row))
          .map((b) => AXES.map((k) => b.centreMm[k] - a.centreMm[k])),
      );
      if (differences.length < 3) continue;
      const shift = AXES.map((k) => median(differences, (one) => one[k]) ?? 0);
      shifts.push(shift);
      for (const [a, b] of pairsOf(differences)) {
        contrasts.push(AXES.map((k) => (a[k]! - b[k]!) / Math.SQRT2));
      }
    }
  }
  const size = (k: number) => shifts.map((one) => Math.abs(one[k]!)).sort((a, b) => a - b);
  const robust = (k: number) => 1.4826 * median(contrasts, (one) => Math.abs(one[k]!))!;
  const names = ["side to side", "front to back", "along"];
  return table(
    ["mm", ...names],
    [
      [
        `offset of ${shifts.length} pairs of studies with three linked pairs: median`,
        ...AXES.map((k) => mm(median(size(k)))),
      ],
      ["third quartile", ...AXES.map((k) => mm(quantileSorted(size(k), 0.75)))],
      ["largest", ...AXES.map((k) => mm(size(k).at(-1)))],
      [
        "difference of a linked pair without the offset: robust standard deviation",
        ...AXES.map((k) => mm(robust(k))),
      ],
    ],
  );
}

/** What `DEEPLESION_COHORT` imitates. */
function seriesTable(lesions: readonly DlInfoLesion[]): string {
  const studies = byStudy(lesions);
  const inSeries = studies.map((own) => [...group(own, ({ series }) => series).values()]);
  const several = inSeries.filter(({ length }) => length > 1).length;
  const apart = (a: DlInfoLesion, b: DlInfoLesion) =>
    Math.hypot(...AXES.map((k) => a.location![k] - b.location![k]));
  const near = inSeries
    .flatMap(pairsOf)
    .map(([some, others]) => some.flatMap((a) => others.map((b) => [a, b] as const)));
  const same = near.flat().filter(([a, b]) => apart(a, b) < 0.02);
  const rough = same.filter(([a, b]) => Math.abs(Math.log(a.longAxisMm / b.longAxisMm)) > 0.32);
  const logs = lesions.map(({ longAxisMm }) => Math.log(longAxisMm));
  const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
  const spread = Math.sqrt(
    logs.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (logs.length - 1),
  );
  const atOneHeight = near
    .map((pairs) => pairs.filter(([a, b]) => Math.abs(a.location![2] - b.location![2]) < 0.05))
    .filter(({ length }) => length > 0);
  const otherStart = atOneHeight.filter((pairs) =>
    pairs.some(([a, b]) => Math.abs(a.centreMm[2] - b.centreMm[2]) > 160),
  );
  const { secondSeries, otherSeriesStart, duplicated, roughSize, medianLongMm, sizeSpread } =
    DEEPLESION_COHORT;
  return table(
    ["", "measured", "option"],
    [
      [
        "studies with lesions in two or more series",
        `${several} of ${studies.length}`,
        `\`secondSeries: ${secondSeries}\``,
      ],
      [
        "pairs of series with lesions at one normalised z (within 0.05): more than 160 mm apart in z",
        `${otherStart.length} of ${atOneHeight.length}`,
        `\`otherSeriesStart: ${otherSeriesStart}\``,
      ],
      [
        "lesions of two series of a study closer than 0.02 in normalised location",
        `${same.length} pairs`,
        `\`duplicated: ${duplicated}\``,
      ],
      [
        "these: ln long axis differs by more than 0.32",
        `${rough.length} of ${same.length}`,
        `\`roughSize: ${roughSize}\``,
      ],
      [
        "long axis: geometric mean, standard deviation of ln",
        `${mm(Math.exp(mean))} mm, ${spread.toFixed(2)}`,
        `\`medianLongMm: ${medianLongMm}\`, \`sizeSpread: ${sizeSpread}\``,
      ],
    ],
  );
}

/** Positions by the mask of the data set against those of its table. */
function positions(lesions: readonly DlInfoLesion[]): string {
  const differences = lesions.flatMap(({ fileName, boxPx, location }) => {
    const file = new URL(`deeplesion/key_slices/${fileName}`, shared);
    if (!existsSync(file)) return [];
    const { x, y } = bodyPosition(decodeSlice(readFileSync(file)), boxPx);
    return [Math.abs(x - location![0]), Math.abs(y - location![1])];
  });
  const digits = (value: number): string => value.toExponential(1);
  return table(
    ["real slices", "values", "median difference to the file", "largest"],
    [
      [
        differences.length / 2,
        differences.length,
        digits(median(differences)!),
        digits(Math.max(...differences)),
      ],
    ],
  );
}

if (!existsSync(shared)) {
  console.log("../shared/data is not here: nothing is measured");
} else {
  const text = (path: string): string => readFileSync(new URL(path, shared), "utf8");
  const lesionsOf = (path: string): readonly DlInfoLesion[] => readDlInfo(text(path)).lesions;
  const few = lesionsOf("deeplesion/DL_info_patients_89-100.csv");
  const liver = lesionsOf("deeplesion/DL_info_liver_23_extra_columns.csv");
  const official = lesionsOf("deeplesion/DL_info_official_test.csv");
  const dls = lesionsOf("dls/valid_lesions.csv");
  const truth = readTruth(text("dls/valid_truth.csv"));
  const simulated = simulateCohort({ patients: 400, seed: 5 });
  const sections = [
    ["features", "feature-scales", scaleTable(few, official)],
    ["features", "feature-sizes", sizeWeights(dls, truth, simulated)],
    ["features", "feature-thresholds", thresholds(dls, truth, simulated)],
    ["simulation", "simulated-sizes", longAxes([...few, ...liver, ...dls])],
    ["simulation", "simulated-offsets", offsets(dls, truth)],
    ["simulation", "simulated-series", seriesTable(official)],
    ["images", "body-position", positions(liver)],
  ] as const;
  for (const [name, place, written] of sections) {
    putBetween(doc(name), place, `${written}\n\n${origin}`);
    console.log(`${written}\n`);
  }
}
