import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { match } from "../../src/matching/match.js";
import { matchToJson } from "../../src/matching/match-json.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { errorOfRun, freshFolder, run, runProcess, wordingOf } from "../support/cli.js";

const COHORT = fileURLToPath(new URL("../../examples/cohort/", import.meta.url));

describe("lesion-graph demo", async () => {
  const folder = freshFolder();
  const { status, out, err } = await run(["demo"], "", folder);

  it("shows sequences of the example cohort and where it wrote them", () => {
    expect([status, err]).toEqual([0, ""]);
    expect(out).toContain("lesions of 12 simulated patients");
    expect(out).toMatch(/ {2}sequence +1 +1: \d+\.\d +2: \d+\.\d/);
    expect(out).toContain("written to lesion-graph-demo: ");
  });

  it("writes what match writes", async () => {
    const { lesions } = readDlInfo(readFileSync(join(COHORT, "DL_info.csv"), "utf8"));
    const written = readFileSync(join(folder, "lesion-graph-demo/sequences.json"), "utf8");
    const expected = match(lesions, { method: "joint", rejectedPairs: "none" }).map(matchToJson);
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify({ patients: expected })));
    const csv = (
      await run(["match", join(COHORT, "DL_info.csv"), "--method", "joint", "--format", "csv"])
    ).out;
    expect(readFileSync(join(folder, "lesion-graph-demo/sequences.csv"), "utf8")).toBe(csv);
  });
});

describe("lesion-graph simulate", () => {
  it("makes the example cohort again, to the byte", async () => {
    const folder = freshFolder();
    const flags = "--patients 12 --seed 3 --set meanStudies=4".split(" ");
    const { status, out } = await run(["simulate", "-o", join(folder, "new/cohort"), ...flags]);
    expect(status).toBe(0);
    expect(out).toContain("lesions of 12 patients in ");
    for (const name of ["DL_info.csv", "truth.csv", "dates.csv"]) {
      expect(readFileSync(join(folder, "new/cohort", name), "utf8")).toBe(
        readFileSync(join(COHORT, name), "utf8"),
      );
    }
  });

  it("replaces nothing but the same bytes, whichever of its files is there", async () => {
    const folder = freshFolder();
    const call = ["simulate", "-o", folder, "--patients", "2"];
    expect((await run(call)).status).toBe(0);
    expect((await run(call)).status).toBe(0);
    const before = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    const file = join(folder, "DL_info.csv");
    expect(errorOfRun(await run([...call, "--seed", "2"]))).toEqual({ code: "CANNOT_WRITE", file });
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"))).toEqual(
      before,
    );
  });

  it("rejects bad parameters and writes nothing", async () => {
    const folder = freshFolder();
    const bad = await run(["simulate", "-o", join(folder, "x"), "--patients", "-3"]);
    expect(errorOfRun(bad)).toEqual({ code: "BAD_OPTION", option: "--patients" });
    const unknown = await run(["simulate", "-o", join(folder, "x"), "--set", "unanotated=0.2"]);
    expect(errorOfRun(unknown)).toEqual({ code: "UNKNOWN_OPTION", option: "--set unanotated" });
    expect(bad.err + unknown.err).toMatchSnapshot();
    expect(existsSync(join(folder, "x"))).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("lesion-graph", () => {
  it("prints the help of a command as a process, too", async () => {
    const { out } = await run(["match", "--help"]);
    expect(runProcess(["help", "match"])).toEqual({ status: 0, out, err: "" });
  });

  it("prints its help", async () => {
    expect((await run(["--help"])).out).toMatchSnapshot();
    expect((await run(["match", "--help"])).out).toMatchSnapshot();
    expect((await run(["simulate", "--help"])).out).toMatchSnapshot();
  });

  it.each(["match", "grow", "draw", "report", "evaluate", "retrieve"])(
    "shows examples in the help of %s that run in the example cohort",
    async (command) => {
      const { out } = await run([command, "--help"]);
      const calls = [...out.matchAll(/^ {2}lesion-graph (.+)$/gm)].map(([, call = ""]) => call);
      expect(calls.length).toBeGreaterThan(0);
      for (const call of calls) {
        const folder = freshFolder();
        cpSync(COHORT, folder, { recursive: true });
        expect((await run(call.split(" "), "", folder)).status).toBe(0);
      }
    },
  );

  it("lists what every call needs before the options of matching", async () => {
    const { out } = await run(["match", "--help"]);
    const at = (text: string): number => out.indexOf(text);
    expect(at("--format <name>")).toBeGreaterThan(at("\nOptions:"));
    expect(at("\nMatching options:")).toBeGreaterThan(at("--output <file>"));
    expect(at("--method <name>")).toBeGreaterThan(at("\nMatching options:"));
    expect(at("--units <unit>")).toBeGreaterThan(at("\nInput options:"));
  });

  it.each([
    ["match", "out.csv", "json", true],
    ["match", "out.json", "json", false],
    ["match", "out.CSV", "links", false],
    ["match", "out.json", "node-link", false],
    ["match", "out", "json", false],
    ["grow", "out.json", "csv", true],
    ["grow", "out.csv", "summary", false],
  ])("%s -o %s in --format %s warns of the end: %s", async (command, file, format, warns) => {
    const folder = freshFolder();
    const call = [command, join(COHORT, "DL_info.csv"), "-o", file, "--format", format];
    const { status, err } = await run(call, "", folder);
    expect([status, err.includes("--format")]).toEqual([0, warns]);
    expect(readdirSync(folder)).toEqual([file]);
  });

  it("prints its version", async () => {
    const { version } = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
    );
    expect((await run(["--version"])).out).toBe(`${version}\n`);
  });

  it.each([{ args: [] }, { args: ["help", "nope"] }, { args: ["mach"] }, { args: ["match"] }])(
    "says what is wrong with $args",
    async ({ args }) => {
      const failed = await run(args);
      expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL" });
      expect(wordingOf(failed)).toMatchSnapshot();
    },
  );
});
