import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, writeWhole } from "../../src/node/output.js";
import { freshFolder } from "../support/cli.js";
import { faultOf } from "../support/errors.js";

describe("writeWhole", () => {
  it("writes the pieces one after the other and leaves nothing else", async () => {
    const folder = freshFolder();
    await writeWhole(join(folder, "out.txt"), ["a", "b".repeat(200_000), "c"]);
    expect(readFileSync(join(folder, "out.txt"), "utf8")).toBe(`a${"b".repeat(200_000)}c`);
    expect(readdirSync(folder)).toEqual(["out.txt"]);
  });

  it("leaves what stood there when the pieces fail", async () => {
    const folder = freshFolder();
    const path = join(folder, "out.txt");
    writeFileSync(path, "before");
    async function* failing() {
      yield "half";
      throw new Error("made to fail");
    }
    await expect(writeWhole(path, failing())).rejects.toThrow("made to fail");
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(readdirSync(folder)).toEqual(["out.txt"]);
  });

  it("says why a file cannot be written", async () => {
    const folder = freshFolder();
    const missing = await faultOf("CANNOT_WRITE", "no such folder", () =>
      writeWhole(join(folder, "no", "out.txt"), ["a"]),
    );
    expect(missing.where).toEqual({ file: join(folder, "no", "out.txt") });
    mkdirSync(join(folder, "taken"));
    await faultOf("CANNOT_WRITE", "a folder", () => writeWhole(join(folder, "taken"), ["a"]));
    writeFileSync(join(folder, "file"), "");
    await faultOf("CANNOT_WRITE", "a file in place of a folder", () =>
      writeWhole(join(folder, "file", "out.txt"), ["a"]),
    );
  });

  it("writes to a device directly", async () => {
    await writeWhole("/dev/null", ["gone"]);
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
      await faultOf("CANNOT_WRITE", `a file in place of a folder" (file ${path}`, () =>
        makeFolder(path),
      );
    }
    symlinkSync("nowhere", join(folder, "link"));
    await faultOf("CANNOT_WRITE", "no such folder", () => makeFolder(join(folder, "link")));
  });

  it.runIf(existsSync("/proc/self"))("ends where a file system takes no folders", async () => {
    await faultOf("CANNOT_WRITE", "file /proc/x", () => makeFolder("/proc/x/y"));
  });
});
