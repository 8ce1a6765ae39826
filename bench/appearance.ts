/**
 * Whether appearance helps Algorithm 1: pair F1 with and without it, on simulated lesions that are
 * painted, measured and matched, for lesions that keep their look from study to study and for ones that
 * do not; and the ranks of the pairs of two studies among the real slices, where they lie beside the project.
 *
 * `npm run bench:appearance`
 */
import { existsSync, readFileSync } from "node:fs";
import { type DlInfoLesion, type Lesion, match, readDlInfo } from "lesion-graph";
import { evaluate } from "lesion-graph/evaluation";
import { appearanceOf, appearanceVector, decodeSlice, sliceOf } from "lesion-graph/images";
import { simulateCohort } from "lesion-graph/simulation";
import { putBetween, stamp, table } from "./markdown.js";

const SEEDS = [1, 2, 3];
const PATIENTS = 30;
const WEIGHTS = [0, 0.5, 1, 2.5, 5, 10];
/** Thresholds that every column may choose from, on the same lesions: as kind to one as to the other. */
const T1 = [0.02, 0.04, 0.08];
const T2 = [0.06, 0.08, 0.1, 0.13, 0.17, 0.22];
/** Share of a look's variance that a lesion keeps from study to study. */
const KEPT = [0, 0.5, 0.8, 0.95];

/** A stream of numbers of its own for every text: normal with mean 0 and deviation 1. */
function normals(key: string): () => number {
  let state = 2166136261;
  for (const character of key) state = Math.imul(state ^ character.charCodeAt(0), 16777619);
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((a, b) => a + b) - 6;
}

/** What a lesion looks like: contrast to its surroundings, coarseness and strength of its texture. */
type Look = readonly number[];

function lookOf(group: string, annotation: string, kept: number): Look {
  // The texts seed the numbers of the table in docs/images.md: others give another table.
  const [own, now] = [normals(`group ${group}`), normals(`mark ${annotation}`)];
  return Array.from({ length: 4 }, () => Math.sqrt(kept) * own() + Math.sqrt(1 - kept) * now());
}

/** The lesion painted into tissue of some HU, with the contrast phase of its study and noise. */
function appearance(lesion: DlInfoLesion, look: Look): Float64Array {
  const [contrast, strength, grain, ground] = look as readonly [number, number, number, number];
  const phase = 15 * normals(`study ${lesion.patient} ${lesion.study}`)();
  const noise = normals(`noise ${lesion.row}`);
  const [sx] = lesion.spacingMm;
  const splitMergeRadiusMm = Math.ceil((lesion.longAxisMm / 2 + 12) / sx);
  const size = 2 * splitMergeRadiusMm + 1;
  const [x1, y1, x2, y2] = lesion.longAxisPx;
  const [dx, dy] = [
    Math.round((x1 + x2) / 2) - splitMergeRadiusMm - 1,
    Math.round((y1 + y2) / 2) - splitMergeRadiusMm - 1,
  ];
  const moved = (segment: readonly number[]) =>
    segment.map(
      (value, i) => value - (i % 2 === 0 ? dx : dy),
    ) as unknown as typeof lesion.longAxisPx;
  const annotations = {
    longAxisPx: moved(lesion.longAxisPx),
    shortAxisPx: moved(lesion.shortAxisPx),
    spacingMm: lesion.spacingMm,
  };
  const [a, b] = [lesion.longAxisMm / 2 / sx, lesion.shortAxisMm / 2 / sx];
  const [ux, uy] = [(x2 - x1) / (2 * a), (y2 - y1) / (2 * a)];
  const [mx, my] = [(x1 + x2) / 2 - dx - 1, (y1 + y2) / 2 - dy - 1];
  const wave = (2 * Math.PI) / (4 + 2 * Math.abs(grain));
  const hu = new Int16Array(size * size);
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
      const [u, v] = [(x - mx) * ux + (y - my) * uy, -(x - mx) * uy + (y - my) * ux];
      const inside = (u / a) ** 2 + (v / b) ** 2 <= 1;
      const texture = inside ? 8 * Math.abs(strength) * Math.sin(wave * x) * Math.sin(wave * y) : 0;
      hu[i] = Math.round(
        90 + 20 * ground + phase + (inside ? -35 + 25 * contrast : 0) + texture + 12 * noise(),
      );
    }
  }
  return appearanceVector(appearanceOf(sliceOf(size, size, hu), annotations));
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1]!;

const rows = KEPT.map((kept) => {
  const byWeight = WEIGHTS.map((): number[] => []);
  for (const seed of SEEDS) {
    const { lesions, truth } = simulateCohort({ patients: PATIENTS, seed });
    const groups = new Map(truth.map(({ row, group }) => [row, String(group)]));
    const seen: Lesion[] = lesions.map((lesion) => {
      const look = lookOf(`${seed} ${groups.get(lesion.row)}`, `${seed} ${lesion.row}`, kept);
      return { ...lesion, vector: appearance(lesion, look) };
    });
    WEIGHTS.forEach((weight, k) => {
      const scores = T1.flatMap((t1) =>
        T2.map((t2) => {
          const matches = match(seen, {
            method: "algorithm1",
            features: weight > 0 ? ["location", "size", "appearance"] : ["location", "size"],
            weights: weight > 0 ? { appearance: weight } : {},
            rejectedPairs: "none",
            t1,
            t2,
          });
          return evaluate(matches, groups, { resamples: 0 }).pairs.f1;
        }),
      );
      byWeight[k]?.push(Math.max(...scores));
    });
  }
  return [`${100 * kept} %`, ...byWeight.map((scores) => median(scores).toFixed(3))];
});

const parts = [
  table(
    ["appearance kept", ...WEIGHTS.map((weight) => (weight > 0 ? `weight ${weight}` : "without"))],
    rows,
  ),
  `Pair F1 of Algorithm 1, location and size with appearance of that weight, T1 and T2 the best for each cell; median of ${SEEDS.length} cohorts of ${PATIENTS} simulated patients. ${stamp()}, \`npm run bench:appearance\`.`,
];
putBetween(new URL("../docs/images.md", import.meta.url), "bench-appearance", parts.join("\n\n"));
console.log(parts.join("\n\n"));

/** Pairs of annotations of two studies of a real patient, by appearance. */
const DATA = new URL("../../shared/data/deeplesion/", import.meta.url);
const slicePath = (name: string): URL => new URL(`key_slices/${name}`, DATA);
if (existsSync(DATA)) {
  const info = readFileSync(new URL("DL_info_liver_23_extra_columns.csv", DATA), "utf8");
  const shown = readDlInfo(info).lesions.filter(({ fileName }) => existsSync(slicePath(fileName)));
  const vectors = shown.map((lesion) =>
    appearanceVector(appearanceOf(decodeSlice(readFileSync(slicePath(lesion.fileName))), lesion)),
  );
  const pairs = shown.flatMap((a, i) =>
    shown.slice(i + 1).map((b, k) => {
      const [va, vb] = [vectors[i] as Float64Array, vectors[i + 1 + k] as Float64Array];
      const squares = va.reduce((sum, value, c) => sum + (value - vb[c]!) ** 2, 0);
      const across = a.patient === b.patient && a.study !== b.study;
      return { names: [a.fileName, b.fileName], distance: Math.sqrt(squares), across };
    }),
  );
  pairs.sort((a, b) => a.distance - b.distance);
  console.log(
    `\n${shown.length} real slices, ${pairs.length} pairs; pairs of two studies of a patient:`,
  );
  pairs.forEach(({ names, distance, across }, i) => {
    if (across) console.log(`rank ${i + 1}: ${names.join(" ")} ${distance.toFixed(3)}`);
  });
}
