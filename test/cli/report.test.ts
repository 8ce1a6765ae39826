import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { errorOfRun, freshFolder, run } from "../support/cli.js";
import { dlInfo } from "../support/dl-info.js";
import { PAINTED_ROW, paintedSlice } from "../support/pictures.js";
import { pngOfSlice } from "../support/slices.js";

describe("lesion-graph report --slices", () => {
  const folder = freshFolder();
  const file = (name: string): string => join(folder, name);
  // Two lesions of patient 7 in two studies; patient 8 has no slice in the folder.
  const rowOf = (patient: string, study: string, slice: string) => ({
    ...PAINTED_ROW,
    File_name: `${patient.padStart(6, "0")}_${study.padStart(2, "0")}_01_${slice}.png`,
    Patient_index: patient,
    Study_index: study,
    Series_ID: "1",
    Key_slice_index: String(Number(slice)),
  });
  const input = file("painted.csv");
  writeFileSync(
    input,
    dlInfo([rowOf("7", "1", "030"), rowOf("7", "2", "031"), rowOf("8", "1", "035")]),
  );
  const slices = file("slices");
  mkdirSync(slices);
  for (const name of ["000007_01_01_030.png", "000007_02_01_031.png"]) {
    writeFileSync(join(slices, name), pngOfSlice(paintedSlice));
  }
  const report = async (...flags: readonly string[]) => {
    const done = await run(["report", input, ...flags, "-o", file("report.html")]);
    return { ...done, page: done.status === 0 ? readFileSync(file("report.html"), "utf8") : "" };
  };
  const imagesIn = (page: string): number => page.match(/<image /g)?.length ?? 0;

  it("shows the key slices in the board", async () => {
    const { status, page } = await report("--patient", "7", "--slices", slices);
    expect([status, imagesIn(page)]).toEqual([0, 2]);
    expect(imagesIn((await report("--patient", "7")).page)).toBe(0);
  });

  it("draws patients without slices by their axes, unless no patient has any", async () => {
    const cohort = await report("--slices", slices);
    expect([cohort.status, imagesIn(cohort.page)]).toEqual([0, 2]);
    const alone = await report("--patient", "8", "--slices", slices);
    expect(errorOfRun(alone)).toEqual({ code: "FILE_NOT_FOUND", file: slices });
    const nowhere = await report("--slices", file("nowhere"));
    expect(errorOfRun(nowhere)).toEqual({ code: "FILE_NOT_FOUND", file: file("nowhere") });
  });

  it("needs an input whose rows name their slices", async () => {
    writeFileSync(file("vectors.csv"), "patient,study,lesion,a\n1,1,x,0.1\n1,2,y,0.1\n");
    const failed = await run(["report", file("vectors.csv"), "--slices", slices]);
    expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL" });
  });
});

describe("lesion-graph report of a table of one's own", () => {
  const header = "patient,study,date,x,y,z,longAxisMm,shortAxisMm";
  /** The HTML of a report of two studies with these sizes. */
  const reportOf = async (sizes: string, ...flags: readonly string[]): Promise<string> => {
    const folder = freshFolder();
    const rows = [`A,1,2024-01-10,0,0,0,${sizes}`, `A,2,2024-04-10,0,0,0,${sizes}`];
    writeFileSync(join(folder, "own.csv"), [header, ...rows, ""].join("\n"));
    writeFileSync(join(folder, "nodes.csv"), "row,lymphNode\n1,true\n");
    const { status, out } = await run(["report", "own.csv", ...flags], "", folder);
    expect(status).toBe(0);
    return out;
  };
  const datesIn = (page: string): string | undefined => /<dt>Dates<\/dt><dd>(.*?)</.exec(page)?.[1];

  it("states whether its dates are used", async () => {
    const page = await reportOf("12,8");
    expect(page).toContain("2024-04-10");
    expect(datesIn(page)).not.toBe("none");
    const undated = "patient,study,x,y,z,longAxisMm,shortAxisMm\nA,1,0,0,0,9,8\n";
    expect(datesIn((await run(["report", "-"], undated)).out)).toBe("none");
  });

  it("shows growth if every lesion has the axis that is followed", async () => {
    const hasGrowth = (page: string): boolean => page.includes("<h2>Growth");
    expect(hasGrowth(await reportOf("12,"))).toBe(true);
    expect(hasGrowth(await reportOf(",", "--features", "location"))).toBe(false);
    const nodes = ["--lesion-notes", "nodes.csv"];
    expect(hasGrowth(await reportOf("12,", ...nodes))).toBe(false);
    expect(hasGrowth(await reportOf("12,8", ...nodes))).toBe(true);
  });
});
