import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Table } from "../../src/csv/table.js";
import { IMAGE_UID_COLUMNS } from "../../src/dicom/image-uids.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { errorOfRun, freshFolder, run, warningLine, wordingOf } from "../support/cli.js";
import { dlInfo } from "../support/dl-info.js";
import { imagesOf } from "../support/reports.js";

/** A lesion that grows over three studies and one that is in the first only. */
const INFO = dlInfo([
  { Study_index: "1", File_name: "000007_01_02_030.png" },
  {
    Study_index: "1",
    File_name: "000007_01_02_090.png",
    Key_slice_index: "90",
    Slice_range: "84, 96",
    Normalized_lesion_location: "0.7, 0.6, 0.9",
  },
  { Study_index: "2", File_name: "000007_02_02_030.png" },
  { Study_index: "3", File_name: "000007_03_02_030.png" },
]);

function prepared(info = INFO): string {
  const folder = freshFolder();
  writeFileSync(join(folder, "DL_info.csv"), info);
  const { lesions } = readDlInfo(info);
  const uids = new Table(IMAGE_UID_COLUMNS, imagesOf(lesions));
  writeFileSync(join(folder, "uids.csv"), uids.toCsv());
  return folder;
}

const write = (folder: string, ...more: string[]) =>
  run(["sr", "write", "DL_info.csv", "--dicom", "uids.csv", "-o", "out", ...more], "", folder);

describe("lesion-graph sr", () => {
  it.each([["sr"], ["sr", "read"]])("prints its help: %s %s", async (...args) => {
    expect((await run([...args.filter(Boolean), "--help"])).out).toMatchSnapshot();
  });

  it("prints the options of write beside those of match", async () => {
    const { out } = await run(["sr", "write", "--help"]);
    for (const option of ["--dicom <file>", "--tracking <file>", "--ohif", "--method"]) {
      expect(out).toContain(option);
    }
  });

  it("writes a report per study and reads them back with one UID per lesion", async () => {
    const folder = prepared();
    expect(await write(folder)).toEqual({
      status: 0,
      out: "3 reports written to out, 2 sequences in tracking.csv\n",
      err: "",
    });
    expect(readdirSync(join(folder, "out")).sort()).toEqual([
      "patient-7_study-1.dcm",
      "patient-7_study-2.dcm",
      "patient-7_study-3.dcm",
      "tracking.csv",
    ]);
    const { status, out, err } = await run(["sr", "read", "out"], "", folder);
    expect([status, err]).toEqual([0, ""]);
    const [header, ...lines] = out
      .trimEnd()
      .split("\n")
      .map((line) => line.split(","));
    const at = (name: string) => header!.indexOf(name);
    expect(
      lines.map((cells) => [cells[at("patient")], cells[at("study")], cells[at("longAxisMm")]]),
    ).toEqual([
      ["P7", "1", "16"],
      ["P7", "1", "16"],
      ["P7", "2", "16"],
      ["P7", "3", "16"],
    ]);
    const uids = lines.map((cells) => cells[at("trackingUid")]);
    const tracking = readFileSync(join(folder, "out/tracking.csv"), "utf8");
    expect([uids[0], uids[2], uids[3]]).toEqual([uids[0], uids[0], uids[0]]);
    expect(tracking).toBe(`patient,sequence,trackingUid\n7,1,${uids[0]}\n7,2,${uids[1]}\n`);
  });

  it("writes a measurement CSV with its positions, and reads it back", async () => {
    const folder = freshFolder();
    writeFileSync(
      join(folder, "lesions.csv"),
      "patient,study,x,y,z,long,short,organ\n7,1,-40,12,88,21,14,liver\n7,2,-38,10,91,26,17,liver\n",
    );
    const uids = (study: number): string =>
      `${study},P7,1.2.${study},1.2.${study}.1,1.2.${study}.2,1.2.840.10008.5.1.4.1.1.2,2020-0${study}-01,1.2.${study}.9`;
    writeFileSync(
      join(folder, "uids.csv"),
      `row,patientId,studyUid,seriesUid,sopUid,sopClassUid,studyDate,frameOfReferenceUid\n${uids(1)}\n${uids(2)}\n`,
    );
    const call = ["sr", "write", "lesions.csv", "--dicom", "uids.csv", "-o", "out"];
    expect(await run(call, "", folder)).toMatchObject({
      status: 0,
      out: "2 reports written to out, 1 sequences in tracking.csv\n",
    });
    const { out } = await run(["sr", "read", "out"], "", folder);
    expect(out.match(/-40,12,88,21,14,liver|-38,10,91,26,17,liver/g)).toHaveLength(2);
    const failed = await run(["sr", "write", "lesions.csv", "-o", "none"], "", folder);
    expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL" });
    expect(wordingOf(failed)).toMatchSnapshot();
  });

  it("gives the lesions of viewers' reports one UID, in reports that replace them", async () => {
    const studies = ["1", "2", "3"].map((Study_index) => ({ Study_index }));
    const folder = prepared(dlInfo(studies));
    await write(folder);
    // Reports without images have no positions: only size is known.
    const call = ["sr", "write", "out", "-o", "linked", "--ohif", "--features", "size"];
    expect(await run(call, "", folder)).toEqual({
      status: 0,
      out: "3 reports written to linked, 1 sequences in tracking.csv\n",
      err: "",
    });
    const both = await run(["sr", "read", "out", "linked"], "", folder);
    expect(both.out.trimEnd().split("\n")).toHaveLength(1 + 3);
    expect(warningLine(both.err)).toEqual({ count: 3 });
    expect(wordingOf(both)).toMatchSnapshot();
    const failed = await run([...call, "--dicom", "uids.csv"], "", folder);
    expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL", option: "--dicom" });
    const units = await run([...call, "--units", "cm"], "", folder);
    expect(errorOfRun(units)).toEqual({ code: "BAD_CALL", option: "--units" });
    expect(wordingOf(failed)).toMatchSnapshot();
  });

  it("names reports that it replaces", async () => {
    const folder = prepared();
    await write(folder);
    const again = ["-o", "again", "--ohif", "--replaces", "out"];
    const call = ["sr", "write", "DL_info.csv", "--dicom", "uids.csv", ...again];
    expect((await run(call, "", folder)).status).toBe(0);
    const both = await run(["sr", "read", "out", "again"], "", folder);
    expect(warningLine(both.err)).toEqual({ count: 3 });
    expect(wordingOf(both)).toMatchSnapshot();
  });

  it("keeps UIDs of an earlier run, and asks for its numbers", async () => {
    const folder = prepared();
    const earlier = "patient,sequence,trackingUid\n7,1,1.2.3.4\n";
    writeFileSync(join(folder, "tracking.csv"), earlier);
    const failed = await write(folder, "--tracking", "tracking.csv");
    expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL" });
    expect(wordingOf(failed)).toMatchSnapshot();
    const result = await run(["match", "DL_info.csv", "-o", "result.json"], "", folder);
    expect(result.status).toBe(0);
    const args = ["--tracking", "tracking.csv", "--previous", "result.json", "--ohif"];
    expect((await write(folder, ...args)).status).toBe(0);
    const tracking = readFileSync(join(folder, "out/tracking.csv"), "utf8");
    expect(tracking.startsWith(earlier)).toBe(true);
    expect((await run(["sr", "read", "out"], "", folder)).out).toContain("1.2.3.4");
  });

  it("rejects bad input in one line, without a folder", async () => {
    const folder = prepared();
    writeFileSync(
      join(folder, "uids.csv"),
      readFileSync(join(folder, "uids.csv"), "utf8").split("\n").slice(0, 3).join("\n"),
    );
    expect(errorOfRun(await write(folder))).toMatchObject({ code: "BAD_REPORT", row: 3 });
    expect(readdirSync(folder).sort()).toEqual(["DL_info.csv", "uids.csv"]);
  });

  it("rejects images of rows that the table does not have, and prints the warnings of its reader", async () => {
    const folder = prepared();
    const uids = readFileSync(join(folder, "uids.csv"), "utf8");
    const [header, first = ""] = uids.split("\n");
    writeFileSync(join(folder, "uids.csv"), `${uids}${first.replace("1,", "9,")}\n`);
    expect(errorOfRun(await write(folder))).toEqual({ code: "UNKNOWN_ROW", file: "uids.csv" });
    writeFileSync(join(folder, "cm.csv"), "patient,study,x,y,z,long\n7,1,-4,1,8,2.1\n");
    writeFileSync(join(folder, "uids.csv"), `${header}\n${first}\n`);
    const call = ["sr", "write", "cm.csv", "--dicom", "uids.csv", "-o", "cm"];
    expect((await run(call, "", folder)).err).toContain("units 1");
  });

  it("rejects tracking UIDs and dates of the table that its reader would not give back", async () => {
    const folder = freshFolder();
    const table = (date: string, trackingUid: string) =>
      writeFileSync(
        join(folder, "lesions.csv"),
        `patient,study,date,x,y,z,longAxisMm,trackingUid\n7,1,${date},0,0,0,21,${trackingUid}\n`,
      );
    writeFileSync(
      join(folder, "uids.csv"),
      "row,patientId,studyUid,seriesUid,sopUid,sopClassUid,studyDate\n1,P7,1.2,1.3,1.4,1.5,2020-01-01\n",
    );
    const call = ["sr", "write", "lesions.csv", "--dicom", "uids.csv", "-o", "out"];
    const place = { row: 1, patient: "7", study: 1 };
    table("2020-01-01", "1.2.3.04");
    const bad = errorOfRun(await run(call, "", folder));
    expect(bad).toMatchObject({ code: "BAD_VALUE", row: 1, patient: "7" });
    table("2021-01-01", "1.2.3.4");
    expect(errorOfRun(await run(call, "", folder))).toMatchObject({ code: "BAD_DATES", ...place });
    table("2020-01-01", "1.2.3.4");
    expect((await run(call, "", folder)).status).toBe(0);
  });

  it("says what it skipped, and which files are none", async () => {
    const folder = prepared();
    await write(folder);
    const report = readFileSync(join(folder, "out/patient-7_study-1.dcm"));
    const broken = Buffer.from(
      report.toString("latin1").replaceAll("103339001 ", "103339009 "),
      "latin1",
    );
    writeFileSync(join(folder, "other.dcm"), broken);
    const read = await run(["sr", "read", "other.dcm"], "", folder);
    expect(read.status).toBe(0);
    const [skipped = "", ...none] = read.err.match(/.*\n/g) ?? [];
    expect([warningLine(skipped), none.map(warningLine)]).toEqual([{ count: 2 }, [{}]]);
    expect(wordingOf(read)).toMatchSnapshot();
    const reports = ["other.dcm", "out/patient-7_study-2.dcm"];
    const written = await run(
      ["sr", "write", ...reports, "-o", "new", "--features", "size"],
      "",
      folder,
    );
    expect(written.status).toBe(0);
    expect(written.err).toBe(skipped);
    writeFileSync(join(folder, "cut.dcm"), report.subarray(0, 2000));
    mkdirSync(join(folder, "empty"));
    for (const [name, code] of [
      ["cut.dcm", "BAD_REPORT"],
      ["DL_info.csv", "BAD_REPORT"],
      ["empty", "BAD_REPORT"],
      ["none.dcm", "FILE_NOT_FOUND"],
    ] as const) {
      const failed = await run(["sr", "read", name, "-o", "x.csv"], "", folder);
      expect(errorOfRun(failed)).toEqual({ code, file: name });
    }
    expect(readdirSync(folder)).not.toContain("x.csv");
  });
});
