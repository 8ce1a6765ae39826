import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCt } from "../../src/node/ct-volumes.js";
import { freshFolder } from "../support/cli.js";
import { rejectionOf } from "../support/errors.js";
import { inEllipse, paint, pngOfSlice } from "../support/slices.js";

const folder = freshFolder();
const isBody = inEllipse(8, 8, 6, 5);
/** A file with a slice of air and soft tissue, with so much added. */
function fileOf(name: string, added: number): string {
  const path = join(folder, name);
  const slice = paint(16, 16, (x, y) => (isBody(x, y) ? 40 : -1000) + added);
  writeFileSync(path, pngOfSlice(slice));
  return path;
}

describe("a PNG as a CT", () => {
  it("is a single slice with the number in its name", async () => {
    expect(await readCt(fileOf("017.png", 0), { pixelMm: 0.8 })).toMatchObject({
      single: { number: 17, pixelMm: 0.8, slice: { width: 16, height: 16 } },
    });
  });

  it("is rejected where 1024 is added to its values, as in files of another offset", async () => {
    const path = fileOf("018.png", 1024);
    await rejectionOf("BAD_VOLUME", () => readCt(path, { pixelMm: 0.8 }), { file: path });
  });

  it("needs the size of its pixels", async () => {
    await rejectionOf("BAD_CALL", () => readCt(fileOf("019.png", 0)));
  });
});
