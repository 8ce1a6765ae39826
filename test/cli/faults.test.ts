/** Faults from outside: killed processes, two writers, closed streams, full disks, bombs, and names made to harm. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import { truthTable } from "../../src/evaluation/truth.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { errorLine, errorOfRun, freshFolder, MAIN, run } from "../support/cli.js";
import { dlInfo } from "../support/dl-info.js";
import { niftiLabels, painted, steps } from "../support/nifti-labels.js";
import { imagesOf } from "../support/reports.js";
import { paint, pngOfSlice } from "../support/slices.js";

const folder = freshFolder();
const file = (name: string): string => join(folder, name);
const text = writeDlInfo(simulateCohort({ patients: 150, seed: 5 }).lesions);
const cohort = file("cohort.csv");
writeFileSync(cohort, text);
writeFileSync(file("small.csv"), "patient,study,lesion,v\nA,1,x,0\nA,2,y,0.05\n");

// What the other writing commands read: slices, lesions with images, a mask, and truth.
const simulated = simulateCohort({ patients: 150, seed: 5 });
writeFileSync(file("truth.csv"), truthTable(simulated.truth).toCsv());
const few = readDlInfo(
  dlInfo(
    Array.from({ length: 40 }, (_, i) => ({
      File_name: `000007_01_02_${String(i + 1).padStart(3, "0")}.png`,
      Key_slice_index: String(i + 1),
      Image_size: "128, 128",
      Measurement_coordinates: "50, 60, 70, 60, 60, 54, 60, 66",
    })),
  ),
).lesions;
const slices = file("slices.csv");
writeFileSync(slices, writeDlInfo(few));
const body = paint(128, 128, (x, y) => (Math.hypot(x - 64, y - 64) < 50 ? 40 : -1000));
const png = pngOfSlice(body);
for (const { keySlice } of few) {
  writeFileSync(file(`000007_01_02_${String(keySlice).padStart(3, "0")}.png`), png);
}
const uids = file("uids.csv");
writeFileSync(
  uids,
  [
    "row,patientId,studyUid,seriesUid,sopUid,sopClassUid,studyDate",
    ...imagesOf(simulated.lesions).map((one) =>
      [
        one.row,
        one.patientId,
        one.studyUid,
        one.seriesUid,
        one.sopUid,
        one.sopClassUid,
        one.studyDate,
      ].join(","),
    ),
  ].join("\n"),
);
const labels = painted([64, 64, 32], (x, y, z) =>
  x > 20 && x < 40 && y > 20 && y < 30 && z > 4 ? 1 : 0,
);
const mask = niftiLabels({ size: [64, 64, 32], labels, sform: steps(1, 1, 2) });
const masks = Array.from({ length: 30 }, (_, i) => `${i + 1},1,mask-${i + 1}.nii`);
for (const row of masks) writeFileSync(file(row.split(",")[2]!), mask);
writeFileSync(file("manifest.csv"), `patient,study,file\n${masks.join("\n")}\n`);

const start = (args: readonly string[], cwd = folder): ChildProcess =>
  spawn(process.execPath, [MAIN, ...args], { cwd, stdio: ["pipe", "ignore", "ignore"] });

/** Names without those of unfinished files, which a process that is killed cannot remove. */
const finished = (where: string): string[] =>
  readdirSync(where).filter((name) => !/^\.lesion-graph-.*\.part$/.test(name));

describe("a process that is killed", () => {
  const WRITING: readonly (readonly string[])[] = [
    ["match", cohort, "--format", "csv", "-o", "out"],
    ["grow", cohort, "-o", "out"],
    ["draw", "overview", cohort, "-o", "out.svg"],
    ["report", cohort, "-o", "out.html"],
    ["simulate", "--patients", "300", "-o", "."],
    ["nifti", folder, "--info", slices, "-o", "."],
    ["sr", "write", cohort, "--dicom", uids, "-o", "."],
    ["masks", file("manifest.csv"), "--labels", "instances", "-o", "out.csv"],
    ["locate", ...few.map(({ id }) => file(`${id}.png`)), "-o", "out.csv"],
    ["fit", cohort, "--truth", file("truth.csv"), "-o", "out.json"],
    ["evaluate", cohort, "--truth", file("truth.csv"), "-o", "out.txt"],
    ["merge", file("part-1"), file("part-2"), "-o", "out.csv"],
  ];

  beforeAll(() => {
    for (const shard of ["1", "2"]) {
      const args = ["match", cohort, "--format", "csv", "--shard", `${shard}/2`];
      const { status } = spawnSync(process.execPath, [MAIN, ...args, "-o", file(`part-${shard}`)]);
      expect(status).toBe(0);
    }
  }, 60_000);

  it.each(WRITING.map((args) => [args[0], args] as const))(
    "%s leaves old files or whole ones",
    { timeout: 120_000 },
    async (_, args) => {
      const whole = freshFolder();
      expect(spawnSync(process.execPath, [MAIN, ...args], { cwd: whole }).status).toBe(0);
      const expected = new Map(
        finished(whole).map((name) => [name, readFileSync(join(whole, name), "utf8")]),
      );
      for (const share of [0.4, 0.7, 0.9]) {
        const own = freshFolder();
        const child = start(args, own);
        // A process takes about a second; when it is killed does not matter to what must hold.
        await new Promise((wake) => setTimeout(wake, 1000 * share));
        child.kill("SIGKILL");
        if (child.exitCode === null && child.signalCode === null) await once(child, "close");
        for (const name of finished(own)) {
          expect([name, readFileSync(join(own, name), "utf8") === expected.get(name)]).toEqual([
            name,
            true,
          ]);
        }
      }
    },
  );

  it("while it writes leaves the file that stood there", async () => {
    const own = freshFolder();
    writeFileSync(join(own, "out.csv"), "before");
    const child = start(["match", "-", "--format", "csv", "-o", "out.csv"], own);
    child.stdin?.on("error", () => {});
    child.stdin?.write(text);
    while (readdirSync(own).length < 2) await new Promise((wake) => setTimeout(wake, 20));
    child.kill("SIGKILL");
    await once(child, "close");
    expect(readFileSync(join(own, "out.csv"), "utf8")).toBe("before");
    expect(finished(own)).toEqual(["out.csv"]);
  });

  it("takes its worker threads with it", async () => {
    const own = freshFolder();
    const args = ["match", "-", "--jobs", "2", "--format", "csv", "-o", "out.csv"];
    const child = start(args, own);
    child.stdin?.on("error", () => {});
    child.stdin?.write(text);
    while (readdirSync(own).length === 0) await new Promise((wake) => setTimeout(wake, 20));
    child.kill("SIGTERM");
    const [, signal] = await once(child, "close");
    expect([signal, readdirSync(own)]).toEqual(["SIGTERM", []]);
    expect(() => process.kill(child.pid as number, 0)).toThrow(/ESRCH/);
  });
});

it("two processes that write one file leave the whole output of one", async () => {
  const own = freshFolder();
  const calls = ["csv", "jsonl"].map((format) => ["match", cohort, "--format", format]);
  const outputs = calls.map(
    (args) => spawnSync(process.execPath, [MAIN, ...args], { maxBuffer: 1 << 28 }).stdout,
  );
  const children = calls.map((args) => start([...args, "-o", "out"], own));
  const ends = await Promise.all(children.map((child) => once(child, "close")));
  expect(ends.map(([status]) => status)).toEqual([0, 0]);
  const written = readFileSync(join(own, "out"));
  expect(outputs.some((output) => output.equals(written))).toBe(true);
  expect(readdirSync(own)).toEqual(["out"]);
});

describe("closed and limited streams", () => {
  const shell = (command: string, cwd = folder) =>
    spawnSync("bash", ["-c", command.replaceAll("LG", `"${process.execPath}" "${MAIN}"`)], {
      cwd,
      encoding: "utf8",
    });

  it.each([
    ["standard output", "LG match small.csv >&-", 0],
    ["standard error", "LG match small.csv 2>&- >/dev/null", 0],
    ["standard input", "LG match - <&-", 2],
  ])("%s closed before the start ends without a stack trace", (_, command, expected) => {
    const { status, stderr } = shell(command);
    expect(status).toBe(expected);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  it("a disk that takes no more leaves nothing of the file", () => {
    const own = freshFolder();
    // 20 blocks of 1024 bytes: as a full disk, in the middle of the file.
    const { status, stderr } = shell(`ulimit -f 20; LG match ${cohort} -o out.json`, own);
    expect(errorLine(stderr)).toEqual({ code: "CANNOT_WRITE", file: "out.json" });
    expect(status).toBe(2);
    expect(readdirSync(own)).toEqual([]);
  });
});

describe("files larger than memory should be", () => {
  const SIDE_FILES = ["--dates", "--embeddings", "--constraints", "--previous", "--model"];

  it("of more than 2 GiB are an error, before they are read", async () => {
    const large = file("large.bin");
    writeFileSync(large, "");
    truncateSync(large, 3 * 2 ** 30);
    for (const flag of SIDE_FILES) {
      const failed = await run(["grow", file("small.csv"), flag, large]);
      expect(errorOfRun(failed)).toMatchObject({ code: "CANNOT_READ", file: large });
    }
    truncateSync(large, 0);
  });

  it("of less that unpack to more than 1 GiB are an error", async () => {
    // Members of a gzip file follow one another: 17 of 64 MiB of zeros take 1 MB.
    const member = gzipSync(Buffer.alloc(64 * 2 ** 20));
    writeFileSync(file("bomb.gz"), Buffer.concat(Array.from({ length: 17 }, () => member)));
    const bomb = file("bomb.gz");
    const side = await run(["grow", file("small.csv"), "--dates", bomb]);
    expect(errorOfRun(side)).toMatchObject({ code: "CANNOT_READ", file: bomb });
    const table = await run(["match", bomb]);
    expect(errorOfRun(table)).toMatchObject({ code: "RECORD_TOO_LONG", file: bomb });
  });

  it("with an earlier result of 200,000 sequences are read", async () => {
    const sequences = Array.from({ length: 200_000 }, (_, i) => ({
      id: i + 1,
      lesions: [{ study: 1, lesion: i === 6 ? "x" : `l${i}` }],
    }));
    const previous = file("previous.jsonl");
    writeFileSync(previous, `${JSON.stringify({ patient: "A", sequences })}\n`);
    const args = ["match", file("small.csv"), "--previous", previous, "--format", "csv"];
    const { status, out } = await run(args);
    expect(status).toBe(0);
    expect(out.split("\n")[1]).toContain("A,1,x,1,7,");
  });
});

describe("ids of patients in file names", () => {
  it("lead to no other folder and to one file each", async () => {
    const own = freshFolder();
    mkdirSync(join(own, "in/figures"), { recursive: true });
    const ids = ["a/b", "a_b", "a%2Fb", "..", "../../evil", "C:\\x", "é", "\u202Eb"];
    const rows = ids.map((id) => `${id},1,x,0\n${id},2,y,0.05\n`);
    writeFileSync(join(own, "in/v.csv"), `patient,study,lesion,v\n${rows.join("")}`);
    const args = "draw graph v.csv --method algorithm1 --all svg -o figures".split(" ");
    const { status, err } = await run(args, "", join(own, "in"));
    expect([status, err]).toEqual([0, ""]);
    expect(readdirSync(join(own, "in/figures"))).toHaveLength(ids.length);
    expect([readdirSync(own), readdirSync(join(own, "in")).sort()]).toEqual([
      ["in"],
      ["figures", "v.csv"],
    ]);
    expect(existsSync(join(own, "evil-graph.svg"))).toBe(false);
  });
});
