import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { shardOf } from "../../src/cli/shards.js";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import {
  errorLine,
  errorOfRun,
  freshFolder,
  MAIN,
  run,
  runProcess,
  wordingOf,
} from "../support/cli.js";

const folder = freshFolder();
const cohort = join(folder, "cohort.csv");
writeFileSync(cohort, writeDlInfo(simulateCohort({ patients: 40, seed: 31 }).lesions));
const other = join(folder, "other.csv");
writeFileSync(
  other,
  'patient,study,lesion,v\n"Q, ""2""\nx",1,a,0\n"Q, ""2""\nx",1,b,1\n=1,1,a,0\n',
);
const formulas = join(folder, "formulas.csv");
writeFileSync(
  formulas,
  "patient,study,lesion,v\n=A,1,a,0\n-b,1,a,0\n@c,1,a,0\n''=A,1,a,0\n+d,1,a,0\n-7,1,a,0\n",
);

/** Runs all shards and returns their files. */
async function shards(
  of: number,
  inputs: readonly string[],
  ...flags: string[]
): Promise<string[]> {
  const into = freshFolder();
  const paths: string[] = [];
  for (let i = 1; i <= of; i++) {
    const path = join(into, `part-${i}`);
    const call = ["match", ...inputs, "--shard", `${i}/${of}`, ...flags, "-o", path];
    const { status, err } = await run(call);
    expect([status, err]).toEqual([0, ""]);
    paths.push(path);
  }
  return paths;
}

describe("the shard of a patient", () => {
  it("is the FNV-1a hash of its id, modulo the number of shards", () => {
    // Test vectors of RFC 9923: "" 0x811c9dc5, "a" 0xe40c292c, "foobar" 0xbf9cf968.
    const of = 1_000_000;
    expect(shardOf("", of)).toBe((0x811c9dc5 % of) + 1);
    expect(shardOf("a", of)).toBe((0xe40c292c % of) + 1);
    expect(shardOf("foobar", of)).toBe((0xbf9cf968 % of) + 1);
  });
});

describe("merge", () => {
  it.each([
    ["csv", 3, [cohort], []],
    ["jsonl", 4, [cohort], ["--method", "joint"]],
    ["json", 9, [cohort], []],
    ["json", 1, [cohort], ["--rejected-pairs", "near"]],
    ["csv", 2, [other, cohort], ["--unsorted"]],
    ["csv", 2, [formulas], []],
    ["csv", 3, [formulas], []],
    ["json", 2, [formulas], []],
    ["json", 2, [other, cohort], []],
  ] as const)(
    "%s of %i shards is the single run, byte for byte",
    async (format, of, inputs, flags) => {
      const parts = await shards(of, inputs, "--format", format, ...flags);
      const single = (await run(["match", ...inputs, "--format", format, ...flags])).out;
      const merged = await run(["merge", ...parts.reverse()]);
      expect(merged.err).toBe("");
      expect(merged.out).toBe(single);
      const sizes = parts.map((path) => readFileSync(path).length);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(Buffer.byteLength(single));
    },
  );

  it("rejects missing, repeated, foreign and changed files, and writes nothing", async () => {
    const parts = await shards(3, [cohort], "--format", "csv");
    const [one = "", two = "", three = ""] = parts;
    const elsewhere = await shards(3, [cohort], "--format", "csv", "--location", "physical");
    const ofMore = await shards(4, [cohort], "--format", "csv");
    const changed = await shards(3, [cohort], "--format", "csv");
    const text = readFileSync(changed[0]!, "utf8");
    writeFileSync(changed[0]!, text.replace(/false\n$/, "true\n"));
    const own = freshFolder();
    const messages: string[] = [];
    for (const [files, error] of [
      [[one, two], { code: "BAD_SHARDS" }],
      [[one, two, three, two], { code: "BAD_SHARDS", file: two }],
      [[one, two, elsewhere[2]!], { code: "BAD_SHARDS", file: elsewhere[2] }],
      [[one, two, ofMore[2]!], { code: "BAD_SHARDS", file: ofMore[2] }],
      [[changed[0]!, two, three], { code: "BAD_SHARDS", file: changed[0] }],
      [[one, two, cohort], { code: "FILE_NOT_FOUND", file: `${cohort}.shard.json` }],
    ] as const) {
      const failed = await run(["merge", ...files, "-o", join(own, "all.csv")]);
      expect(errorOfRun(failed)).toEqual(error);
      messages.push(wordingOf(failed));
      expect(readdirSync(own)).toEqual([]);
    }
    expect(messages.join("")).toMatchSnapshot();
  });

  it("puts patients in order whose input has a name that CSV must escape", async () => {
    const own = freshFolder();
    writeFileSync(join(own, "=2"), readFileSync(formulas));
    const call = ["match", "--format", "csv", "=2", "-"];
    const input = "patient,study,lesion,v\nX,1,a,0\nY,1,a,0\nZ,1,a,0\n";
    const parts = ["part-1", "part-2"];
    for (const [i, part] of parts.entries()) {
      const flags = ["--shard", `${i + 1}/2`, "-o", part];
      expect((await run([...call, ...flags], input, own)).status).toBe(0);
    }
    const single = (await run(call, input, own)).out;
    expect(single).toContain("'=2,'=A");
    expect(await run(["merge", ...parts], "", own)).toEqual({ status: 0, out: single, err: "" });
  });

  it("takes model, previous result and embeddings by what they say, not by where they lie", async () => {
    const own = freshFolder();
    const fitted = (await run(["match", cohort, "--format", "json"])).out;
    for (const name of ["a.json", "b.json"]) writeFileSync(join(own, name), fitted);
    writeFileSync(join(own, "c.json"), fitted.replace('"id":1', '"id":1001'));
    const shard = async (i: number, previous: string) => {
      const flags = ["--shard", `${i}/2`, "--format", "csv", "--previous", previous];
      const output = join(own, `${previous}-${i}`);
      expect((await run(["match", cohort, ...flags, "-o", output], "", own)).err).toBe("");
      return output;
    };
    expect((await run(["merge", await shard(1, "a.json"), await shard(2, "b.json")])).status).toBe(
      0,
    );
    const parts = [await shard(1, "a.json"), await shard(2, "c.json")] as const;
    const failed = await run(["merge", ...parts]);
    expect(errorOfRun(failed)).toEqual({ code: "BAD_SHARDS", file: parts[1] });
  });

  it("takes constraints, each about the patients of one shard", async () => {
    const constraints = ["--must-link", "1-2", "--method", "joint"];
    const parts = await shards(3, [cohort], "--format", "csv", ...constraints);
    const single = (await run(["match", cohort, "--format", "csv", ...constraints])).out;
    expect((await run(["merge", ...parts])).out).toBe(single);
    const shard = ["--shard", "1/3", "--format", "csv", "-o", join(folder, "none")];
    const unknown = await run(["match", cohort, "--must-link", "1-99999", ...shard]);
    const error = { code: "UNKNOWN_ROW", file: cohort, row: 99999, option: "--must-link" };
    expect(errorOfRun(unknown)).toEqual(error);
    const left = await run(["match", cohort, "--patient", "3", "--format", "csv", ...constraints]);
    expect(left.err).toBe("");
  });

  it("joins what the Slurm scripts write, in folders with spaces too", async () => {
    const own = join(freshFolder(), "my parts");
    mkdirSync(own);
    // The scripts split LESION_GRAPH into words, so it is one without spaces.
    const command = join(mkdtempSync(join(tmpdir(), "lesion-graph-")), "lesion-graph");
    writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`, {
      mode: 0o755,
    });
    const variables = {
      INPUT: cohort,
      OUT: own,
      SHARDS: "3",
      RESULT: join(own, "all of them.csv"),
    };
    const env = { ...process.env, ...variables, LESION_GRAPH: command };
    const slurm = fileURLToPath(new URL("../../examples/slurm/", import.meta.url));
    for (const task of ["1", "2", "3"]) {
      execFileSync("bash", [join(slurm, "match.sbatch")], {
        env: { ...env, SLURM_ARRAY_TASK_ID: task },
      });
    }
    execFileSync("bash", [join(slurm, "merge.sbatch")], { env });
    expect(readFileSync(variables.RESULT, "utf8")).toBe(
      (await run(["match", cohort, "--format", "csv"])).out,
    );
  });

  it("passes over records among its arguments", async () => {
    const parts = await shards(2, [cohort], "--format", "csv");
    const all = [...parts, ...parts.map((path) => `${path}.shard.json`)];
    expect(await run(["merge", ...all])).toEqual(await run(["merge", ...parts]));
    expect(errorOfRun(await run(["merge", ...all.slice(2)]))).toEqual({ code: "BAD_CALL" });
  });

  it.each([
    "null",
    "[]",
    "no JSON",
    '{"shard":1}',
    '"options":null',
    '"inputs":[null]',
    '"inputs":[]',
    '"of":1000000000000000',
    '"shard":3',
    '"sha256":7',
  ])("rejects a record that says %s", async (part) => {
    const [path = ""] = await shards(1, [formulas], "--format", "csv");
    const record = `${path}.shard.json`;
    const [name = ""] = part.split(":");
    const whole = JSON.parse(readFileSync(record, "utf8"));
    const changed = part.startsWith('"')
      ? JSON.stringify({ ...whole, [JSON.parse(name)]: JSON.parse(part.slice(name.length + 1)) })
      : part;
    writeFileSync(record, changed);
    expect(errorOfRun(await run(["merge", path]))).toEqual({ code: "BAD_SHARDS", file: record });
  });

  it.each(["csv", "json", "jsonl"])(
    "names a shard of %s that was emptied or cut",
    async (format) => {
      const [path = ""] = await shards(1, [formulas], "--format", format);
      const text = readFileSync(path, "utf8");
      for (const left of ["", text.slice(0, -7), `${text}"`]) {
        writeFileSync(path, left);
        const { status, err } = await run(["merge", path]);
        expect(errorLine(err)).toEqual({ code: "BAD_SHARDS", file: path });
        expect(status).toBe(2);
      }
    },
  );

  it.each([
    [["0/3"], { code: "BAD_OPTION", option: "--shard" }],
    [["4/3"], { code: "BAD_OPTION", option: "--shard" }],
    [["1"], { code: "BAD_OPTION", option: "--shard" }],
    [["1/2"], { code: "BAD_CALL" }],
    [["1/2", "-o", "x", "--format", "gexf"], { code: "BAD_CALL" }],
  ])("match --shard %j is rejected", async (flags, error) => {
    const failed = await run(["match", cohort, "--shard", ...flags], "", folder);
    expect(errorOfRun(failed)).toEqual(error);
    expect(wordingOf(failed)).toMatchSnapshot();
  });
});

describe("--jobs", () => {
  it.each([
    ["csv", "algorithm1"],
    ["json", "joint"],
    ["jsonl", "joint"],
  ])("changes neither order nor bytes: %s, %s", async (format, method) => {
    const flags = ["match", cohort, "--format", format, "--method", method];
    expect(runProcess([...flags, "--jobs", "3"])).toEqual(runProcess(flags));
  });

  it("passes errors of workers on, and rejects invalid numbers of jobs", async () => {
    const fault = runProcess(["match", cohort, "--jobs", "2", "--features", "appearance"]);
    expect(fault).toEqual(runProcess(["match", cohort, "--features", "appearance"]));
    expect(fault.status).toBe(2);
    // Results before an error come out before it, in this process and from workers.
    const lines = readFileSync(cohort, "utf8").trimEnd().split("\n");
    lines.splice(-20, 1, (lines.at(-20) as string).replace(/,[^,]*,[^,]*$/, ",abc,1"));
    const bad = join(folder, "bad.csv");
    writeFileSync(bad, `${lines.join("\n")}\n`);
    const call = ["match", bad, "--method", "joint", "--format", "jsonl"];
    const alone = runProcess(call);
    expect(errorLine(alone.err)).toMatchObject({ code: "BAD_VALUE", column: "Patient_age" });
    expect(alone.out.split("\n").length).toBeGreaterThan(10);
    expect(runProcess([...call, "--jobs", "2"])).toEqual(alone);
    const jobs = runProcess(["match", cohort, "--jobs", "0"]);
    expect(errorOfRun(jobs)).toEqual({ code: "BAD_OPTION", option: "--jobs" });
  });
});
