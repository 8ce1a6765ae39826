import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { figuresThat } from "../../src/cli/drawable-figures.js";
import { annotatedSlice } from "../../src/figures/annotation/annotated-slice.js";
import { annotationFigure } from "../../src/figures/annotation/annotation-figure.js";
import { graphFigure } from "../../src/figures/graph/graph-figure.js";
import { retrievalFigure } from "../../src/figures/retrieval/retrieval-figure.js";
import { sizesFigure } from "../../src/figures/sizes/sizes-figure.js";
import { matchPatient } from "../../src/matching/match.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { retrieve } from "../../src/retrieval/retrieve.js";
import { type ErrorLine, errorOfRun, freshFolder, run, wordingOf } from "../support/cli.js";
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

  it("reads vectors from standard input", async () => {
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
      const vectors = "patient,study,lesion,v\nP,1,a,0\nQ,2,b,1\n";
      const errorOfDraw = async (...args: string[]) =>
        errorOfRun(await run(["draw", ...args, "--slices", slices], vectors));
      const damaged = join(slices, "000008_01_01_035.png");
      expect(await errorOfDraw("annotation", input, "--row", "3")).toEqual({
        code: "FILE_NOT_FOUND",
        file: join(slices, "000008_01_01/035.png"),
        row: 3,
        patient: "8",
      });
      expect(await errorOfDraw("retrieval", "-", "--row", "1")).toEqual({ code: "BAD_CALL" });
      const board = ["board", input, "--patient", "8"] as const;
      expect(await errorOfDraw(...board)).toEqual({ code: "FILE_NOT_FOUND", file: slices });
      writeFileSync(damaged, "no picture");
      expect(await errorOfDraw(...board)).toEqual({
        code: "BAD_IMAGE",
        file: damaged,
        row: 3,
        patient: "8",
      });
      rmSync(damaged);
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

  it.each<[[figure: string, ...flags: string[]], ErrorLine]>([
    [["pie"], { code: "BAD_OPTION", option: "FIGURE" }],
    [["annotation", "--row", "1"], { code: "BAD_CALL", option: "--slices" }],
    [["annotation", "--slices", "x"], { code: "BAD_CALL", option: "--row" }],
    [["annotation", "--row", "999", "--slices", "x"], { code: "UNKNOWN_ROW", file: "DL_info.csv" }],
    [
      ["annotation", "--row", "1", "--slices", "x"],
      { code: "FILE_NOT_FOUND", file: "x/000001_03_01/358.png", row: 1, patient: "1" },
    ],
    [["retrieval"], { code: "BAD_CALL", option: "--row" }],
    [["retrieval", "--row", "999"], { code: "UNKNOWN_ROW", file: "DL_info.csv" }],
    [["retrieval", "--row", "1", "--top", "0"], { code: "BAD_OPTION", option: "--top" }],
    [["board", "--patient", "3", "--slices", "x"], { code: "FILE_NOT_FOUND", file: "x" }],
    [["retrieval", "--row", "1", "--type", "toe"], { code: "BAD_OPTION", option: "--type" }],
    [["graph", "--sex", "F"], { code: "BAD_CALL", option: "--sex" }],
    [["graph", "--row", "1"], { code: "BAD_CALL", option: "--row" }],
    [["sizes", "--slices", "x"], { code: "BAD_CALL", option: "--slices" }],
    [["graph"], { code: "SEVERAL_PATIENTS" }],
    [["graph", "--patient", "77"], { code: "UNKNOWN_PATIENT", option: "--patient" }],
    [["graph", "--patient", "3", "--theme", "blue"], { code: "BAD_OPTION", option: "--theme" }],
    [["sizes", "--set", "binMM=3"], { code: "UNKNOWN_OPTION", option: "--set binMM" }],
    [["sizes", "--set", "binMm"], { code: "BAD_OPTION", option: "--set" }],
    [["sizes", "-o", "sizes.pdf"], { code: "BAD_OPTION", option: "--output" }],
  ])("rejects %j in one line", async ([figure, ...flags], error) => {
    const own = freshFolder();
    copyFileSync(COHORT, join(own, "DL_info.csv"));
    const output = flags.includes("-o") ? [] : ["-o", "x.svg"];
    const failed = await run(["draw", figure, "DL_info.csv", ...flags, ...output], "", own);
    expect(errorOfRun(failed)).toEqual(error);
    expect(wordingOf(failed)).toMatchSnapshot();
    expect(readdirSync(own)).toEqual(["DL_info.csv"]);
  });

  it.each(figuresThat(({ of }) => of === "lesions"))(
    "rejects flags of matching with %s, which is not matched",
    async (name) => {
      const failed = await run(["draw", name, COHORT, "--t1", "0.1"]);
      expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL", option: "--t1" });
    },
  );

  it("prints its help", async () => {
    expect((await run(["draw", "--help"])).out).toMatchSnapshot();
  });
});
