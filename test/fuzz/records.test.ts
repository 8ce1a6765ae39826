/** Records in memory with one field of any kind: lesions, or an error with a code. */
import { expect, it } from "vitest";
import { LesionGraphError } from "../../src/core/errors.js";
import { randomSource } from "../../src/core/random.js";
import { lesionsFrom } from "../../src/index.js";
import { assertReadable } from "./invariants.js";
import { CELLS } from "./mutate.js";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 300) * 5;

it("records in memory", () => {
  const VALUES: readonly unknown[] = [
    ...CELLS,
    0,
    -1,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    undefined,
    {},
    [],
    [1, 2, 3],
    new Date(0),
    Symbol("s"),
    4n,
    () => 1,
    true,
  ];
  const KEYS = [
    "patient",
    "study",
    "date",
    "x",
    "y",
    "z",
    "centreMm",
    "location",
    "vector",
    "longAxisMm",
    "type",
    "label",
    "trackingUid",
    "volumeMl",
    "__proto__",
    "long",
    "unit",
  ];
  let rejected = 0;
  for (let run = 0; run < RUNS; run++) {
    const random = randomSource(3, run);
    const record: Record<string, unknown> = {
      patient: "A",
      study: 1,
      x: 1,
      y: 2,
      z: 3,
      longAxisMm: 9,
    };
    record[random.pick(KEYS)] = random.pick(VALUES);
    try {
      assertReadable(lesionsFrom([record, { patient: "A", study: 2, x: 0, y: 0, z: 0 }]).lesions);
    } catch (error) {
      if (!(error instanceof LesionGraphError)) throw error;
      rejected++;
    }
  }
  expect(rejected).toBeGreaterThan(0);
});
