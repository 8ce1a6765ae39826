import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shardOf } from "../../src/cli/shards.js";
import { readManifest } from "../../src/masks/manifest.js";
import { lesionsFrom } from "../../src/measurements/lesions-from.js";
import { readLesions } from "../../src/measurements/read-lesions.js";
import { freshFolder, run } from "../support/cli.js";

const [one, two] = ["Jos\u00e9", "Jose\u0301"];

describe("a name in two Unicode forms", () => {
  const folder = freshFolder();
  const write = (name: string, ...lines: string[]) =>
    writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
  const rows = [`${one},1,0,0,0,20`, `${two},2,0,0,0,30`, "A,1,0,0,0,20"];
  write("in.csv", "patient,study,x,y,z,longAxisMm", ...rows);

  it("is one patient, in tables and side tables, by either form", async () => {
    write("dates.csv", "patient,study,date", `${two},1,2024-01-01`, `${one},2,2024-01-31`);
    for (const typed of [one, two]) {
      const call = ["grow", "in.csv", "--dates", "dates.csv", "--patient", typed];
      const { status, out, err } = await run(call, "", folder);
      expect([status, err]).toEqual([0, ""]);
      const [header = "", , second = ""] = out.split("\n");
      const cell = (name: string) => second.split(",")[header.split(",").indexOf(name)];
      expect(["patient", "sequence", "previousChangeMm", "day"].map(cell)).toEqual([
        one,
        "1",
        "10",
        "30",
      ]);
    }
  });

  it("is one patient of one shard", async () => {
    const shard = `${shardOf(one, 2)}/2`;
    const call = ["match", "in.csv", "--format", "csv", "--shard", shard, "-o", "part.csv"];
    expect((await run(call, "", folder)).status).toBe(0);
    const all = (await run(["match", "in.csv", "--format", "csv"], "", folder)).out.split("\n");
    expect(all.filter((line) => line.startsWith(one))).toHaveLength(2);
  });

  it("is one patient, lesion and vector id of every reader", () => {
    const vectors = readLesions(`patient,study,lesion,d\n${one},1,a,1\n${two},2,${two},2\n`);
    expect(vectors.lesions.map(({ patient }) => patient)).toEqual([one, one]);
    expect(vectors.lesions[1]?.id).toBe(one);
    const at = { study: 1, x: 0, y: 0, z: 0 };
    const { lesions } = lesionsFrom([
      { patient: one, lesion: two, ...at },
      { patient: two, ...at, z: 9 },
    ]);
    expect(lesions.map(({ patient, id }) => [patient, id])).toEqual([
      [one, one],
      [one, "1"],
    ]);
  });

  it("stays as it is where it is a file's", () => {
    const [entry] = readManifest(`patient,study,file\n${two},1,${two}.nii\n`);
    expect(entry).toMatchObject({ patient: one, file: `${two}.nii` });
  });
});
