/**
 * Speed of the image rooms: one slice on one core, 1,000 slices on all cores, retrieval over vectors of
 * the size of DeepLesion. Slices are made here; their decoding costs about what real ones cost.
 *
 * `npm run bench:images`
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import { type DlInfoLesion, readDlInfo, writeDlInfo } from "lesion-graph";
import { appearanceOf, bodyExtent, decodeSlice } from "lesion-graph/images";
import { measureAppearance, retrieveAll } from "lesion-graph/node";
import { nearestLesions, retrievalIndex } from "lesion-graph/retrieval";
import { simulateCohort } from "lesion-graph/simulation";
import { putBetween, stamp, table } from "./markdown.js";
import { milliseconds } from "./timing.js";

/** Seconds on the clock and of all processors together. */
async function timeOf(work: () => Promise<unknown>): Promise<string> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - start) / 1000;
  return `${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of CPU time)`;
}

/** A trunk with lungs on a table, 512 x 512, with noise like that of a CT. */
function phantomPng(seed: number): Uint8Array {
  let state = seed + 1;
  const noise = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return ((state >>> 16) % 41) - 20;
  };
  const data = new Uint16Array(512 * 512);
  for (let y = 0, i = 0; y < 512; y++) {
    for (let x = 0; x < 512; x++, i++) {
      const trunk = ((x - 256) / 200) ** 2 + ((y - 250) / 140) ** 2;
      const lung = ((Math.abs(x - 256) - 90) / 60) ** 2 + ((y - 240) / 80) ** 2;
      const hu = trunk > 1 ? (y > 410 && y < 416 ? 50 : -1000) : lung < 1 ? -850 : 50;
      data[i] = 32768 + hu + (hu === -1000 ? 0 : noise());
    }
  }
  return encode({ width: 512, height: 512, data, depth: 16, channels: 1 });
}

const png = phantomPng(0);
const slice = decodeSlice(png);
const lesion = {
  longAxisPx: [200, 200, 240, 220],
  shortAxisPx: [215, 225, 225, 195],
  spacingMm: [0.8, 0.8, 5],
} as const;
const rows: (string | number)[][] = [];
const ofOneCore = (work: () => unknown): Promise<number> => milliseconds(work, "processor");
const decodeMs = await ofOneCore(() => decodeSlice(png));
const extentMs = await ofOneCore(() => bodyExtent(slice));
const anatomicalMs = await ofOneCore(() => bodyExtent(slice, { convention: "anatomical" }));
const featuresMs = await ofOneCore(() => appearanceOf(slice, lesion));
rows.push(["decode a slice of 512 x 512", `${decodeMs.toFixed(1)} ms`]);
rows.push(["body, deeplesion convention", `${extentMs.toFixed(1)} ms`]);
rows.push(["body, anatomical", `${anatomicalMs.toFixed(1)} ms`]);
rows.push(["appearance of a lesion of 45 px", `${featuresMs.toFixed(1)} ms`]);
const sum = decodeMs + Math.max(extentMs, anatomicalMs) + featuresMs;
rows.push(["**decode, anatomical mask and features**", `**${sum.toFixed(1)} ms**`]);

/** 1,000 slices on all cores: 20 files, each under 50 names. */
const folder = mkdtempSync(join(tmpdir(), "lesion-graph-bench-"));
const { lesions: simulated } = simulateCohort({ patients: 400, seed: 5 });
const some = new Map<string, DlInfoLesion>();
for (const one of readDlInfo(writeDlInfo(simulated)).lesions) {
  if (some.size < 1000) some.set(one.fileName, { ...one, ...lesion, boxPx: [195, 190, 245, 230] });
}
const phantoms = Array.from({ length: 20 }, (_, i) => phantomPng(i));
mkdirSync(join(folder, "Images_png"));
[...some.keys()].forEach((name, i) => {
  writeFileSync(join(folder, "Images_png", name), phantoms[i % 20] as Uint8Array);
});
for (const workers of [1, availableParallelism()]) {
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const spent = await timeOf(() => measureAppearance(folder, [...some.values()], { workers }));
  clearInterval(watch);
  rows.push([
    `${some.size} slices, ${workers} worker${workers > 1 ? "s" : ""}`,
    `${spent}, at most ${Math.round(peak / 2 ** 20)} MB`,
  ]);
}
rmSync(folder, { recursive: true });

/** Vectors of clusters, as embeddings are: 32,735 x 128 of 4,427 patients. */
const [n, d] = [32735, 128];
let state = 7;
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32 - 0.5;
};
const centres = Array.from({ length: 50 }, () => Array.from({ length: d }, random));
const vectors = Array.from({ length: n }, (_, i) => ({
  row: i + 1,
  patient: String(1 + Math.floor((i * 4427) / n)),
  study: 1,
  id: `L${i}`,
  vector: Float32Array.from(centres[i % 50] as number[], (value) => value + random()),
}));
const index = retrievalIndex(vectors, { features: ["appearance"] });
const space = { ...index, allowed: new Uint8Array(n).fill(1) };
const queryMs = await ofOneCore(() => nearestLesions(space, 1000, 1001, 9));
rows.push([`one query over ${n} x ${d}, top 9`, `${queryMs.toFixed(1)} ms`]);
rows.push([
  `all ${n} queries, ${availableParallelism()} workers`,
  await timeOf(() => retrieveAll(vectors, { features: ["appearance"] })),
]);

const text = `${table(["", "CPU time of one core, or elapsed time"], rows)}\n\n${availableParallelism()} cores; ${stamp()}, \`npm run bench:images\`.`;
putBetween(new URL("../docs/images.md", import.meta.url), "bench-images", text);
console.log(text);
