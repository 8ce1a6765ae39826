import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shardOf } from "../../src/cli/shards.js";
import { writeDlInfo } from "../../src/deeplesion/write.js";
import { simulateCohort } from "../../src/simulate/cohort.js";
import { freshFolder, run } from "../support/cli.js";

const folder = freshFolder();
const cohort = join(folder, "cohort.csv");
writeFileSync(cohort, writeDlInfo(simulateCohort({ patients: 40, seed: 31 }).lesions));
const other = join(folder, "other.csv");
writeFileSync(
  other,
  'patient,study,lesion,v\n"Q, ""2""\nx",1,a,0\n"Q, ""2""\nx",2,b,0\n=1,1,a,0\n',
);

/** Runs all shards and gives their files. */
function shards(of: number, inputs: readonly string[], ...flags: string[]): string[] {
  const into = freshFolder();
  return Array.from({ length: of }, (_, i) => {
    const path = join(into, `part-${i + 1}`);
    const { status, err } = run([
      "match",
      ...inputs,
      "--shard",
      `${i + 1}/${of}`,
      ...flags,
      "-o",
      path,
    ]);
    expect([status, err]).toEqual([0, ""]);
    return path;
  });
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
    ["json", 1, [cohort], ["--refused", "near"]],
    ["csv", 3, [other, cohort], ["--whole"]],
    ["json", 2, [other, cohort], []],
  ] as const)("%s of %i shards is the single run, byte for byte", (format, of, inputs, flags) => {
    const parts = shards(of, inputs, "--format", format, ...flags);
    const single = run(["match", ...inputs, "--format", format, ...flags]).out;
    const merged = run(["merge", ...parts.reverse()]);
    expect(merged.err).toBe("");
    expect(merged.out).toBe(single);
    const sizes = parts.map((path) => readFileSync(path).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(Buffer.byteLength(single));
  });

  it("refuses what is missing, doubled, foreign or changed, and writes nothing", () => {
    const parts = shards(3, [cohort], "--format", "csv");
    const [one = "", two = "", three = ""] = parts;
    const elsewhere = shards(3, [cohort], "--format", "csv", "--t2", "0.2");
    const ofMore = shards(4, [cohort], "--format", "csv");
    const changed = shards(3, [cohort], "--format", "csv");
    const text = readFileSync(changed[0] as string, "utf8");
    writeFileSync(changed[0] as string, text.replace(/false\n$/, "true\n"));
    const own = freshFolder();
    const bad: readonly (readonly [readonly string[], string])[] = [
      [[one, two], 'BAD_SHARDS: expected all 3 shards, got "2; missing: 3"'],
      [[one, two, three, two], "BAD_SHARDS: expected every shard once"],
      [
        [one, two, elsewhere[2] as string],
        "BAD_SHARDS: expected shards of one run: the same options",
      ],
      [
        [one, two, ofMore[2] as string],
        "BAD_SHARDS: expected shards of one run: the same number of",
      ],
      [
        [changed[0] as string, two, three],
        "BAD_SHARDS: expected the output that the shard's record",
      ],
      [[one, two, cohort], "FILE_NOT_FOUND: expected the record that match --shard writes"],
    ];
    for (const [files, message] of bad) {
      const { status, err } = run(["merge", ...files, "-o", join(own, "all.csv")]);
      expect(err).toContain(`error ${message}`);
      expect(err.trimEnd().split("\n")).toHaveLength(1);
      expect(status).toBe(2);
      expect(readdirSync(own)).toEqual([]);
    }
  });

  it.each([
    [["--shard", "0/3"], "BAD_OPTION: expected --shard to be i/n with i from 1 to n"],
    [["--shard", "4/3"], "BAD_OPTION"],
    [["--shard", "1"], "BAD_OPTION"],
    [["--shard", "1/2"], "BAD_CALL: expected -o FILE with --shard"],
    [
      ["--shard", "1/2", "-o", "x", "--format", "gexf"],
      "BAD_CALL: expected --format json, jsonl or",
    ],
  ])("match %j is refused", (flags, message) => {
    const { status, err } = run(["match", cohort, ...flags], "", folder);
    expect(err).toContain(`error ${message}`);
    expect(status).toBe(2);
  });
});

describe("--jobs", () => {
  it.each([
    ["csv", "algorithm1"],
    ["json", "joint"],
    ["jsonl", "joint"],
  ])("changes neither order nor bytes: %s, %s", (format, method) => {
    const flags = ["match", cohort, "--format", format, "--method", method];
    expect(run([...flags, "--jobs", "3"])).toEqual(run(flags));
  });

  it("hands on the faults of workers and refuses what is no number of jobs", () => {
    const fault = run(["match", cohort, "--jobs", "2", "--features", "appearance"]);
    expect(fault).toEqual(run(["match", cohort, "--features", "appearance"]));
    expect(fault.status).toBe(2);
    // What was read before a fault comes out before it, whoever matches it.
    const lines = readFileSync(cohort, "utf8").trimEnd().split("\n");
    lines.splice(-20, 1, (lines.at(-20) as string).replace(/,[^,]*,[^,]*$/, ",abc,1"));
    const bad = join(folder, "bad.csv");
    writeFileSync(bad, `${lines.join("\n")}\n`);
    const call = ["match", bad, "--method", "joint", "--format", "jsonl"];
    const alone = run(call);
    expect(alone.err).toMatch(/^error BAD_VALUE: .*Patient_age\)\n$/);
    expect(alone.out.split("\n").length).toBeGreaterThan(10);
    expect(run([...call, "--jobs", "2"])).toEqual(alone);
    expect(run(["match", cohort, "--jobs", "0"]).err).toContain(
      "error BAD_OPTION: expected --jobs",
    );
  });
});
