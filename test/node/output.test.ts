import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import { makeFolder, writeFileAtomic } from "../../src/node/output.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { freshFolder, MAIN } from "../support/cli.js";
import { rejectionOf } from "../support/errors.js";

describe("writeWhole", () => {
  it("writes the chunks in order and leaves nothing else", async () => {
    const folder = freshFolder();
    await writeFileAtomic(join(folder, "out.txt"), ["a", "b".repeat(200_000), "c"]);
    expect(readFileSync(join(folder, "out.txt"), "utf8")).toBe(`a${"b".repeat(200_000)}c`);
    expect(readdirSync(folder)).toEqual(["out.txt"]);
  });

  it("leaves the earlier file when the chunks fail", async () => {
    const folder = freshFolder();
    const path = join(folder, "out.txt");
    writeFileSync(path, "before");
    async function* failing() {
      yield "half";
      throw new Error("made to fail");
    }
    await expect(writeFileAtomic(path, failing())).rejects.toThrow("made to fail");
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(readdirSync(folder)).toEqual(["out.txt"]);
  });

  it("says why a file cannot be written", async () => {
    const folder = freshFolder();
    const missing = await rejectionOf("CANNOT_WRITE", () =>
      writeFileAtomic(join(folder, "no", "out.txt"), ["a"]),
    );
    expect(missing.where).toEqual({ file: join(folder, "no", "out.txt") });
    mkdirSync(join(folder, "taken"));
    await rejectionOf("CANNOT_WRITE", () => writeFileAtomic(join(folder, "taken"), ["a"]));
    writeFileSync(join(folder, "file"), "");
    await rejectionOf("CANNOT_WRITE", () =>
      writeFileAtomic(join(folder, "file", "out.txt"), ["a"]),
    );
  });

  it("follows links and keeps permissions", async () => {
    const folder = freshFolder();
    const at = (name: string): string => join(folder, name);
    writeFileSync(at("real"), "before");
    chmodSync(at("real"), 0o600);
    mkdirSync(at("sub"));
    symlinkSync("../real", at("sub/link"));
    symlinkSync("new", at("dangling"));
    await writeFileAtomic(at("sub/link"), ["a"]);
    await writeFileAtomic(at("dangling"), ["b"]);
    expect(["real", "new"].map((name) => readFileSync(at(name), "utf8"))).toEqual(["a", "b"]);
    expect(statSync(at("real")).mode & 0o777).toBe(0o600);
    for (const link of ["sub/link", "dangling"]) {
      expect(lstatSync(at(link)).isSymbolicLink()).toBe(true);
    }
    symlinkSync("loop", at("loop"));
    await rejectionOf("CANNOT_WRITE", () => writeFileAtomic(at("loop"), []));
  });

  it("takes a name as long as names can be, and rejects a longer one", async () => {
    const folder = freshFolder();
    await writeFileAtomic(join(folder, "x".repeat(255)), ["a"]);
    expect(readdirSync(folder)).toEqual(["x".repeat(255)]);
    await rejectionOf("CANNOT_WRITE", () => writeFileAtomic(join(folder, "x".repeat(256)), ["a"]));
    for (const name of ["", `${folder}/`, join(folder, "no/")]) {
      await rejectionOf("CANNOT_WRITE", () => writeFileAtomic(name, ["a"]));
    }
  });

  it.skipIf(!existsSync("/dev/full"))("meets a full disk before the next piece comes", async () => {
    async function* waiting() {
      yield "a".repeat(200_000);
      await new Promise(() => {});
    }
    await rejectionOf("CANNOT_WRITE", () => writeFileAtomic("/dev/full", waiting()));
  });

  it("writes to a device directly", async () => {
    await writeFileAtomic("/dev/null", ["gone"]);
  });
});

describe("makeFolder", () => {
  it("makes a folder and those above it, and lets one that is there be", async () => {
    const folder = join(freshFolder(), "a/b/c");
    await Promise.all([makeFolder(folder), makeFolder(folder), makeFolder(join(folder, "d"))]);
    await makeFolder(folder);
    expect(readdirSync(folder)).toEqual(["d"]);
  });

  it("says why it cannot", async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "file"), "");
    for (const path of [join(folder, "file"), join(folder, "file/below")]) {
      await rejectionOf("CANNOT_WRITE", () => makeFolder(path));
    }
    symlinkSync("nowhere", join(folder, "link"));
    await rejectionOf("CANNOT_WRITE", () => makeFolder(join(folder, "link")));
  });

  it.runIf(existsSync("/proc/self"))("ends where a file system takes no folders", async () => {
    await rejectionOf("CANNOT_WRITE", () => makeFolder("/proc/x/y"));
  });
});

it("removes the unfinished files of processes that are gone, and no others", async () => {
  const folder = freshFolder();
  const child = spawn(
    process.execPath,
    [MAIN, "match", "-", "--format", "csv", "-o", join(folder, "out.csv")],
    { stdio: ["pipe", "ignore", "ignore"] },
  );
  child.stdin.on("error", () => {});
  child.stdin.write(writeDlInfo(simulateCohort({ patients: 150, seed: 5 }).lesions));
  while (readdirSync(folder).length === 0) await new Promise((wake) => setTimeout(wake, 20));
  const [abandoned = ""] = readdirSync(folder);
  const running = join(folder, abandoned.replace(String(child.pid), String(process.ppid)));
  writeFileSync(running, "");
  for (const name of [".lesion-graph-1-1-1.part", `${abandoned}x`]) {
    writeFileSync(join(folder, name), "");
  }
  child.kill("SIGKILL");
  await once(child, "close");
  await writeFileAtomic(join(folder, "new.txt"), ["new"]);
  expect(readdirSync(folder).sort()).toEqual(
    [".lesion-graph-1-1-1.part", `${abandoned}x`, basename(running), "new.txt"].sort(),
  );
});
