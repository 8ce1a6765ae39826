import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { grow } from "../../src/growth/grow.js";
import { match } from "../../src/matching/match.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { respond } from "../../src/response/respond.js";
import {
  type ErrorLine,
  errorLine,
  errorOfRun,
  freshFolder,
  run,
  warningLine,
  wordingOf,
} from "../support/cli.js";

const COHORT = fileURLToPath(new URL("../../examples/cohort/DL_info.csv", import.meta.url));
const { lesions } = readDlInfo(readFileSync(COHORT, "utf8"));
const folder = freshFolder();
const file = (name: string): string => join(folder, name);

/** A study a quarter of a year, for every patient. */
beforeAll(() => {
  const studies = new Map(lesions.map(({ patient, study }) => [`${patient},${study}`, study]));
  const lines = Array.from(studies, ([key, study]) => {
    const day = new Date(Date.UTC(2020, 0, 1 + 91 * study)).toISOString().slice(0, 10);
    return `${key},${day}`;
  });
  writeFileSync(file("dates.csv"), `patient,study,date\n${lines.join("\n")}\n`);
});

describe("lesion-graph grow", () => {
  it("does not take a dropped annotation for a lesion that is gone", async () => {
    const flags = ["--noisy", "drop", "--annotation-completeness", "complete"];
    const failed = await run(["grow", COHORT, ...flags]);
    expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL" });
    expect(wordingOf(failed)).toMatchSnapshot();
  });

  it("writes one line per sequence and study, beginning with the columns that scripts rely on", async () => {
    const { status, out, err } = await run(["grow", COHORT, "--patient", "3"]);
    expect([status, err]).toEqual([0, ""]);
    const lines = out.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^patient,sequence,study,row,longAxisMm,shortAxisMm,/);
    const [patient] = grow(match(lesions.filter((lesion) => lesion.patient === "3")));
    const expected = patient?.sequences.flatMap(({ sequence, points }) =>
      points.map(({ study, row, longAxisMm }) =>
        ["3", sequence, study, row ?? "", longAxisMm ?? ""].join(),
      ),
    );
    expect(lines.slice(1).map((line) => line.split(",").slice(0, 5).join())).toEqual(expected);
  });

  it("writes growth as Parquet", async () => {
    const { parquetReadObjects } = await import("hyparquet");
    const folder = freshFolder();
    const args = ["grow", COHORT, "--format", "parquet", "-o", "growth.parquet"];
    expect((await run(args, "", folder)).status).toBe(0);
    const bytes = new Uint8Array(readFileSync(join(folder, "growth.parquet")));
    const rows = await parquetReadObjects({ file: bytes.buffer });
    const csv = (await run(["grow", COHORT])).out.trimEnd().split("\n");
    expect(rows).toHaveLength(csv.length - 1);
    expect(Object.keys(rows[0] ?? {}).join(",")).toBe(csv[0]);
  });

  it("writes growth and its data dictionary for REDCap", async () => {
    const csv = (await run(["grow", COHORT])).out.trimEnd().split("\n");
    const redcap = (await run(["grow", COHORT, "--format", "redcap"])).out.trimEnd().split("\n");
    expect(redcap).toHaveLength(csv.length);
    expect(redcap[1]?.split(",").slice(0, 3)).toEqual([csv[1]?.split(",")[0], "growth", "1"]);
    const { out } = await run(["grow", COHORT, "--format", "redcap-dictionary"]);
    expect(out.trimEnd().split("\n")).toHaveLength(1 + (csv[0]?.split(",").length ?? 0));
  });

  it("names flags, not options of the library, in the faults of patients", async () => {
    const { out } = await run(["grow", COHORT, "--format", "response"]);
    const faults = out.split("\n").filter((line) => line.includes("MISSING_ORGAN"));
    expect(faults.length).toBeGreaterThan(0);
    for (const line of faults)
      expect(line).toMatch(/^(?!.*unknownOrgan).*--unknown-organ together/);
  });

  it("names study and evaluator in the domains of SDTM, and in nothing else", async () => {
    const args = ["grow", COHORT, "--unknown-organ", "together", "--study-id", "S1"];
    const { out } = await run([...args, "--evaluator", "INVESTIGATOR", "--format", "rs"]);
    expect(out.split("\n")[1]).toMatch(/^S1,RS,.*,INVESTIGATOR,/);
    const failed = await run(["grow", COHORT, "--study-id", "S1", "--format", "csv"]);
    expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL", option: "--study-id" });
    expect(wordingOf(failed)).toMatchSnapshot();
  });

  it("writes the domains of SDTM", async () => {
    const args = ["grow", COHORT, "--dates", file("dates.csv"), "--unknown-organ", "together"];
    const domain = async (name: string) => {
      const { status, out } = await run([...args, "--format", name]);
      expect(status).toBe(0);
      const [header = "", ...lines] = out.trimEnd().split("\n");
      const at = (column: string) => header.split(",").indexOf(column);
      return { lines: lines.map((line) => line.split(",")), at };
    };
    const [tu, tr, rs] = [await domain("tu"), await domain("tr"), await domain("rs")];
    const keyOf = (cells: string[], patient: number, link: number) =>
      `${cells[patient]}/${cells[link]}`;
    const known = new Set(
      tu.lines.map((cells) => keyOf(cells, tu.at("USUBJID"), tu.at("TULNKID"))),
    );
    const linked = tr.lines.filter((cells) => cells[tr.at("TRLNKID")] !== "");
    expect(linked.length).toBeGreaterThan(50);
    for (const cells of linked) {
      expect(known).toContain(keyOf(cells, tr.at("USUBJID"), tr.at("TRLNKID")));
    }
    expect(new Set(rs.lines.map((cells) => cells[rs.at("RSTESTCD")]))).toContain("OVRLRESP");
  });

  it("counts days where dates are given", async () => {
    const { out } = await run(["grow", COHORT, "--dates", file("dates.csv")]);
    const [header = "", ...lines] = out.trimEnd().split("\n");
    const at = header.split(",").indexOf("intervalDays");
    const intervals = lines.map((line) => line.split(",")[at]).filter((cell) => cell !== "");
    expect(intervals.length).toBeGreaterThan(20);
    for (const days of intervals) expect(Number(days) % 91).toBe(0);
  });

  it("writes the patients before an error", async () => {
    const [header, ...dates] = readFileSync(file("dates.csv"), "utf8").trimEnd().split("\n");
    const some = dates.filter((line) => Number(line.split(",")[0]) < 3);
    writeFileSync(file("some-dates.csv"), [header, ...some, ""].join("\n"));
    const failed = await run(["grow", COHORT, "--dates", file("some-dates.csv")]);
    expect(errorLine(failed.err)).toMatchObject({ code: "BAD_DATES", patient: "3" });
    const all = (await run(["grow", COHORT, "--dates", file("dates.csv")])).out.split("\n");
    const before = all.filter((line) => !(Number(line.split(",")[0]) > 2));
    expect(failed.out.split("\n")).toEqual(before);
  });

  it("gives everything as JSON, with the response where it is asked for", async () => {
    const flags = ["--format", "json", "--method", "joint", "--unknown-organ", "together"];
    const { patients } = JSON.parse((await run(["grow", COHORT, ...flags, "--recist"])).out);
    const growths = grow(match(lesions, { method: "joint" }));
    const responses = respond(growths, { unknownOrgan: "together" });
    expect(patients).toEqual(
      JSON.parse(
        JSON.stringify(growths.map((growth, i) => ({ ...growth, response: responses[i] }))),
      ),
    );
    const without = JSON.parse((await run(["grow", COHORT, "--format", "json"])).out).patients;
    expect(without[0].response).toBeUndefined();
  });

  it("takes notes of the reader on lesions and their status", async () => {
    const [first] = match(lesions.filter(({ patient }) => patient === "3"));
    const row = first?.sequences[0]?.lesions[0]?.row;
    writeFileSync(file("lesions.csv"), `row,organ,role,lymphNode\n${row},"=cmd",target,no\n`);
    writeFileSync(file("statuses.csv"), `row,study,status\n${row},2,absent\n`);
    const flags = [
      "--patient",
      "3",
      "--lesion-notes",
      file("lesions.csv"),
      "--status-notes",
      file("statuses.csv"),
    ];
    const { out, status } = await run(["grow", COHORT, "--format", "response", ...flags]);
    expect(status).toBe(0);
    const [header = "", study2 = ""] = out.split("\n");
    const columns = header.split(",");
    expect(study2.split(",")[columns.indexOf("target")]).toBe("CR");
    const summary = (await run(["grow", COHORT, "--format", "summary", "--patient", "3"])).out;
    expect(summary).toMatch(/^patient,sequence,type,isLymphNode,trend,/);
  });

  it("rejects a file of dates that contradicts the dates of the table", async () => {
    const row = (date: string, mm: number) => `A,${date},0,0,0,${mm},liver\n`;
    const header = "patient,date,x,y,z,longAxisMm,type\n";
    writeFileSync(file("dated.csv"), `${header}${row("2020-01-01", 30)}${row("2020-03-01", 40)}`);
    const lines = "A,1,2020-01-01\nA,2,2020-02-01\nA,3,2020-03-01\n";
    writeFileSync(file("contrary.csv"), `patient,study,date\n${lines}`);
    const args = ["grow", file("dated.csv"), "--dates", "contrary.csv"];
    const place = { code: "BAD_DATES", patient: "A", study: 2 };
    expect(errorOfRun(await run(args, "", folder))).toEqual({ ...place, file: "contrary.csv" });
  });

  it.each<[string, string[], ErrorLine]>([
    [
      "a missing date",
      ["--dates", "one-date.csv"],
      { code: "BAD_DATES", file: "one-date.csv", patient: "1", study: 3 },
    ],
    ["a file that is not there", ["--dates", "no.csv"], { code: "FILE_NOT_FOUND", file: "no.csv" }],
    ["an unknown format", ["--format", "xlsx"], { code: "BAD_OPTION", option: "--format" }],
    [
      "a note on no lesion",
      ["--lesion-notes", "lost.csv"],
      { code: "UNKNOWN_ROW", file: "lost.csv", row: 99999 },
    ],
    [
      "a note on no lesion that this format does not use",
      ["--lesion-notes", "lost-organ.csv", "--format", "csv"],
      { code: "UNKNOWN_ROW", file: "lost-organ.csv", row: 99999 },
    ],
    [
      "what was seen of no lesion",
      ["--status-notes", "seen.csv", "--format", "tr"],
      { code: "UNKNOWN_ROW", file: "seen.csv", row: 99999 },
    ],
    [
      "a baseline that no patient has",
      ["--format", "response", "--unknown-organ", "together", "--baseline", "99"],
      { code: "BAD_OPTION", file: COHORT, patient: "1", option: "--baseline" },
    ],
    ["an empty name", ["--dates", ""], { code: "FILE_NOT_FOUND", file: "" }],
    [
      "an empty number",
      ["--format", "response", "--baseline", ""],
      { code: "BAD_OPTION", option: "--baseline" },
    ],
    ["an unknown rule", ["--duplicates", "mean"], { code: "BAD_OPTION", option: "--duplicates" }],
  ])("rejects %s, in one line and without a file", async (_, flags, error) => {
    writeFileSync(file("one-date.csv"), "patient,study,date\n1,1,2020-01-01\n");
    writeFileSync(file("lost.csv"), "row,lymphNode\n99999,yes\n");
    writeFileSync(file("lost-organ.csv"), "row,organ\n1,lung\n99999,liver\n");
    writeFileSync(file("seen.csv"), "row,study,status\n99999,1,absent\n");
    expect((await run(["grow", COHORT, ...flags], "", folder)).out).toBe("");
    const failed = await run(["grow", COHORT, ...flags, "-o", file("out.csv")], "", folder);
    expect(errorOfRun(failed)).toEqual(error);
    expect(wordingOf(failed)).toMatchSnapshot();
    expect(existsSync(file("out.csv"))).toBe(false);
  });

  it("reports patients that cannot be assessed, and fails where that is all of them", async () => {
    const flags = ["--format", "response"];
    const { status, out, err } = await run(["grow", COHORT, ...flags]);
    expect(status).toBe(0);
    expect(warningLine(err)).toMatchObject({ count: 8 });
    expect(wordingOf({ err })).toMatchSnapshot();
    expect(out.match(/MISSING_ORGAN/g)).toHaveLength(8);
    const first = { file: COHORT, row: 4, patient: "2", study: 1 };
    for (const output of [[], ["-o", file("none.csv")]]) {
      const failed = await run(["grow", COHORT, ...flags, "--patient", "2", ...output]);
      expect(errorOfRun(failed)).toEqual({ code: "MISSING_ORGAN", ...first });
    }
    expect(existsSync(file("none.csv"))).toBe(false);
  });

  it("takes the baseline of each patient from a file", async () => {
    writeFileSync(file("baselines.csv"), "patient,baseline\n3,2\n5,2020-07-05\n");
    const flags = ["--format", "response", "--unknown-organ", "together"];
    const dated = ["--dates", file("dates.csv"), "--baseline", file("baselines.csv")];
    const { out, status } = await run(["grow", COHORT, ...flags, ...dated]);
    expect(status).toBe(0);
    const [header = "", ...lines] = out.trimEnd().split("\n");
    const column = (name: string): number => header.split(",").indexOf(name);
    const baselines = new Map(
      lines.map((line) => [line.split(",")[0], line.split(",")[column("baselineStudy")]]),
    );
    // Study 1 of patient 5 is on 2020-04-01, study 2 on 2020-07-01, study 3 on 2020-09-30.
    expect([baselines.get("1"), baselines.get("3"), baselines.get("5")]).toEqual(["3", "2", "2"]);
  });

  it("counts studies without a date in one warning where others have one", async () => {
    const rows = (patient: string, ...dates: string[]) =>
      dates.map((date, i) => `${patient},${i + 1},${date},0,0,0,30,liver\n`).join("");
    const warningsOf = async (command: string, ...lines: string[]) => {
      const [name = "", ...figure] = command.split(" ");
      const header = "patient,study,date,x,y,z,longAxisMm,type\n";
      writeFileSync(file("partly.csv"), `${header}${lines.join("")}`);
      const { status, err } = await run([name, ...figure, "partly.csv"], "", folder);
      return [status, err && warningLine(err).count];
    };
    const [a, b] = [rows("A", "2020-01-01", "", "2020-02-01"), rows("B", "", "")];
    expect(await warningsOf("grow", a)).toEqual([0, 1]);
    expect(await warningsOf("report", a)).toEqual([0, 1]);
    expect(await warningsOf("draw growth", a)).toEqual([0, 1]);
    expect(await warningsOf("draw sequences", a)).toEqual([0, ""]);
    expect(await warningsOf("grow", a, b)).toEqual([0, 3]);
    expect(await warningsOf("grow", b)).toEqual([0, ""]);
    expect(await warningsOf("grow", rows("A", "2020-01-01", "2020-02-01"))).toEqual([0, ""]);
  });

  it("counts selected patients that a baseline file lacks, and rejects unknown ones", async () => {
    const response = ["--format", "response", "--unknown-organ", "together"];
    const only = [...response, "--patient", "3", "--patient", "5", "--baseline"];
    writeFileSync(file("one.csv"), "patient,baseline\n3,2\n1,2\n");
    const one = await run(["grow", COHORT, ...only, "one.csv"], "", folder);
    expect([one.status, warningLine(one.err)]).toMatchObject([0, { count: 1 }]);
    writeFileSync(file("both.csv"), "patient,baseline\n3,2\n5,2\n");
    const both = await run(["grow", COHORT, ...only, "both.csv"], "", folder);
    expect([both.status, both.err]).toEqual([0, ""]);
    writeFileSync(file("unknown.csv"), "patient,baseline\n3,2\n5,2\n003,2\n");
    const unknown = { code: "UNKNOWN_PATIENT", file: "unknown.csv", patient: "003" };
    for (const command of [["grow", ...response], ["report"], ["draw", "swimmer"]]) {
      const args = [...command, COHORT, "--baseline", "unknown.csv"];
      expect(errorOfRun(await run(args, "", folder))).toEqual(unknown);
    }
  });

  it.each(["grow", "report", "draw spider"])(
    "%s names the file of wrong dates",
    async (command) => {
      writeFileSync(file("late.csv"), "patient,study,date\n3,1,2020-01-01\n");
      const args = [...command.split(" "), COHORT, "--patient", "3", "--dates", "late.csv"];
      const failed = errorOfRun(await run(args, "", folder));
      expect(failed).toMatchObject({ code: "BAD_DATES", file: "late.csv", patient: "3" });
    },
  );

  it("needs dates to confirm responses", async () => {
    const flags = ["--format", "response", "--unknown-organ", "together", "--confirm"];
    const failed = await run(["grow", COHORT, ...flags]);
    const where = { file: COHORT, patient: "1", option: "--confirm" };
    expect(errorOfRun(failed)).toEqual({ code: "BAD_OPTION", ...where });
    expect((await run(["grow", COHORT, ...flags, "--dates", file("dates.csv")])).status).toBe(0);
  });

  it("takes notes on patients that are not chosen", async () => {
    writeFileSync(file("all.csv"), "row,organ\n1,lung\n140,liver\n");
    const flags = ["--lesion-notes", file("all.csv"), "--patient", "3"];
    expect(await run(["grow", COHORT, ...flags])).toEqual(
      await run(["grow", COHORT, "--patient", "3"]),
    );
  });

  it("rejects vectors without diameters", async () => {
    const failed = await run(["grow", "-"], "patient,study,lesion,v\nP,1,a,0\n");
    const where = { file: "-", row: 1, patient: "P", lesion: "a" };
    expect(errorOfRun(failed)).toEqual({ code: "MISSING_FEATURE", ...where });
  });
});
