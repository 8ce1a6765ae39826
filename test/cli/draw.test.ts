import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { graphFigure } from "../../src/figures/graph.js";
import { sizesFigure } from "../../src/figures/sizes.js";
import { readDlInfo } from "../../src/input.js";
import { matchPatient } from "../../src/matching/match.js";
import { freshFolder, run } from "../support/cli.js";
import { parsed } from "../support/svg.js";

const COHORT = fileURLToPath(new URL("../../examples/cohort/DL_info.csv", import.meta.url));
const { lesions } = readDlInfo(readFileSync(COHORT, "utf8"));
const third = lesions.filter(({ patient }) => patient === "3");

describe("lesion-graph draw", () => {
  const folder = freshFolder();
  const file = (name: string): string => join(folder, name);

  it("writes what the library draws", () => {
    const flags = ["--patient", "3", "--method", "joint", "-o", file("graph.svg")];
    expect(run(["draw", "graph", COHORT, ...flags])).toEqual({ status: 0, out: "", err: "" });
    const expected = String(graphFigure(matchPatient(third, { method: "joint" })));
    expect(readFileSync(file("graph.svg"), "utf8")).toBe(expected);
  });

  it.each(["sequences", "board", "body-map"])("draws %s to standard output", (figure) => {
    const { status, out, err } = run(["draw", figure, COHORT, "--patient", "3", "--theme", "dark"]);
    expect([status, err]).toEqual([0, ""]);
    expect(parsed(out).documentElement.nodeName).toBe("svg");
  });

  it("takes any option of a figure, and all patients where a figure is of a cohort", () => {
    const { out } = run(["draw", "sizes", COHORT, "--set", "limitMm=40", "--width", "85"]);
    expect(out).toBe(String(sizesFigure(lesions, { limitMm: 40, widthMm: 85 })));
  });

  it("takes distances of the features and up to the T2 of the matching", () => {
    const flags = ["--patient", "3", "--features", "location", "--t2", "0.05"];
    const { out } = run(["draw", "graph", COHORT, ...flags]);
    const distances = [...out.matchAll(/: distance ([\d.]+)</g)].map(([, d]) => Number(d));
    expect(distances.length).toBeGreaterThan(5);
    expect(Math.max(...distances)).toBeLessThan(0.05);
  });

  it("writes PNG", () => {
    const flags = ["--patient", "3", "--dpi", "72", "-o", file("board.png")];
    expect(run(["draw", "board", COHORT, ...flags]).status).toBe(0);
    const png = readFileSync(file("board.png"));
    expect([png.toString("latin1", 1, 4), png.readUInt32BE(16)]).toEqual(["PNG", 510]);
  });

  it("reads vectors of one's own from standard input", () => {
    const vectors = "patient,study,lesion,v\nP,1,a,0\nP,2,<b>,0.02\n";
    const { status, out } = run(["draw", "graph", "-", "--set", "nodeLabel=id"], vectors);
    expect(status).toBe(0);
    expect(out).toContain(">&#60;b&#62;<");
  });

  it.each([
    [
      ["draw", "pie", COHORT],
      "error BAD_OPTION: expected FIGURE to be one of graph, sequences, board, spider, swimmer, waterfall, body-map, sizes",
    ],
    [["draw", "graph", COHORT], "error SEVERAL_PATIENTS: expected one patient for graph"],
    [["draw", "graph", COHORT, "--patient", "77"], "error UNKNOWN_PATIENT: "],
    [
      ["draw", "graph", COHORT, "--patient", "3", "--theme", "blue"],
      "error BAD_OPTION: expected theme to be one of",
    ],
    [["draw", "sizes", COHORT, "--set", "binMM=3"], 'did you mean "binMm"?'],
    [["draw", "sizes", COHORT, "--set", "binMm"], "error BAD_OPTION: expected --set as name=value"],
    [
      ["draw", "sizes", COHORT, "-o", "sizes.pdf"],
      "expected an output file that ends in .svg or .png",
    ],
  ])("refuses %j in one line", (args, fragment) => {
    const empty = freshFolder();
    const { status, out, err } = run(
      [...args, ...(args.includes("-o") ? [] : ["-o", "x.svg"])],
      "",
      empty,
    );
    expect([status, out]).toEqual([2, ""]);
    expect(err).toMatch(/^error [A-Z_]+: [^\n]*\n$/);
    expect(err).toContain(fragment);
    expect(readdirSync(empty)).toEqual([]);
    expect(existsSync("x.svg")).toBe(false);
  });

  it("prints its help", () => {
    expect(run(["draw", "--help"]).out).toMatchSnapshot();
  });
});
