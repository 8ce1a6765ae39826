/**
 * What a TypeScript user would write today: csv-parse and graphology, Algorithm 1 on every patient of a
 * DL_info.csv, without checks and explanations. The same work as the Python peer.
 */
import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import { UndirectedGraph } from "graphology";
import { countConnectedComponents } from "graphology-components";

const [T1, T2] = [0.02, 0.1];
interface Lesion {
  readonly study: string;
  readonly vector: readonly number[];
}

const numbers = (text = ""): number[] => text.split(",").map(Number);
const distance = (a: Lesion, b: Lesion): number =>
  Math.hypot(...a.vector.map((value, k) => value - (b.vector[k] ?? Number.NaN)));

const patients = new Map<string, Lesion[]>();
let lesions = 0;
const file = createReadStream(process.argv[2] ?? "");
for await (const row of file.pipe(parse({ columns: true })) as AsyncIterable<
  Record<string, string>
>) {
  const [spacing = Number.NaN] = numbers(row["Spacing_mm_px_"]);
  const axes = numbers(row["Lesion_diameters_Pixel_"]);
  const lesion = {
    study: row["Study_index"] ?? "",
    vector: [
      ...numbers(row["Normalized_lesion_location"]),
      ...axes.map((axis) => 0.05 * Math.log(axis * spacing)),
    ],
  };
  const patient = row["Patient_index"] ?? "";
  const own = patients.get(patient);
  if (own === undefined) patients.set(patient, [lesion]);
  else own.push(lesion);
  lesions++;
}

let sequences = 0;
for (const lesions of patients.values()) {
  const graph = new UndirectedGraph();
  lesions.forEach((_, i) => void graph.addNode(i));
  const nearest = lesions.map((lesion, i) => {
    const byStudy = new Map<string, { j: number; d: number }>();
    lesions.forEach((other, j) => {
      const d = distance(lesion, other);
      if (other.study === lesion.study) {
        if (i < j && d < T1) graph.addEdge(i, j);
      } else if (d < (byStudy.get(other.study)?.d ?? T2)) byStudy.set(other.study, { j, d });
    });
    return byStudy;
  });
  lesions.forEach((lesion, i) => {
    for (const { j } of nearest[i]?.values() ?? []) {
      if (i < j && nearest[j]?.get(lesion.study)?.j === i) graph.mergeEdge(i, j);
    }
  });
  sequences += countConnectedComponents(graph);
}
console.log(`${lesions} lesions ${patients.size} patients ${sequences} sequences`);
