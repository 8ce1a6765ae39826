import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  annotatedSlice,
  annotationFigure,
} from "../../src/figures/annotation/annotation-figure.js";
import { graphFigure } from "../../src/figures/graph/graph-figure.js";
import { retrievalFigure } from "../../src/figures/retrieval/retrieval-figure.js";
import { sizesFigure } from "../../src/figures/sizes/sizes-figure.js";
import { matchPatient } from "../../src/matching/match.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { retrieve } from "../../src/retrieval/retrieve.js";
import { freshFolder, run } from "../support/cli.js";
import { dlInfo } from "../support/dl-info.js";
import { PAINTED_ROW, paintedLesion, paintedSlice } from "../support/pictures.js";
import { describeReal, sharedPath } from "../support/shared-data.js";
import { pngOfSlice } from "../support/slices.js";
import { elements, parsed } from "../support/svg.js";

const COHORT = fileURLToPath(new URL("../../examples/cohort/DL_info.csv", import.meta.url));
const { lesions } = readDlInfo(readFileSync(COHORT, "utf8"));
const third = lesions.filter(({ patient }) => patient === "3");

describe("lesion-graph draw", () => {
  const folder = freshFolder();
  const file = (name: string): string => join(folder, name);

  it("writes what the library draws", async () => {
    const flags = ["--patient", "3", "--method", "joint", "-o", file("graph.svg")];
    expect(await run(["draw", "graph", COHORT, ...flags])).toEqual({ status: 0, out: "", err: "" });
    const expected = String(graphFigure(matchPatient(third, { method: "joint" })));
    expect(readFileSync(file("graph.svg"), "utf8")).toBe(expected);
  });

  it.each(["sequences", "board", "body-map"])("draws %s to standard output", async (figure) => {
    const { status, out, err } = await run([
      "draw",
      figure,
      COHORT,
      "--patient",
      "3",
      "--theme",
      "dark",
    ]);
    expect([status, err]).toEqual([0, ""]);
    expect(parsed(out).documentElement.nodeName).toBe("svg");
  });

  it("takes any option of a figure, and all patients where a figure is of a cohort", async () => {
    const { out } = await run(["draw", "sizes", COHORT, "--set", "limitMm=40", "--width", "85"]);
    expect(out).toBe(String(sizesFigure(lesions, { limitMm: 40, widthMm: 85 })));
  });

  it("takes settings as the kind of the option says", async () => {
    const title = async (value: string) => {
      const { out } = await run(["draw", "sizes", COHORT, "--set", `title=${value}`]);
      return /<title[^>]*>([^<]*)</.exec(out)?.[1];
    };
    expect([await title("12"), await title("true")]).toEqual(["12", "true"]);
    const palette = ["#112233", "#445566"];
    for (const text of [palette.join(","), JSON.stringify(palette)]) {
      const { out } = await run(["draw", "sizes", COHORT, "--set", `palette=${text}`]);
      expect(out).toBe(String(sizesFigure(lesions, { palette })));
    }
    for (const [setting, option] of [
      ["limitMm=wide", "--set limitMm"],
      ["legend=1", "legend"],
      ["palette=[1", "--set palette"],
    ] as const) {
      const { status, err } = await run(["draw", "sizes", COHORT, "--set", setting]);
      expect([status, err.includes("BAD_OPTION"), err.includes(option)]).toEqual([2, true, true]);
    }
  });

  it("takes distances of the features and up to the T2 of the matching", async () => {
    const flags = ["--patient", "3", "--features", "location", "--t2", "0.05"];
    flags.push("--method", "algorithm1");
    const { out } = await run(["draw", "graph", COHORT, ...flags]);
    const distances = [...out.matchAll(/: distance ([\d.]+)</g)].map(([, d]) => Number(d));
    expect(distances.length).toBeGreaterThan(5);
    expect(Math.max(...distances)).toBeLessThan(0.05);
  });

  it("writes PNG", async () => {
    const flags = ["--patient", "3", "--dpi", "72", "-o", file("board.png")];
    expect((await run(["draw", "board", COHORT, ...flags])).status).toBe(0);
    const png = readFileSync(file("board.png"));
    expect([png.toString("latin1", 1, 4), png.readUInt32BE(16)]).toEqual(["PNG", 510]);
  });

  it("reads vectors of one's own from standard input", async () => {
    const vectors = "patient,study,lesion,v\nP,1,a,0\nP,2,<b>,0.02\n";
    const { status, out } = await run(["draw", "graph", "-", "--set", "nodeLabel=id"], vectors);
    expect(status).toBe(0);
    expect(out).toContain(">&#60;b&#62;<");
  });

  describe("with key slices", () => {
    const input = file("painted.csv");
    // Two lesions of patient 7 in two studies, one of patient 8 whose slice is absent.
    writeFileSync(
      input,
      dlInfo([
        PAINTED_ROW,
        {
          ...PAINTED_ROW,
          File_name: "000007_02_01_031.png",
          Study_index: "2",
          Series_ID: "1",
          Key_slice_index: "31",
        },
        {
          ...PAINTED_ROW,
          File_name: "000008_01_01_035.png",
          Patient_index: "8",
          Series_ID: "1",
          Key_slice_index: "35",
        },
      ]),
    );
    const slices = file("slices");
    mkdirSync(join(slices, "Images_png/000007_01_02"), { recursive: true });
    writeFileSync(join(slices, "Images_png/000007_01_02/030.png"), pngOfSlice(paintedSlice));
    writeFileSync(join(slices, "000007_02_01_031.png"), pngOfSlice(paintedSlice));
    const draw = async (...args: string[]) => {
      const { status, out, err } = await run([
        "draw",
        args[0]!,
        input,
        ...args.slice(1),
        "--slices",
        slices,
      ]);
      expect([status, err]).toEqual([0, ""]);
      return out;
    };

    it("draws a board of both layouts", async () => {
      const out = await draw("board", "--patient", "7");
      expect(elements(parsed(out), "image")).toHaveLength(2);
      expect(out).not.toContain("without a key slice");
    });

    it("draws the annotation of a row as the library does", async () => {
      const lesion = { ...paintedLesion, id: "000007_01_02_030" };
      const options = { convention: "anatomical", fieldMm: 40 } as const;
      const expected = annotationFigure(annotatedSlice(paintedSlice, lesion, options), options);
      const flags = ["--set", "convention=anatomical", "--set", "fieldMm=40"];
      expect(await draw("annotation", "--row", "1", ...flags)).toBe(String(expected));
    });

    it("draws what was retrieved, with and without slices", async () => {
      const out = await draw("retrieval", "--row", "3", "--top", "2", "--features", "size");
      expect(elements(parsed(out), "image")).toHaveLength(2);
      expect(out).toContain(">1 of 3 lesions without a key slice, drawn as their axes.<");
      const bare = (await run(["draw", "retrieval", input, "--row", "3", "--features", "size"]))
        .out;
      const table = readDlInfo(readFileSync(input, "utf8")).lesions;
      expect(bare).toBe(String(retrievalFigure(retrieve(table, 3, { features: ["size"] }))));
      const filters = ["--features", "location,size", "--type", "liver", "--split", "test"];
      const livers = (await run(["draw", "retrieval", COHORT, "--row", "46", ...filters])).out;
      const cohort = readDlInfo(readFileSync(COHORT, "utf8")).lesions;
      const found = retrieve(cohort, 46, {
        features: ["location", "size"],
        type: "liver",
        split: "test",
      });
      expect(livers).toBe(String(retrievalFigure(found)));
    });

    it("reports invalid calls in one line", async () => {
      const lines = [
        await run(["draw", "annotation", input, "--row", "3", "--slices", slices]),
        await run(
          ["draw", "retrieval", "-", "--row", "1", "--slices", slices],
          "patient,study,lesion,v\nP,1,a,0\nQ,2,b,1\n",
        ),
        await run(["draw", "board", input, "--patient", "8", "--slices", slices]),
      ];
      expect(lines.map(({ status, out }) => [status, out])).toEqual(Array(3).fill([2, ""]));
      expect(lines[0]?.err).toMatch(
        /^error FILE_NOT_FOUND: expected a slice 000008_01_01\/035.png[^\n]*\n$/,
      );
      expect(lines[1]?.err).toMatch(/^error BAD_CALL: expected a DL_info.csv, whose rows[^\n]*\n$/);
      expect(lines[2]?.err).toMatch(
        /^error FILE_NOT_FOUND: expected a key slice such as 000008[^\n]*\n$/,
      );
      writeFileSync(join(slices, "000008_01_01_035.png"), "no picture");
      const damaged = await run(["draw", "board", input, "--patient", "8", "--slices", slices]);
      expect([damaged.status, damaged.err]).toEqual([
        2,
        expect.stringMatching(/^error BAD_IMAGE: /),
      ]);
      rmSync(join(slices, "000008_01_01_035.png"));
    });
  });

  describeReal("on the real slices", () => {
    it("draws boards, annotations and retrievals, and counts what is absent", async () => {
      const input = sharedPath("deeplesion/DL_info_liver_23_extra_columns.csv");
      const slices = ["--slices", sharedPath("deeplesion/key_slices")];
      // Of the five lesions of patient 2680 one has no slice here.
      const board = (await run(["draw", "board", input, "--patient", "2680", ...slices])).out;
      expect(elements(parsed(board), "image")).toHaveLength(4);
      expect(board).toContain(">1 of 5 lesions without a key slice, drawn as their axes.<");
      const annotation = (await run(["draw", "annotation", input, "--row", "23", ...slices])).out;
      expect(elements(parsed(annotation), "image")).toHaveLength(3);
      const retrieval = (await run(["draw", "retrieval", input, "--row", "23", ...slices])).out;
      expect(retrieval).toContain("lesions without a key slice, drawn as their axes.<");
    });
  });

  it.each([
    [
      ["draw", "pie", COHORT],
      "error BAD_OPTION: expected FIGURE to be one of graph, sequences, board, sequence-map, spider, growth, sum, timeline, overview, swimmer, waterfall, body-map, sizes, annotation, retrieval",
    ],
    [
      ["draw", "annotation", COHORT, "--row", "1"],
      "expected --slices DIR, the folder of key slices, for annotation",
    ],
    [
      ["draw", "annotation", COHORT, "--slices", "x"],
      "expected --row N, a data row, for annotation",
    ],
    [
      ["draw", "annotation", COHORT, "--row", "999", "--slices", "x"],
      "error UNKNOWN_ROW: expected a data row of the input, got 999",
    ],
    [
      ["draw", "annotation", COHORT, "--row", "1", "--slices", "x"],
      "error FILE_NOT_FOUND: expected a slice 0",
    ],
    [["draw", "retrieval", COHORT], "expected --row N, a data row, for retrieval"],
    [["draw", "retrieval", COHORT, "--row", "999"], "error UNKNOWN_ROW: "],
    [
      ["draw", "retrieval", COHORT, "--row", "1", "--top", "0"],
      "error BAD_OPTION: expected --top to be",
    ],
    [
      ["draw", "board", COHORT, "--patient", "3", "--slices", "x"],
      "error FILE_NOT_FOUND: expected a folder of key slices (",
    ],
    [
      ["draw", "retrieval", COHORT, "--row", "1", "--type", "toe"],
      "error BAD_OPTION: expected --type to be one of bone, abdomen",
    ],
    [["draw", "graph", COHORT, "--sex", "F"], "expected --sex only with retrieval"],
    [["draw", "graph", COHORT, "--row", "1"], "expected --row only with annotation, retrieval"],
    [
      ["draw", "sizes", COHORT, "--slices", "x"],
      "expected --slices only with board, annotation, retrieval",
    ],
    [["draw", "graph", COHORT], "error SEVERAL_PATIENTS: expected one patient for graph"],
    [["draw", "graph", COHORT, "--patient", "77"], "error UNKNOWN_PATIENT: "],
    [
      ["draw", "graph", COHORT, "--patient", "3", "--theme", "blue"],
      "error BAD_OPTION: expected --theme to be one of",
    ],
    [["draw", "sizes", COHORT, "--set", "binMM=3"], 'did you mean "binMm"?'],
    [["draw", "sizes", COHORT, "--set", "binMm"], "error BAD_OPTION: expected --set as name=value"],
    [
      ["draw", "sizes", COHORT, "-o", "sizes.pdf"],
      "expected an output file that ends in .svg or .png",
    ],
  ])("rejects %j in one line", async (args, fragment) => {
    const empty = freshFolder();
    const { status, out, err } = await run(
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

  it("prints its help", async () => {
    expect((await run(["draw", "--help"])).out).toMatchSnapshot();
  });
});
