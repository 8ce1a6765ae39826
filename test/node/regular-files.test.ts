/** Images, volumes, models and reports are regular files: a pipe without a writer would be waited for without end. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readCt } from "../../src/node/ct-volumes.js";
import { readRegularFile } from "../../src/node/file-bytes.js";
import { readReportFiles } from "../../src/node/reports.js";
import { readSliceFile } from "../../src/node/slices.js";
import { freshFolder } from "../support/cli.js";
import { rejectionOf } from "../support/errors.js";

const folder = freshFolder();
const pipe = join(folder, "pipe.png");
execFileSync("mkfifo", [pipe]);

it.each([
  ["readCt", () => readCt(pipe, { pixelMm: 1 })],
  ["readSliceFile", () => readSliceFile(pipe)],
  ["readRegularFile", () => readRegularFile(pipe)],
  ["readReportFiles", async () => readReportFiles([pipe])],
  ["readCt of a device", () => readCt("/dev/null", { pixelMm: 1 })],
])("%s rejects a pipe at once", async (_, read) => {
  await rejectionOf("CANNOT_READ", read);
});

it("a folder of slices with a pipe among them is rejected, not waited for", async () => {
  mkdirSync(join(folder, "series"));
  execFileSync("mkfifo", [join(folder, "series", "001.png")]);
  const reading = { pixelMm: 1, sliceMm: 1 };
  await rejectionOf("CANNOT_READ", () => readCt(join(folder, "series"), reading));
});

it("a regular file is read, a folder and a missing file are errors of their own", async () => {
  writeFileSync(join(folder, "file"), "abc");
  expect(new TextDecoder().decode(await readRegularFile(join(folder, "file")))).toBe("abc");
  await rejectionOf("CANNOT_READ", () => readRegularFile(folder));
  await rejectionOf("FILE_NOT_FOUND", () => readRegularFile(join(folder, "none")));
});
