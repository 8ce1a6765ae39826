import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  type ErrorLine,
  errorOfRun,
  freshFolder,
  run,
  warningLine,
  wordingOf,
} from "../support/cli.js";
import { niftiLabels, painted, steps } from "../support/nifti-labels.js";

type Box = readonly [value: number, from: readonly number[], to: readonly number[]];

/** A volume of 20 x 20 x 10 voxels of 1 x 1 x 2 mm with boxes of labels. */
function mask(...boxes: readonly Box[]): Uint8Array {
  const labels = painted([20, 20, 10], (...index) => {
    const box = boxes.find(([, from, to]) =>
      index.every((value, d) => value >= from[d]! && value <= to[d]!),
    );
    return box?.[0] ?? 0;
  });
  return gzipSync(niftiLabels({ size: [20, 20, 10], labels, sform: steps(1, 1, 2) }));
}

const BAR: Box = [1, [2, 3, 4], [7, 3, 4]];
const DOT: Box = [5, [15, 15, 8], [15, 15, 8]];

function manifest(text: string, files: Readonly<Record<string, Uint8Array>>): string {
  const folder = freshFolder();
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, "manifest.csv"), text);
  return folder;
}

describe("lesion-graph masks", () => {
  it("prints its help", async () => {
    expect((await run(["masks", "--help"])).out).toMatchSnapshot();
  });

  it("writes a measurement CSV", async () => {
    const folder = manifest(
      "file,study,patient,date\na.nii.gz,1,7,2026-01-31\nb.nii.gz,2,7,2026-03-01\n",
      { "a.nii.gz": mask(BAR, DOT), "b.nii.gz": mask(DOT) },
    );
    const { status, out, err } = await run(
      ["masks", "manifest.csv", "--labels", "instances"],
      "",
      folder,
    );
    expect([status, err]).toEqual([0, ""]);
    expect(out).toBe(
      [
        "patient,study,lesion,date,series,x,y,z,longAxisMm,shortAxisMm,type,volumeMl,trackingUid,label",
        "7,1,L1,2026-01-31,,-4.5,-3,8,6,1,,0.012,,",
        "7,1,L5,2026-01-31,,-15,-15,16,1,1,,0.002,,",
        "7,2,L5,2026-03-01,,-15,-15,16,1,1,,0.002,,",
        "",
      ].join("\n"),
    );
  });

  it("warns of instances in pieces and of masks without a lesion", async () => {
    const pieces = manifest("patient,study,file\n7,1,a.nii.gz\n", {
      "a.nii.gz": mask(BAR, [1, [15, 15, 8], [15, 15, 8]]),
    });
    const args = ["masks", "manifest.csv", "--labels"];
    const inPieces = await run([...args, "instances"], "", pieces);
    expect(warningLine(inPieces.err)).toMatchObject({ count: 1 });
    expect(wordingOf(inPieces)).toMatchSnapshot();
    expect((await run([...args, "components"], "", pieces)).out.split("\n")).toHaveLength(4);
    const empty = manifest("patient,study,file\n7,1,a.nii.gz\n", { "a.nii.gz": mask() });
    const without = await run([...args, "instances"], "", empty);
    expect([without.status, warningLine(without.err)]).toEqual([0, {}]);
    expect(wordingOf(without)).toMatchSnapshot();
  });

  it("warns of studies whose masks are all empty; as dates, the manifest names them to grow", async () => {
    const folder = manifest(
      [
        "patient,study,file,date",
        "7,1,a.nii.gz,2026-01-01",
        "7,2,none.nii.gz,2026-02-01",
        "7,3,c.nii.gz,2026-03-01\n",
      ].join("\n"),
      { "a.nii.gz": mask(BAR), "none.nii.gz": mask(), "c.nii.gz": mask(BAR) },
    );
    const args = ["masks", "manifest.csv", "--labels", "instances", "-o", "m.csv"];
    const { err } = await run(args, "", folder);
    expect(warningLine(err)).toMatchObject({ count: 1 });
    expect(err).toContain("patient 7 study 2");
    const flags = ["--dates", "manifest.csv", "--annotation-completeness", "complete"];
    const { out } = await run(["grow", "m.csv", ...flags], "", folder);
    const [header = [], ...rows] = out.split("\n").map((line) => line.split(","));
    const [study, long] = ["study", "longAxisMm"].map((name) => header.indexOf(name));
    expect(rows.slice(0, 3).map((row) => [row[study!], row[long!]])).toEqual([
      ["1", "6"],
      ["2", "0"],
      ["3", "6"],
    ]);
  });

  it("does not warn of an empty mask where another series of the study has a lesion", async () => {
    const rows = "7,1,1,a.nii.gz\n7,1,2,none.nii.gz\n";
    const files = { "a.nii.gz": mask(BAR), "none.nii.gz": mask() };
    const folder = manifest(`patient,study,series,file\n${rows}`, files);
    const args = ["masks", "manifest.csv", "--labels", "instances"];
    expect((await run(args, "", folder)).err).toBe("");
  });

  const file = "manifest.csv";

  it.each<[string, string, Uint8Array, ErrorLine]>([
    ["a missing file", "7,1,none.nii", mask(), { code: "FILE_NOT_FOUND", patient: "7", study: 1 }],
    [
      "a broken mask",
      "7,1,a.nii.gz",
      mask(BAR).subarray(0, 60),
      { code: "CANNOT_READ", patient: "7", study: 1 },
    ],
    [
      "a study 0",
      "7,0,a.nii.gz",
      mask(),
      { code: "BAD_VALUE", file, line: 2, row: 1, column: "study" },
    ],
    [
      "two masks of a study",
      "7,1,a.nii.gz\n7,1,a.nii.gz",
      mask(),
      { code: "DUPLICATE_LESION", file, line: 3, row: 2, patient: "7", study: 1 },
    ],
    [
      "a file named in two ways",
      "7,1,a.nii.gz\n7,2,./a.nii.gz",
      mask(),
      { code: "DUPLICATE_LESION", file, line: 3, row: 2, column: "file", patient: "7", study: 2 },
    ],
    ["no mask at all", "", mask(), { code: "EMPTY_INPUT", file }],
  ])("rejects %s in one line, without an output file", async (_, rows, bytes, error) => {
    const folder = manifest(`patient,study,file\n${rows}\n`, { "a.nii.gz": bytes });
    const args = ["masks", "manifest.csv", "--labels", "instances", "-o", "out.csv"];
    const failed = await run(args, "", folder);
    expect(errorOfRun(failed)).toMatchObject(error);
    expect(wordingOf(failed)).toMatchSnapshot();
    expect(readdirSync(folder).sort()).toEqual(["a.nii.gz", "manifest.csv"]);
  });

  it("rejects calls without a kind of labels or with two inputs", async () => {
    const folder = manifest("patient,study,file\n7,1,a.nii.gz\n", { "a.nii.gz": mask(BAR) });
    for (const [code, ...args] of [
      ["BAD_CALL", "manifest.csv"],
      ["BAD_OPTION", "manifest.csv", "--labels", "all"],
      ["BAD_CALL"],
      ["BAD_CALL", "manifest.csv", "--longitudinal-ct", "."],
      ["BAD_CALL", "--longitudinal-ct", ".", "--labels", "instances"],
      ["BAD_CALL", "manifest.csv", "--labels", "instances", "--truth", "t.csv"],
    ] as const) {
      expect(errorOfRun(await run(["masks", ...args], "", folder)).code).toBe(code);
    }
  });

  it("reads the layout of Longitudinal-CT with its correspondence", async () => {
    const root = freshFolder();
    for (const name of ["inputsTr", "targetsTr"]) mkdirSync(join(root, name));
    const put = (name: string, bytes: Uint8Array | string) =>
      writeFileSync(join(root, name), bytes);
    const small = (value: number, at: number): Box => [
      value,
      [at, at, at % 10],
      [at + 1, at, at % 10],
    ];
    // Lesion 1 stays, 2 merges into 1, 3 is gone, 4 is new, the link of 5 is unclear; 6 is not in the table.
    put(
      "inputsTr/p1.csv",
      [
        "lesion_id,cog_bl,img_id_bl,cog_propagated,cog_fu,img_id_fu,lesion_type,topology_class,merged_into,linking_unclear",
        "1,1 1 1,0,1 1 1,1 1 1,0,Lung,UNCHANGED,,False",
        "2,4 4 4,0,4 4 4,,0,Lung,MERGED,1.0,False",
        "3,7 7 7,0,7 7 7,,0,Bone marrow,DISAPPEARED,,False",
        "4,,0,,9 9 9,0,Liver,NEWLYAPPEARING,,False",
        "5,12 12 2,0,12 12 2,12 12 2,0,Liver,UNCHANGED,,True",
        "",
      ].join("\n"),
    );
    put(
      "inputsTr/p1_BL_mask_BL_img_00.nii.gz",
      mask(small(1, 1), small(2, 4), small(3, 7), small(5, 12), small(6, 15)),
    );
    put("targetsTr/p1_FU_mask_FU_img_00.nii.gz", mask(small(1, 1), small(4, 9), small(5, 12)));
    const args = ["masks", "--longitudinal-ct", root, "--truth", join(root, "truth.csv")];
    const { status, out, err } = await run(args);
    expect([status, err]).toEqual([0, ""]);
    const lines = out.trimEnd().split("\n").slice(1);
    expect(
      lines.map((line) => line.split(",").filter((_, i) => [0, 1, 2, 10, 13].includes(i))),
    ).toEqual([
      ["p1", "1", "1-L1", "lung", "Lung"],
      ["p1", "1", "1-L2", "lung", "Lung"],
      ["p1", "1", "1-L3", "bone", "Bone marrow"],
      ["p1", "1", "1-L5", "liver", "Liver"],
      ["p1", "1", "1-L6", "", ""],
      ["p1", "2", "1-L1", "lung", "Lung"],
      ["p1", "2", "1-L4", "liver", "Liver"],
      ["p1", "2", "1-L5", "liver", "Liver"],
    ]);
    expect(readFileSync(join(root, "truth.csv"), "utf8")).toBe(
      "row,group\n1,p1/1\n3,p1/3\n6,p1/1\n7,p1/4\n",
    );
    const table = join(root, "inputsTr/p1.csv");
    const outputs = ["-o", join(root, "new.csv"), "--truth", table];
    const replacing = await run(["masks", "--longitudinal-ct", root, ...outputs]);
    expect(errorOfRun(replacing)).toEqual({ code: "BAD_CALL", file: table, option: "--truth" });
    expect(readdirSync(root)).not.toContain("new.csv");
    const missing = await run(["masks", "--longitudinal-ct", freshFolder()]);
    expect(errorOfRun(missing).code).toBe("FILE_NOT_FOUND");
  });
});
