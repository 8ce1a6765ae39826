import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { graphFigure } from "../../src/figures/graph/graph-figure.js";
import { matchPatient } from "../../src/matching/match.js";
import { figureToPng } from "../../src/node/png.js";
import { rejectionOf } from "../support/errors.js";
import { small } from "../support/patients.js";

const figure = graphFigure(matchPatient(small));

it("a PNG is as wide as the figure at its resolution, and the same twice", async () => {
  const png = await figureToPng(figure, { dpi: 150 });
  const view = new DataView(png.buffer, png.byteOffset);
  expect(Array.from(png.subarray(0, 8))).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  // 180 mm at 150 dpi; the height in proportion.
  expect(view.getUint32(16)).toBe(1063);
  expect(Math.abs(view.getUint32(20) - (figure.heightMm / 25.4) * 150)).toBeLessThan(2);
  expect(Buffer.from(await figureToPng(figure, { dpi: 150 })).equals(png)).toBe(true);
});

it("has its texts: without them it would be much smaller", async () => {
  const wordless = graphFigure(matchPatient(small), {
    legend: false,
    nodeLabel: "none",
    distances: false,
  });
  const [full, less] = [await figureToPng(figure), await figureToPng(wordless)];
  expect(full.length).toBeGreaterThan(less.length * 1.3);
});

it("rejects unknown resolutions and options", async () => {
  await rejectionOf("BAD_OPTION", () => figureToPng(figure, { dpi: 5 }), { option: "dpi" });
  await rejectionOf("UNKNOWN_OPTION", () => figureToPng(figure, { dbi: 300 } as never), {
    option: "dbi",
  });
});

it("names the command that installs what is missing", () => {
  const entry = new URL("../../dist/node/index.js", import.meta.url);
  const main = new URL("../../dist/index.js", import.meta.url);
  const hook = `export function resolve(name, context, next) {
    if (!name.startsWith("@resvg/")) return next(name, context);
    throw Object.assign(new Error("none"), { code: "ERR_MODULE_NOT_FOUND" });
  }`;
  const program = `
    import { register } from "node:module";
    register("data:text/javascript,${encodeURIComponent(hook)}");
    const { figureToPng } = await import(${JSON.stringify(entry.href)});
    const { sizesFigure } = await import(${JSON.stringify(main.href)});
    await figureToPng(sizesFigure([])).catch(({ code, message }) => console.log(code, message));
  `;
  const out = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
    encoding: "utf8",
  });
  expect(out.trim()).toBe(
    'MISSING_PACKAGE expected the package @resvg/resvg-js for PNG, got "none installed"; npm install @resvg/resvg-js dejavu-fonts-ttf, or write SVG',
  );
});
