import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Constraint, writeConstraints } from "../../src/matching/constraints-file.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { errorOfRun, freshFolder, run } from "../support/cli.js";

const COHORT = fileURLToPath(new URL("../../examples/cohort/DL_info.csv", import.meta.url));
const { lesions } = readDlInfo(readFileSync(COHORT, "utf8"));
const own = lesions.filter(({ patient }) => patient === "3");
const first = own[0]!;
const other = own.find(({ study }) => study > first.study)!;

const constraint = (kind: Constraint["kind"], more: Partial<Constraint> = {}): Constraint => ({
  patient: "3",
  kind,
  row: first.row,
  row2: other.row,
  study: first.study,
  lesion: first.id,
  study2: other.study,
  lesion2: other.id,
  by: undefined,
  at: undefined,
  note: 'same, "said" the reader',
  ...more,
});

function file(constraints: readonly Constraint[]): string {
  const path = join(freshFolder(), "constraints.csv");
  writeFileSync(path, writeConstraints(constraints));
  return path;
}

describe("a constraints file", () => {
  it.each(["must-link", "cannot-link"] as const)("gives the result of --%s", async (kind) => {
    const flags = ["--patient", "3", "--format", "csv"];
    const typed = ["match", COHORT, ...flags, `--${kind}`, `${first.row}-${other.row}`];
    const read = ["match", COHORT, ...flags, "--constraints", file([constraint(kind)])];
    const { status, out } = await run(read);
    expect(status).toBe(0);
    expect(out).toBe((await run(typed)).out);
  });

  it.each([
    ["study", { study: first.study + 1 }],
    ["lesion", { lesion2: "another" }],
    ["patient", { patient: "5" }],
  ])("of another input is an error: %s", async (_, more) => {
    const path = file([constraint("must-link", more)]);
    for (const call of [["match"], ["grow"], ["draw", "board"]]) {
      const flags = ["--constraints", path, "--patient", "3"];
      const error = errorOfRun(await run([...call, COHORT, ...flags]));
      expect(error).toMatchObject({ code: "UNKNOWN_ROW", option: "--constraints" });
    }
  });
});

it("names the flag of a row that is not read, and that noisy rows are left out", async () => {
  const text = readFileSync(COHORT, "utf8").split("\n");
  const noisy = text.with(1, text[1]!.replace(/,0,("\d+, \d+",)/, ",1,$1")).join("\n");
  const input = join(freshFolder(), "noisy.csv");
  writeFileSync(input, noisy);
  const { lesions: read } = readDlInfo(noisy);
  const [a, b] = [read[0]!, read[1]!];
  const named = { patient: a.patient, row: a.row, study: a.study, lesion: a.id };
  const path = file([
    constraint("must-link", { ...named, row2: b.row, study2: b.study, lesion2: b.id }),
  ]);
  for (const flags of [
    ["--must-link", `${a.row}-${b.row}`],
    ["--constraints", path],
  ]) {
    expect((await run(["match", input, ...flags])).status).toBe(0);
    const dropped = await run(["match", input, "--noisy", "drop", ...flags, "-o", `${input}.json`]);
    expect(errorOfRun(dropped)).toEqual({
      code: "UNKNOWN_ROW",
      file: input,
      option: flags[0],
      row: a.row,
    });
    expect(dropped.err).toContain("--noisy drop");
  }
});

describe("lesion-graph simulate", () => {
  it("does not replace a DL_info.csv of another origin", async () => {
    const folder = join(freshFolder(), "data");
    mkdirSync(folder);
    const file = join(folder, "DL_info.csv");
    writeFileSync(file, "mine");
    const call = ["simulate", "--patients", "2", "-o", folder];
    expect(errorOfRun(await run(call))).toEqual({ code: "CANNOT_WRITE", file });
    expect(readFileSync(file, "utf8")).toBe("mine");
    const fresh = ["simulate", "--patients", "2", "-o", join(folder, "new")];
    expect((await run(fresh)).status).toBe(0);
    expect((await run(fresh)).status).toBe(0);
  });
});
