import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { errorOfRun, freshFolder, run, runProcess, wordingOf } from "../support/cli.js";

const COHORT = fileURLToPath(new URL("../../examples/cohort/DL_info.csv", import.meta.url));
const retrieve = (...args: string[]) => run(["retrieve", COHORT, ...args]);

describe("lesion-graph retrieve", () => {
  it("prints nine lesions of other patients, the nearest first", async () => {
    const { status, out, err } = await retrieve("--row", "5");
    expect([status, err]).toEqual([0, ""]);
    const [header, ...lines] = out.trimEnd().split("\n");
    expect(header).toBe("query,rank,row,patient,study,lesion,distance,type,sameType");
    const cells = lines.map((line) => line.split(","));
    expect(cells.map(([query, rank]) => `${query} ${rank}`)).toEqual(
      Array.from({ length: 9 }, (_, i) => `5 ${i + 1}`),
    );
    expect(cells.every((line) => line[3] !== "1")).toBe(true);
    const distances = cells.map((line) => Number(line[6]));
    expect([...distances].sort((a, b) => a - b)).toEqual(distances);
    const json = JSON.parse((await retrieve("--row", "5", "--format", "json")).out);
    expect(json.query.row).toBe(5);
    expect(json.results.map(({ distance }: { distance: number }) => distance)).toEqual(distances);
  });

  it("--all is --row for every row", async () => {
    const all = runProcess(["retrieve", COHORT, "--all", "--top", "2"]).out.trimEnd().split("\n");
    expect(all).toHaveLength(1 + 2 * 140);
    const fifth = all.filter((line) => line.startsWith("5,"));
    expect(fifth).toEqual(
      (await retrieve("--row", "5", "--top", "2")).out.trimEnd().split("\n").slice(1),
    );
  });

  it("--scores prints a table, filters hold, -o writes", async () => {
    const { out } = await retrieve(
      "--scores",
      "--features",
      "location,size,type",
      "--split",
      "test",
    );
    expect(out).toMatch(
      /^type +queries +same type in top 9 +mAP +by chance\nall +\d+ +[01]\.\d{4}/,
    );
    const csv = (await retrieve("--scores", "--format", "csv")).out.trimEnd().split("\n");
    expect(csv[0]).toBe("type,queries,precisionAtTop,meanAveragePrecision,randomSource");
    const { byType, ...all } = JSON.parse((await retrieve("--scores", "--format", "json")).out);
    const cells = csv.slice(1).map((line) => line.split(","));
    expect(cells.map(([type]) => type)).toEqual(["all", ...Object.keys(byType)]);
    for (const [type, ...numbers] of cells) {
      const { queries, precisionAtTop, meanAveragePrecision, randomSource } = byType[type!] ?? all;
      const expected = [queries, precisionAtTop, meanAveragePrecision, randomSource];
      expect(numbers.map(Number)).toEqual(expected);
    }
    const table = await retrieve("--row", "1", "--format", "table");
    expect(errorOfRun(table)).toEqual({ code: "BAD_CALL", option: "--format" });
    const found = (await retrieve("--row", "1", "--type", "lung", "--top", "3")).out;
    for (const line of found.trimEnd().split("\n").slice(1)) expect(line).toContain(",lung,");
    const file = join(freshFolder(), "hits.csv");
    expect(await retrieve("--row", "1", "-o", file)).toEqual({ status: 0, out: "", err: "" });
  });

  it("leaves a row without a location out, and says so in one line", async () => {
    const text = readFileSync(COHORT, "utf8");
    const far = (await retrieve("--row", "1", "--top", "3")).out;
    const untouched = new Set(far.split("\n").map((line) => line.split(",")[2]));
    const row = Array.from({ length: 140 }, (_, i) => i + 1).find(
      (one) => one > 1 && !untouched.has(String(one)),
    ) as number;
    const lines = text.split("\n");
    const [place] = /"[\d.]+, [\d.]+, [\d.]+"/.exec(
      [...lines[row]!.matchAll(/"[^"]*"/g)].map(([cell]) => cell)[3]!,
    ) as RegExpExecArray;
    lines[row] = lines[row]!.replace(place, '"NaN, NaN, NaN"');
    const file = join(freshFolder(), "one.csv");
    writeFileSync(file, lines.join("\n"));
    const one = (...args: string[]) => run(["retrieve", file, ...args]);
    const warning =
      "warning: 1 of 140 lesions skipped, without the normalised location or the short axis that others have; --location physical and --features without size compare them\n";
    expect(await one("--row", "1", "--top", "3")).toEqual({ status: 0, out: far, err: warning });
    expect(runProcess(["retrieve", file, "--all", "--top", "1"]).err).toBe(warning);
    const failed = await one("--row", String(row));
    expect(errorOfRun(failed)).toMatchObject({ code: "MISSING_FEATURE", row });
    expect((await one("--row", String(row), "--location", "physical")).err).toBe("");
  });

  it("rejects vectors that no feature uses, before and after reading", async () => {
    const file = join(freshFolder(), "v.csv");
    const numbers = Array.from({ length: 140 }, (_, i) => `${i + 1},${i % 7}\n`);
    writeFileSync(file, `row,v1\n${numbers.join("")}`);
    for (const features of [[], ["--features", "size"]]) {
      const failed = await retrieve("--row", "1", "--embeddings", file, ...features);
      expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL", option: "--embeddings" });
      expect(wordingOf(failed)).toMatchSnapshot();
    }
    const used = await retrieve("--row", "1", "--embeddings", file, "--features", "appearance");
    expect([used.status, used.err]).toEqual([0, ""]);
  });

  it("ends with 2 where the call is at fault", async () => {
    const none = await retrieve();
    expect(errorOfRun(none)).toEqual({ code: "BAD_CALL" });
    expect(wordingOf(none)).toMatchSnapshot();
    for (const [args, error] of [
      [["--row", "9999"], { code: "UNKNOWN_ROW", file: COHORT }],
      [["--row", "x"], { code: "BAD_OPTION", option: "--row" }],
      [["--row", "1", "--type", "heart"], { code: "BAD_OPTION", option: "--type" }],
    ] as const) {
      expect(errorOfRun(await retrieve(...args))).toEqual(error);
    }
  });
});
