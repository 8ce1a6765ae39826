import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { crossValidate } from "../../src/evaluation/cross-validation.js";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { readTruth } from "../../src/evaluation/truth.js";
import { readModel } from "../../src/matching/joint/joint-model.js";
import { match } from "../../src/matching/match.js";
import { METHODS } from "../../src/matching/result.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import {
  type ErrorLine,
  errorLine,
  errorOfRun,
  freshFolder,
  run,
  wordingOf,
} from "../support/cli.js";
import { dlInfo } from "../support/dl-info.js";

const COHORT = fileURLToPath(new URL("../../examples/cohort/", import.meta.url));
const [lesionsFile, truthFile] = [join(COHORT, "DL_info.csv"), join(COHORT, "truth.csv")];
const { lesions } = readDlInfo(readFileSync(lesionsFile, "utf8"));
const truth = readTruth(readFileSync(truthFile, "utf8"));
const folder = freshFolder();

describe("lesion-graph evaluate", () => {
  it("prints a table for people", async () => {
    const { status, out, err } = await run([
      "evaluate",
      lesionsFile,
      "--truth",
      truthFile,
      "--method",
      "joint",
    ]);
    expect([status, err]).toEqual([0, ""]);
    expect(out).toMatchSnapshot();
  });

  it("has a largest number of resamples", async () => {
    const call = ["evaluate", lesionsFile, "--truth", truthFile, "--resamples", "5000000000"];
    expect(errorOfRun(await run(call))).toMatchObject({ code: "BAD_OPTION" });
  });

  it("prints JSON on request: what the library says", async () => {
    const flags = ["--format", "json", "--resamples", "50", "--seed", "4", "--partial"];
    const call = ["evaluate", lesionsFile, "--truth", truthFile, ...flags];
    for (const method of METHODS) {
      const { out } = await run([...call, "--method", method]);
      const report = JSON.parse(out);
      const matches = match(lesions, { method });
      const expected = evaluate(matches, truth, { resamples: 50, seed: 4, partial: true });
      expect(report.evaluation).toEqual(JSON.parse(JSON.stringify(expected)));
      expect(report.method).toBe(method);
      expect(report.curve?.points.length).toBe(method === "algorithm1" ? 17 : undefined);
      if (method === "joint") expect((await run(call)).out).toBe(out);
    }
  });

  it("cross-validates on request", async () => {
    const flags = ["--folds", "3", "--format", "json", "--resamples", "0"];
    const { crossValidation } = JSON.parse(
      (await run(["evaluate", lesionsFile, "--truth", truthFile, ...flags])).out,
    );
    expect(crossValidation.folds).toHaveLength(3);
    expect(crossValidation.evaluation.patients).toBe(12);
    const { out } = await run([
      "evaluate",
      lesionsFile,
      "--truth",
      truthFile,
      ...flags.slice(0, 2),
      "--method",
      "algorithm1",
    ]);
    expect(out).toContain("settings chosen on the patients of 2 folds, judged on the other:");
    expect(out).toMatch(/fold 1 {2}T1 0\.\d+, T2 0\.\d+, weight of size 0/);
  });

  it("cross-validates the matcher that was asked for", async () => {
    const of = async (...more: string[]) => {
      const flags = ["--folds", "3", "--format", "json", "--resamples", "0", ...more];
      const { crossValidation } = JSON.parse(
        (await run(["evaluate", lesionsFile, "--truth", truthFile, ...flags])).out,
      );
      return crossValidation.evaluation.pairs;
    };
    const options = { resamples: 0, seed: 1 } as const;
    const alone = crossValidate(lesions, truth, 3, { ...options, matcher: { features: ["type"] } });
    expect(await of("--features", "type")).toEqual(alone.evaluation.pairs);
    expect(await of("--features", "type")).not.toEqual(await of());
    expect(await of("--must-link", "1-2")).toBeDefined();
  });

  it.each<[string, ErrorLine]>([
    ["row,group\n1,1\n1,2\n", { code: "BAD_TRUTH", file: "truth.csv", line: 3, row: 1 }],
    ["row,group\n999,1\n", { code: "BAD_TRUTH", file: "truth.csv", row: 999 }],
    ["row,group\n1,1\n140,1\n", { code: "BAD_TRUTH", file: "truth.csv", row: 140 }],
    ["row,team\n1,1\n", { code: "MISSING_COLUMN", file: "truth.csv", line: 1, column: "group" }],
  ])("rejects truth of other lesions: %j", async (text, error) => {
    const own = freshFolder();
    writeFileSync(join(own, "truth.csv"), text);
    const failed = await run(["evaluate", lesionsFile, "--truth", "truth.csv"], "", own);
    expect(errorOfRun(failed)).toEqual(error);
    expect(wordingOf(failed)).toMatchSnapshot();
  });

  it("says of truth for a row that --noisy drop left out that it was dropped", async () => {
    const own = freshFolder();
    const second = { Study_index: "2", File_name: "000007_02_02_030.png" };
    const third = { Study_index: "3", File_name: "000007_03_02_030.png" };
    writeFileSync(
      join(own, "lesions.csv"),
      dlInfo([{}, { ...second, Possibly_noisy: "1" }, third]),
    );
    writeFileSync(join(own, "truth.csv"), "row,group\n1,1\n2,1\n");
    const flags = ["evaluate", "lesions.csv", "--truth", "truth.csv", "--noisy", "drop"];
    const failed = await run(flags, "", own);
    expect(errorOfRun(failed)).toEqual({ code: "BAD_TRUTH", file: "truth.csv", row: 2 });
    expect(wordingOf(failed)).toMatchSnapshot();
  });

  it("wants a truth", async () => {
    const failed = await run(["evaluate", lesionsFile]);
    expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL" });
    expect(wordingOf(failed)).toMatchSnapshot();
  });
});

describe("lesion-graph fit", () => {
  const model = join(folder, "model.json");

  it("writes a model that match takes", async () => {
    expect(
      await run(["fit", lesionsFile, "--truth", truthFile, "-o", model, "--name", "the demo"]),
    ).toEqual({
      status: 0,
      out: "",
      err: "",
    });
    const fitted = readModel(readFileSync(model, "utf8"));
    expect(fitted.fittedOn).toBe("the demo");
    const { out } = await run(["match", lesionsFile, "--method", "joint", "--model", model]);
    const [first] = match(lesions, { method: "joint", model: fitted, rejectedPairs: "none" });
    expect(JSON.parse(out).patients[0].sequences).toHaveLength(first?.sequences.length ?? 0);
  });

  it("rejects an invalid model, with its file", async () => {
    const bad = join(folder, "bad.json");
    writeFileSync(bad, "{}");
    const failed = await run(["match", lesionsFile, "--method", "joint", "--model", bad]);
    expect(errorOfRun(failed)).toEqual({ code: "BAD_MODEL", file: bad });
  });
});

describe("lesion-graph match with constraints and earlier results", () => {
  const rowsOf = (out: string): number[][] =>
    JSON.parse(out).patients.flatMap((patient: { sequences: { lesions: { row: number }[] }[] }) =>
      patient.sequences.map((sequence) => sequence.lesions.map(({ row }) => row)),
    );

  it.each(["algorithm1", "joint"])("takes constraints with %s", async (method) => {
    const of = async (...flags: string[]) =>
      rowsOf((await run(["match", lesionsFile, "--method", method, ...flags])).out);
    const together = (all: readonly number[][], a: number, b: number): boolean =>
      all.some((rows) => rows.includes(a) && rows.includes(b));
    const plain = await of();
    // Two annotations of one patient and two studies, once not linked and once linked.
    const pairs = lesions.flatMap((one) =>
      lesions
        .filter(({ patient, study }) => patient === one.patient && study > one.study)
        .map(({ row }) => [one.row, row] as const),
    );
    const [a, b] = pairs.find((pair) => !together(plain, ...pair)) ?? [0, 0];
    expect(together(await of("--must-link", `${a}-${b}`), a, b)).toBe(true);
    const [c, d] = pairs.find((pair) => together(plain, ...pair)) ?? [0, 0];
    expect(together(await of("--cannot-link", `${d}-${c}`), c, d)).toBe(false);
  });

  it("says what is wrong with them", async () => {
    const of = async (...flags: string[]) => {
      // Patients before the first error may be printed.
      const { status, err } = await run(["match", lesionsFile, ...flags]);
      expect(status).toBe(2);
      return errorLine(err);
    };
    const [mustLink, cannotLink] = [{ option: "--must-link" }, { option: "--cannot-link" }];
    expect(await of("--must-link", "2")).toEqual({ code: "BAD_OPTION", ...mustLink });
    for (const [pair, row] of [
      ["2-999", 999],
      ["998-999", 998],
    ] as const) {
      const unknown = { code: "UNKNOWN_ROW", file: lesionsFile, row, ...mustLink };
      expect(await of("--must-link", pair)).toEqual(unknown);
    }
    const patients = { code: "CONTRADICTION", file: lesionsFile, ...cannotLink };
    expect(await of("--cannot-link", "2-139")).toEqual(patients);
    const both = ["--must-link", "2-3", "--cannot-link", "2-3"];
    expect(await of(...both)).toMatchObject({ code: "CONTRADICTION", patient: "1" });
    // Whichever patients are selected, as for rows that are not there.
    expect(await of("--patient", "3", ...both)).toEqual(await of(...both));
    // Rows 15 and 16 are of study 1 of patient 3, row 20 of study 2.
    const chain = ["--must-link", "15-20", "--must-link", "16-20"];
    const chained = { code: "CONTRADICTION", file: lesionsFile, patient: "3", study: 1 };
    expect(await of("--patient", "1", ...chain)).toMatchObject(chained);
  });

  it("keeps the ids of an earlier result", async () => {
    const [header, ...lines] = readFileSync(lesionsFile, "utf8").trimEnd().split("\n");
    const [before, earlier] = [join(folder, "before.csv"), join(folder, "earlier.json")];
    // Without first studies, later ones come first: their ids would move.
    const rest = lines.filter((line) => !line.includes("_01_01_"));
    writeFileSync(before, `${[header, ...rest].join("\n")}\n`);
    await run(["match", before, "-o", earlier]);
    const ids = (out: string): Map<string, number> =>
      new Map(
        JSON.parse(out).patients.flatMap(
          (patient: { sequences: { id: number; lesions: { lesion: string }[] }[] }) =>
            patient.sequences.flatMap(({ id, lesions: own }) =>
              own.map(({ lesion }) => [lesion, id]),
            ),
        ),
      );
    const [old, kept] = [
      ids(readFileSync(earlier, "utf8")),
      ids((await run(["match", lesionsFile, "--previous", earlier])).out),
    ];
    const same = [...old].filter(([lesion, id]) => kept.get(lesion) === id).length;
    expect(same / old.size).toBeGreaterThan(0.9);
    const csv = await run(["match", lesionsFile, "--previous", lesionsFile]);
    expect(errorOfRun(csv)).toEqual({ code: "BAD_VALUE", file: lesionsFile, option: "--previous" });
  });
});
