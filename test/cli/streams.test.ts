import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { writeDlInfo } from "../../src/deeplesion/write.js";
import { simulateCohort } from "../../src/simulate/cohort.js";
import { freshFolder, MAIN, run } from "../support/cli.js";

const folder = freshFolder();
const text = writeDlInfo(simulateCohort({ patients: 300, seed: 5 }).lesions);
const cohort = join(folder, "cohort.csv");
writeFileSync(cohort, text);
const jsonl = ["--format", "jsonl"];
const expected = run(["match", cohort, ...jsonl]).out;

/** Runs the command line in a shell, where redirections and pipes are. */
const shell = (command: string) =>
  spawnSync("bash", ["-c", command.replaceAll("LG", `"${process.execPath}" "${MAIN}"`)], {
    cwd: folder,
    encoding: "utf8",
  });

describe("inputs", () => {
  it("are unpacked where they begin as gzip does, from a file or standard input", () => {
    const packed = gzipSync(text);
    writeFileSync(join(folder, "packed"), packed);
    expect(run(["match", join(folder, "packed"), ...jsonl]).out).toBe(expected);
    expect(run(["match", "-", ...jsonl], packed).out).toBe(expected);
    expect(run(["match", "-", ...jsonl], text).out).toBe(expected);
    expect(run(["match", "-", "--whole", ...jsonl], packed).out).toBe(expected);
  });

  it("that are cut or damaged gzip are said to be so", () => {
    const packed = gzipSync(text);
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 2000, 2100);
    for (const input of [packed.subarray(0, 5000), damaged]) {
      const { status, err } = run(["match", "-", "-o", join(folder, "none.csv")], input);
      expect(err).toMatch(/^error CANNOT_READ: expected a whole gzip file.*\n$/);
      expect(status).toBe(2);
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

  it.skipIf(!existsSync("/dev/full"))("on a full disk end with one line", () => {
    for (const command of ["LG match cohort.csv > /dev/full", "LG match cohort.csv -o /dev/full"]) {
      const { status, stderr } = shell(command);
      expect(stderr).toMatch(/^error CANNOT_WRITE: .*got "a full disk" \(file .*\)\n$/);
      expect(status).toBe(2);
    }
  });

  it("leave no half-written file after Ctrl-C, and die of the signal (which shells call 130)", async () => {
    const own = freshFolder();
    const flags = [MAIN, "match", "-", "-o", join(own, "out.csv"), "--format", "csv"];
    const child = spawn(process.execPath, flags);
    child.stdin.on("error", () => {});
    child.stdin.write(text);
    while (readdirSync(own).length === 0) await new Promise((wake) => setTimeout(wake, 20));
    child.kill("SIGINT");
    const [, signal] = await once(child, "close");
    expect(signal).toBe("SIGINT");
    expect(readdirSync(own)).toEqual([]);
  });
});
