import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { errorLine, errorOfRun, freshFolder, MAIN, runProcess, wordingOf } from "../support/cli.js";

const folder = freshFolder();
const text = writeDlInfo(simulateCohort({ patients: 300, seed: 5 }).lesions);
const cohort = join(folder, "cohort.csv");
writeFileSync(cohort, text);
const jsonl = ["--format", "jsonl"];
const expected = runProcess(["match", cohort, ...jsonl]).out;

/** Runs the command line in a shell, where redirections and pipes are. */
const shell = (command: string) =>
  spawnSync("bash", ["-c", command.replaceAll("LG", `"${process.execPath}" "${MAIN}"`)], {
    cwd: folder,
    encoding: "utf8",
  });

describe("inputs", () => {
  it("are decompressed if their first bytes are those of gzip, from a file or standard input", () => {
    const packed = gzipSync(text);
    writeFileSync(join(folder, "packed"), packed);
    expect(runProcess(["match", join(folder, "packed"), ...jsonl]).out).toBe(expected);
    expect(runProcess(["match", "-", ...jsonl], packed).out).toBe(expected);
    expect(runProcess(["match", "-", ...jsonl], text).out).toBe(expected);
    expect(runProcess(["match", "-", "--unsorted", ...jsonl], packed).out).toBe(expected);
  });

  it("that are cut or damaged gzip are an error", () => {
    const packed = gzipSync(text);
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 2000, 2100);
    for (const input of [packed.subarray(0, 5000), damaged]) {
      const failed = runProcess(["match", "-", "-o", join(folder, "none.csv")], input);
      expect(errorOfRun(failed)).toEqual({ code: "CANNOT_READ", file: "-" });
      expect(existsSync(join(folder, "none.csv"))).toBe(false);
    }
  });
});

describe("outputs", () => {
  it("come patient by patient, before the input ends", async () => {
    const child = spawn(process.execPath, [MAIN, "match", "-", ...jsonl]);
    child.stdin.write(text.slice(0, text.length / 2));
    const [first] = (await once(child.stdout, "data")) as [Buffer];
    expect(expected.startsWith(first.toString())).toBe(true);
    let rest = first.toString();
    child.stdout.on("data", (chunk) => {
      rest += chunk;
    });
    child.stdin.end(text.slice(text.length / 2));
    const [status] = await once(child, "close");
    expect([status, rest]).toEqual([0, expected]);
  });

  it.each(["csv", "json", "jsonl"])("%s into a broken pipe end quietly", (format) => {
    const { stdout, stderr } = shell(
      `LG match cohort.csv --format ${format} | head -c 20 > /dev/null; echo "\${PIPESTATUS[0]}"`,
    );
    expect([stdout, stderr]).toEqual(["0\n", ""]);
  });

  it("that are files are written even if standard output is closed", () => {
    for (const [name, end] of [
      ["piped", "| head -1"],
      ["unread", "| head -0"],
    ]) {
      const { stdout, stderr } = shell(`LG demo -o ${name} ${end}; echo "\${PIPESTATUS[0]}"`);
      expect([stdout.trimEnd().split("\n").at(-1), stderr]).toEqual(["0", ""]);
      expect(readdirSync(join(folder, name ?? ""))).toHaveLength(4);
    }
  });

  it.skipIf(!existsSync("/proc/self/fd"))(
    "go to standard output by every name of it, and links stay",
    () => {
      symlinkSync("/proc/self/fd/1", join(folder, "out"));
      for (const name of ["-", "/dev/stdout", "/dev/fd/1", "out"]) {
        const command = `LG match cohort.csv --format jsonl -o ${name}`;
        expect([name, shell(command).stdout === expected]).toEqual([name, true]);
        const { stdout } = shell(`echo before > both; ${command} >> both; cat both`);
        expect([name, stdout === `before\n${expected}`]).toEqual([name, true]);
      }
      const third = "LG match cohort.csv --format jsonl -o /dev/fd/3 3>> both; cat both";
      expect(shell(`echo before > both; ${third}`).stdout).toBe(`before\n${expected}`);
      expect(lstatSync(join(folder, "out")).isSymbolicLink()).toBe(true);
      expect(readdirSync(folder)).not.toContain("-");
    },
  );

  it("that are input files are rejected, under any name", () => {
    const own = freshFolder();
    writeFileSync(join(own, "in.csv"), "patient,study,lesion,v\nA,1,x,0\nA,2,y,0.05\n");
    writeFileSync(join(own, "truth.csv"), "row,group\n1,a\n2,a\n");
    linkSync(join(own, "in.csv"), join(own, "hard"));
    symlinkSync("in.csv", join(own, "soft"));
    const shard = ["match", "in.csv", "--format", "csv", "--shard", "1/1", "-o"];
    expect(runProcess([...shard, "part"], "", own).status).toBe(0);
    const calls: readonly (readonly [file: string, ...args: string[]])[] = [
      ["./in.csv", "match", "in.csv", "-o"],
      ["hard", "match", "in.csv", "-o"],
      ["soft", "match", "in.csv", "-o"],
      ["soft", "match", "in.csv", "--format", "gexf", "-o"],
      ["in.csv", ...shard],
      ["in.csv", "grow", "in.csv", "-o"],
      ["truth.csv", "evaluate", "in.csv", "--truth", "truth.csv", "-o"],
      ["part", "merge", "part", "-o"],
      ["part.shard.json", "merge", "part", "-o"],
    ];
    const before = readdirSync(own).map((name) => readFileSync(join(own, name), "utf8"));
    for (const [file, ...args] of calls) {
      const failed = runProcess([...args, file], "", own);
      expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL", file, option: "--output" });
    }
    const piped = spawnSync(
      "bash",
      ["-c", `"${process.execPath}" "${MAIN}" match - -o in.csv < in.csv`],
      {
        cwd: own,
        encoding: "utf8",
      },
    );
    expect(errorLine(piped.stderr)).toEqual({
      code: "BAD_CALL",
      file: "in.csv",
      option: "--output",
    });
    expect(readdirSync(own).map((name) => readFileSync(join(own, name), "utf8"))).toEqual(before);
  });

  it.skipIf(!existsSync("/dev/full"))("on a full disk end with one line", () => {
    for (const [output, file] of [
      ["> /dev/full", "standard output"],
      ["-o /dev/full", "/dev/full"],
    ]) {
      const { status, stderr } = shell(`LG match cohort.csv ${output}`);
      expect(errorLine(stderr)).toEqual({ code: "CANNOT_WRITE", file });
      expect(wordingOf({ err: stderr })).toMatchSnapshot();
      expect(status).toBe(2);
    }
  });

  it.each(["match -", "match - -o /dev/full", "grow -"])(
    "are over with a fault, though %s has an input that stays open",
    async (call) => {
      const child = spawn(process.execPath, [MAIN, ...call.split(" "), "--format", "csv"]);
      child.stdin.on("error", () => {});
      child.stdin.write(call.includes("full") ? text : "bad,header\n");
      const [status] = await once(child, "close");
      expect(status).toBe(2);
      child.stdin.destroy();
    },
  );

  it.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const)(
    "leave no half-written file after %s, and die of the signal",
    async (name) => {
      const own = freshFolder();
      const flags = [MAIN, "match", "-", "-o", join(own, "out.csv"), "--format", "csv"];
      const child = spawn(process.execPath, flags);
      child.stdin.on("error", () => {});
      child.stdin.write(text);
      while (readdirSync(own).length === 0) await new Promise((wake) => setTimeout(wake, 20));
      child.kill(name);
      const [, signal] = await once(child, "close");
      expect(signal).toBe(name);
      expect(readdirSync(own)).toEqual([]);
    },
  );
});
