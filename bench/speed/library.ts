/** Rows of the library in a warm process, and of single patients in processes of their own. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { graphFigure, type Lesion, match, matchPatient, readLesions } from "lesion-graph";
import { nearestLesions, retrievalIndex } from "lesion-graph/retrieval";
import { randomSource } from "../../src/core/random.js";
import { matchAlone } from "./one-patient.js";
import { largePatient, makeCohort, PYTHON } from "./patients.js";
import { hasPython } from "./peers.js";
import { warm } from "./processes.js";
import type { Row } from "./report.js";

export function* libraryRows(folder: string): Iterable<Row> {
  const bytes = readFileSync(makeCohort(folder, 1).input);
  const { lesions } = readLesions(bytes);
  const row = (work: string, cpu: number, seconds?: number): Row => ({
    work: `library, warm: ${work}`,
    usage: { cpu },
    ...(seconds !== undefined && { goal: { seconds } }),
  });
  yield row(
    "`readLesions` of 30,000 lesions",
    warm(() => readLesions(bytes)),
  );
  const timeOf = (method: "joint" | "algorithm1") => warm(() => match(lesions, { method }));
  yield row('`match(lesions, { method: "joint" })` of 30,000 lesions', timeOf("joint"), 1);
  yield row('`match(lesions, { method: "algorithm1" })` of 30,000 lesions', timeOf("algorithm1"));
  const patient = largePatient(3, 89);
  const found = matchPatient(patient, { method: "joint" });
  const joint = () => matchPatient(patient, { method: "joint" });
  yield row("joint matching of one patient with 267 lesions", warm(joint), 0.3);
  for (const maxLesions of [60, patient.length]) {
    const name = `its graph figure${maxLesions === 60 ? "" : " with all lesions"}`;
    yield row(
      name,
      warm(() => String(graphFigure(found, { maxLesions }))),
      0.25,
    );
  }
}

/** Patients far beyond the usual size, first call in a new process. */
export function* patientRows(folder: string): Iterable<Row> {
  const sizes = [
    { studies: 26, perStudy: 80, goal: { seconds: 5, megabytes: 300 } },
    { studies: 10, perStudy: 500, goal: { seconds: 10 } },
  ];
  for (const { studies, perStudy, goal } of sizes) {
    const { optimal, ...usage } = matchAlone(folder, largePatient(studies, perStudy), "joint");
    yield {
      work: `one patient, ${studies} studies of ${perStudy} lesions, joint`,
      usage,
      goal,
      note: optimal ? "proven optimal" : "not proven optimal",
    };
  }
  const many = matchAlone(folder, largePatient(10, 500), "algorithm1");
  yield {
    work: "one patient, 10 studies of 500 lesions, Algorithm 1",
    usage: many,
  };
  yield embeddings();
}

/** Distances of long vectors, against scipy's distance matrix alone. */
function embeddings(): Row {
  const { uniform } = randomSource(6, 0);
  const lesions = Array.from(
    { length: 1000 },
    (_, i): Lesion => ({
      row: i + 1,
      patient: "1",
      study: 1 + (i % 10),
      id: `L${i}`,
      vector: Float64Array.from({ length: 512 }, () => uniform(0, 1)),
    }),
  );
  const options = { method: "algorithm1", rejectedPairs: "none", t1: 4, t2: 9 } as const;
  const cpu = warm(() => matchPatient(lesions, options));
  const peer = hasPython()
    ? Number(execFileSync(PYTHON, ["-c", CDIST], { encoding: "utf8" }))
    : undefined;
  return {
    work: "library, warm: Algorithm 1 of 1,000 lesions with 512-dimensional vectors",
    usage: { cpu },
    ...(peer !== undefined && {
      beside: ["scipy `cdist` alone", { cpu: peer }],
      goal: { ratio: 2 },
    }),
  };
}

const CDIST = `
import time, numpy as np
from scipy.spatial.distance import cdist
X = np.random.default_rng(6).random((1000, 512)); t = []
for _ in range(5):
    s = time.process_time(); cdist(X, X); t.append(time.process_time() - s)
print(sorted(t)[len(t) // 2])
`;

/** One query over vectors in clusters, as embeddings are. */
export function* retrievalRows(): Iterable<Row> {
  const [n, d] = [32_735, 128];
  const { uniform } = randomSource(7, 0);
  const vector = () => Float32Array.from({ length: d }, () => uniform(-0.5, 0.5));
  const centres = Array.from({ length: 50 }, vector);
  const lesions = Array.from(
    { length: n },
    (_, i): Lesion => ({
      row: i + 1,
      patient: String(1 + Math.floor((i * 4427) / n)),
      study: 1,
      id: `L${i}`,
      vector: centres[i % 50]!.map((value) => value + uniform(-0.5, 0.5)),
    }),
  );
  const index = retrievalIndex(lesions, { features: ["appearance"] });
  const space = { ...index, allowed: new Uint8Array(n).fill(1) };
  const ten = () => {
    for (let k = 0; k < 10; k++) nearestLesions(space, 1000 + k, 1001 + k, 9);
  };
  yield {
    work: "library, warm: one retrieval query over 32,735 vectors of length 128, top 9",
    usage: { cpu: warm(ten) / 10 },
    goal: { seconds: 0.003 },
  };
}
