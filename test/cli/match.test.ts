import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { COLUMN_NAMES, type ColumnName } from "../../src/deeplesion/dl-info-columns.js";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import { match } from "../../src/matching/match.js";
import { matchToJson } from "../../src/matching/match-json.js";
import { linkTable, matchTable } from "../../src/matching/match-table.js";
import { reviewQuestions, reviewTable } from "../../src/matching/review-questions.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { freshFolder, run, runProcess } from "../support/cli.js";
import { dlInfo } from "../support/dl-info.js";

const folder = freshFolder();
const file = (name: string, text: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const { lesions } = simulateCohort({ patients: 8, seed: 21 });
const cohort = file("cohort.csv", writeDlInfo(lesions));
const matches = match(lesions, { rejectedPairs: "none" });
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

describe("lesion-graph match", () => {
  it("prints JSON: every row in exactly one sequence", async () => {
    const { status, out, err } = await run(["match", cohort]);
    expect([status, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toEqual(asJson({ patients: matches.map(matchToJson) }));
    const rows = JSON.parse(out).patients.flatMap(
      (patient: { sequences: { lesions: { row: number }[] }[] }) =>
        patient.sequences.flatMap((sequence) => sequence.lesions.map(({ row }) => row)),
    );
    expect(rows.sort((a: number, b: number) => a - b)).toEqual(lesions.map(({ row }) => row));
  });

  it("prints JSON lines, a patient a line", async () => {
    const lines = (await run(["match", cohort, "--format", "jsonl"])).out.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(asJson(matches.map(matchToJson)));
  });

  it("prints CSV, a lesion a line", async () => {
    const rows = parse((await run(["match", cohort, "--format", "csv"])).out, { columns: true });
    const expected = Array.from(matchTable(matches), (row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value ?? "")])),
    );
    expect(rows).toEqual(expected);
  });

  it("prints links and questions as the library's tables", async () => {
    const joint = match(lesions, { method: "joint" });
    const args = ["match", cohort, "--method", "joint", "--format"];
    expect((await run([...args, "links"])).out).toBe(linkTable(joint).toCsv());
    expect((await run([...args, "questions"])).out).toBe(
      reviewTable(reviewQuestions(joint)).toCsv(),
    );
  });

  it("writes Parquet: the rows of the CSV, with the input where there are several", async () => {
    const { parquetReadObjects } = await import("hyparquet");
    const rowsOf = async (...inputs: string[]) => {
      const target = join(folder, "result.parquet");
      const { status } = await run(["match", ...inputs, "--format", "parquet", "-o", target]);
      expect(status).toBe(0);
      const bytes = new Uint8Array(readFileSync(target));
      return parquetReadObjects({ file: bytes.buffer });
    };
    const rows = Array.from(matchTable(matches), (row) => ({
      ...row,
      duplicateOf: row.duplicateOf ?? null,
    }));
    expect(await rowsOf(cohort)).toEqual(rows);
    const other = file("other-patient.csv", dlInfo([{ Patient_index: "98" }]));
    const both = await rowsOf(cohort, other);
    expect(both).toHaveLength(rows.length + 1);
    expect(both.at(-1)).toMatchObject({ file: other, patient: "98" });
  });

  it("asks about a table in cm before anything else, and reads it with --units cm", async () => {
    const table = file(
      "cm.csv",
      "patient,study,organ,x,y,z,long,short\nA,1,spot,-4.05,1.2,8.8,2.1,1.4\nA,2,liver,-3.8,1,9.1,2.6,1.7\n",
    );
    const { status, err } = await run(["match", table, "--format", "csv"]);
    expect(status).toBe(0);
    expect(err).toMatch(/units 1.*; the first: .*cm\.csv row 1: .*--units cm\)\n$/);
    expect((await run(["match", table, "--format", "csv", "--units", "cm"])).err).not.toContain(
      "units",
    );
  });

  it("names the input in front of links of several", async () => {
    const other = file("other.csv", dlInfo([{ Patient_index: "99" }]));
    const { out } = await run(["match", cohort, other, "--format", "links"]);
    expect(out.split("\n")[0]).toMatch(/^file,patient,sequence,fromStudy,/);
  });

  it("prints GEXF", async () => {
    const { out } = await run(["match", cohort, "--format", "gexf"]);
    expect(out.startsWith("<?xml")).toBe(true);
    expect(out.match(/<edge /g)).toHaveLength(matches.flatMap((one) => one.acceptedPairs).length);
  });

  it("prints GraphML and node-link JSON", async () => {
    const links = matches.flatMap((one) => one.acceptedPairs).length;
    const { out } = await run(["match", cohort, "--format", "graphml"]);
    expect(out.match(/<edge /g)).toHaveLength(links);
    const data = JSON.parse((await run(["match", cohort, "--format", "node-link"])).out);
    expect(data.links).toHaveLength(links);
  });

  it("reads standard input, and writes to a file whole", async () => {
    const text = readFileSync(cohort);
    const out = join(folder, "out.json");
    expect(await run(["match", "-", "-o", out], text)).toEqual({ status: 0, out: "", err: "" });
    expect(readFileSync(out, "utf8")).toBe((await run(["match", cohort])).out);
    expect(readdirSync(folder).filter((name) => name.includes("part"))).toEqual([]);
  });

  it("gives the same however the patients' rows stand, with --unsorted", async () => {
    const [header, ...rows] = readFileSync(cohort, "utf8").trimEnd().split("\n");
    const rotation = file("turned.csv", `${[header, ...rows.reverse()].join("\n")}\n`);
    const scattered = await run([
      "match",
      file("mixed.csv", `${header}\n${rows[0]}\n${rows.at(-1)}\n${rows[0]}\n`),
    ]);
    expect(scattered.status).toBe(2);
    expect(scattered.err).toContain("error SCATTERED_PATIENT");
    expect(scattered.err).toContain("--unsorted");
    const ids = (out: string) =>
      (parse(out, { columns: true }) as { patient: string; lesion: string; sequence: string }[])
        .map(({ patient, lesion, sequence }) => `${patient} ${lesion} ${sequence}`)
        .sort();
    const csv = ["--format", "csv", "--unsorted"];
    expect(ids((await run(["match", rotation, ...csv])).out)).toEqual(
      ids((await run(["match", cohort, ...csv])).out),
    );
  });

  it("takes every option of the matcher", async () => {
    const options = {
      method: "algorithm1",
      t1: 0.03,
      t2: 0.2,
      exclusion: "one-sided",
      features: ["location", "size", "type"],
      weights: { size: 0.05, z: 2 },
      rejectedPairs: "near",
    } as const;
    const flags =
      "--method algorithm1 --t1 0.03 --t2 0.2 --exclusion one-sided --features location,size,type --rejected-pairs near";
    const { out } = await run(["match", cohort, ...flags.split(" "), "--weights", "size=0.05,z=2"]);
    expect(JSON.parse(out)).toEqual(asJson({ patients: match(lesions, options).map(matchToJson) }));
    const physical = (await run(["match", cohort, "--location", "physical"])).out;
    expect(JSON.parse(physical)).toEqual(
      asJson({
        patients: match(lesions, { location: "physical", rejectedPairs: "none" }).map(matchToJson),
      }),
    );
  });

  it("takes a weight for any column of the input", async () => {
    const vectors = file(
      "weights.csv",
      "patient,study,lesion,a,b\nP,1,x,0,0\nP,2,y,0.05,9\nP,2,z,9,0\n",
    );
    const call = ["match", vectors, "--method", "algorithm1", "--weights"];
    const of = async (weights: string) =>
      JSON.parse((await run([...call, weights])).out).patients[0].links;
    expect(await of("v2=0")).toEqual([expect.objectContaining({ from: 1, to: 2, distance: 0.05 })]);
    expect(await of("v1=0")).toEqual([expect.objectContaining({ from: 1, to: 3, distance: 0 })]);
    const { status, err } = await run([...call, "v3=1"]);
    expect([status, err]).toEqual([
      2,
      `error UNKNOWN_FEATURE: expected a known feature or column, got "v3" (file ${vectors}); did you mean "v1"? known are location, size, type, appearance, v1, v2\n`,
    ]);
  });

  it("takes patients by id", async () => {
    const { out } = await run(["match", cohort, "--patient", "3", "--patient", "5"]);
    expect(JSON.parse(out).patients.map(({ patient }: { patient: string }) => patient)).toEqual([
      "3",
      "5",
    ]);
  });

  it("takes several inputs and says which is which", async () => {
    const other = file("other.csv", "patient,study,lesion,v\nA,1,x,0\nA,2,y,0.05\n");
    const { out } = await run(["match", cohort, other, "--format", "csv"]);
    const rows = parse(out, { columns: true }) as {
      file: string;
      patient: string;
      sequence: string;
    }[];
    expect(rows.at(-1)).toMatchObject({ file: other, patient: "A", sequence: "2", row: "2" });
    const json = JSON.parse((await run(["match", cohort, other])).out);
    expect(json.patients.at(-1)).toMatchObject({ file: other, patient: "A" });
    for (const flags of [
      ["--must-link", "1-2"],
      ["--cannot-link", "1-2"],
      ["--embeddings", "x.npy"],
    ]) {
      // Row 1 is a row of both: the constraint of one must not become that of the other.
      const { status, err } = await run(["match", cohort, other, ...flags]);
      expect(status).toBe(2);
      expect(err).toMatch(/^error BAD_CALL: expected one input with .*, got "2 inputs"[^\n]*\n$/);
    }
    const copy = file("copy.csv", readFileSync(cohort));
    expect((await run(["match", cohort, copy])).err).toContain(
      "error SCATTERED_PATIENT: expected every patient in one input only",
    );
  });

  it("takes every input once, and names the one at fault", async () => {
    const one = file("one.csv", "patient,study,lesion,v\nA,1,x,0\n");
    symlinkSync(one, join(folder, "link.csv"));
    for (const [inputs, received] of [
      [["-", "-"], "- twice"],
      [["one.csv", "one.csv"], "one.csv twice"],
      [["one.csv", "link.csv"], "one.csv and link.csv, the same file"],
    ] as const) {
      expect(await run(["match", ...inputs], "", folder)).toEqual({
        status: 2,
        out: "",
        err: `error BAD_CALL: expected every input once, got "${received}"\n`,
      });
    }
    for (const format of ["csv", "json", "gexf"]) {
      const flags = [
        "--method",
        "algorithm1",
        "--features",
        "size",
        "--format",
        format,
        "-o",
        "none",
      ];
      expect((await run(["match", cohort, "one.csv", ...flags], "", folder)).err).toContain(
        "error MISSING_FEATURE: expected a long axis above 0 mm (file one.csv, row 1,",
      );
    }
  });

  it("tells what to write instead of a .npz", async () => {
    const archive = file("x.npz", new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]));
    const { status, err } = await run(["match", cohort, "--embeddings", archive]);
    expect(status).toBe(2);
    expect(err).toMatch(/^error NOT_CSV: .*x\.npz\); .*numpy\.save/);
  });

  it("sums up the warnings of matching in one line, with workers too", async () => {
    const own = file(
      "own.csv",
      ["patient,study,x,y,z,longAxisMm,shortAxisMm", "A,1,0,0,0,20,10", "A,1,1,0,0,20,10", ""].join(
        "\n",
      ),
    );
    for (const jobs of ["1", "2"]) {
      const { status, out, err } = runProcess(["match", own, "--jobs", jobs]);
      expect(status).toBe(0);
      expect(err).toMatch(/^warning: 1 warning of matching \(missing-series 1\); .*\n$/);
      expect(JSON.parse(out).patients[0].warnings).toMatchObject([{ kind: "missing-series" }]);
    }
    const merged = JSON.parse((await run(["match", own, "--missing-series", "any"])).out);
    expect(merged.patients[0].duplicates).toMatchObject([{ rows: [1, 2] }]);
  });

  it("rejects the earlier result of another cohort and prints nothing", async () => {
    const result = JSON.parse((await run(["match", cohort])).out);
    for (const patient of result.patients) patient.patient += " of another cohort";
    const previous = file("foreign.json", JSON.stringify(result));
    for (const command of ["match", "grow"]) {
      const { status, out, err } = await run([command, cohort, "--previous", previous]);
      expect([status, out]).toEqual([2, ""]);
      expect(err).toMatch(/^error BAD_VALUE: .*--previous/);
    }
  });

  it("takes a selected patient that the earlier result does not name, with a warning", async () => {
    const result = JSON.parse((await run(["match", cohort])).out);
    const [gone, ...others] = result.patients;
    const previous = file("older.json", JSON.stringify({ patients: others }));
    const call = ["match", cohort, "--patient", gone.patient];
    const { status, out, err } = await run([...call, "--previous", previous]);
    expect([status, err]).toEqual([0, expect.stringMatching(/^warning: .*earlier results.*\n$/)]);
    expect(out).toBe((await run(call)).out);
    // Named, with lesions that are not there: the result of another cohort.
    for (const { lesions } of others[0].sequences) {
      for (const lesion of lesions) Object.assign(lesion, { lesion: "x", fingerprint: "x" });
    }
    const foreign = file("foreign-patient.json", JSON.stringify({ patients: others }));
    const [id] = [others[0].patient];
    const named = await run(["match", cohort, "--patient", id, "--previous", foreign]);
    expect([named.status, named.out]).toEqual([2, ""]);
  });

  it("joins embeddings by row", async () => {
    const vectors = file(
      "v.csv",
      `row,a\n${lesions.map(({ row }) => `${row},${row % 7}`).join("\n")}\n`,
    );
    const { out } = await run([
      "match",
      cohort,
      "--embeddings",
      vectors,
      "--features",
      "appearance",
      "--method",
      "algorithm1",
      "--t2",
      "0.5",
    ]);
    const joined = lesions.map((lesion) => ({ ...lesion, vector: [lesion.row % 7] }));
    const expected = match(joined, {
      method: "algorithm1",
      features: ["appearance"],
      t2: 0.5,
      rejectedPairs: "none",
    });
    expect(JSON.parse(out)).toEqual(asJson({ patients: expected.map(matchToJson) }));
  });

  it("sums up what the reader noticed in one line on standard error", async () => {
    const path = file(
      "odd.csv",
      dlInfo([{ Bounding_boxes: "0, 0, 1, 1" }, { Key_slice_index: "99" }]),
    );
    const { status, err } = await run(["match", path]);
    expect(status).toBe(0);
    expect(err).toMatch(
      /^warning: 3 inconsistencies in the input \(box 1, file-name 1, slice-range 1\); the first: .*odd\.csv row 1: box is 0, 0, 1, 1 px.*\n$/,
    );
  });

  it("gives no patients for a header alone, in every format", async () => {
    const empty = file("header.csv", dlInfo([]));
    expect(await run(["match", empty])).toEqual({
      status: 0,
      out: '{"patients":[\n]}\n',
      err: `warning: no data rows in ${empty}\n`,
    });
    const vectors = "patient,study,lesion,v\n";
    expect((await run(["match", "-", "--unsorted"], vectors)).err).toBe(
      "warning: no data rows in -\n",
    );
    const noisy = file("noisy.csv", dlInfo([{ Possibly_noisy: "1" }]));
    expect((await run(["match", noisy, "--noisy", "drop"])).err).toBe(
      `warning: no data rows except noisy ones in ${noisy}\n`,
    );
    expect((await run(["match", empty, "--format", "jsonl"])).out).toBe("");
    expect((await run(["match", empty, "--format", "csv"])).out).toBe(
      "patient,study,lesion,row,sequence,studies,duplicateOf,conflict\n",
    );
  });

  it("ends quietly when nobody reads on", async () => {
    const { status, err } = await run(["match", cohort, "-o", "/dev/null"]);
    expect([status, err]).toEqual([0, ""]);
  });
});

describe("bad input: one line, status 2, nothing written", () => {
  const column = (name: ColumnName, cell: string): string => dlInfo([{}, { [name]: cell }]);
  const without = COLUMN_NAMES.filter((name) => name !== "Spacing_mm_px_");

  it.each<[string, string | Uint8Array, string, (readonly string[])?]>([
    ["an empty file", "", "error EMPTY_INPUT: expected a CSV file with a header line"],
    ["no CSV", "hello\nworld\n", "error UNKNOWN_INPUT: expected the header of a DL_info.csv"],
    [
      "an image",
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0]),
      "error NOT_CSV: expected UTF-8 text",
    ],
    ["an open quote", `${dlInfo([{}])}"7,8\n`, "error NOT_CSV"],
    [
      "a missing column",
      dlInfo([{}], without),
      "error MISSING_COLUMN: expected a column Spacing_mm_px_",
    ],
    [
      "a field too many",
      dlInfo([{}]).replace(/3\n$/, "3,4\n"),
      "error FIELD_COUNT: expected 18 fields",
    ],
    [
      "text for a number",
      column("Study_index", "one"),
      "(file bad.csv, line 3, row 2, column Study_index)",
    ],
    ["7 coordinates", column("Measurement_coordinates", "1, 2, 3, 4, 5, 6, 7"), "8 finite numbers"],
    [
      "a NaN coordinate",
      column("Measurement_coordinates", "1, 2, 3, 4, 5, 6, 7, NaN"),
      "8 finite numbers",
    ],
    ["negative spacing", column("Spacing_mm_px_", "-1, 1, 5"), "3 distances > 0 mm"],
    ["spacing of 0", column("Spacing_mm_px_", "1, 1, 0"), "3 distances > 0 mm"],
    ["infinite spacing", column("Spacing_mm_px_", "1, 1, Infinity"), "3 distances > 0 mm"],
    ["study 0", column("Study_index", "0"), "an integer >= 1"],
    ["vectors of unequal lengths", "patient,study,lesion,a,b\nP,1,L,1\n", "error FIELD_COUNT"],
    [
      "a NaN in a vector",
      "patient,study,lesion,a\nP,1,L,NaN\n",
      "error BAD_VALUE: expected a finite number",
    ],
    [
      "two lesions of one id",
      "patient,study,lesion,a\nP,1,L,1\nP,1,L,2\n",
      "error DUPLICATE_LESION",
    ],
    [
      "carriage returns alone",
      "patient,study,lesion,a\rP,1,L,1\rP,2,L,1\r",
      'error NOT_CSV: expected lines that end with a line feed, got "carriage returns alone"',
    ],
    ["an earlier result without a name", dlInfo([{}]), "error FILE_NOT_FOUND", ["--previous", ""]],
    ["a __proto__ patient", column("Patient_index", "__proto__"), 'got "__proto__"'],
    [
      "a line without end",
      `patient,study,lesion,a\n${"1".repeat(3 << 20)}`,
      "error RECORD_TOO_LONG",
    ],
    [
      "T1 below 0",
      dlInfo([{}]),
      "error BAD_OPTION: expected --t1 to be a finite number >= 0",
      ["--t1", "-1"],
    ],
    ["T2 NaN", dlInfo([{}]), "error BAD_OPTION: expected --t2 to be a number", ["--t2", "NaN"]],
    ["T2 no number", dlInfo([{}]), 'got "near"', ["--t2", "near"]],
    ["an unknown feature", dlInfo([{}]), 'did you mean "size"?', ["--features", "sise"]],
    [
      "the beginning of a feature",
      dlInfo([{}]),
      'did you mean "location"? known are location, size, type, appearance',
      ["--features", "loc"],
    ],
    ["an empty T1", dlInfo([{}]), "error BAD_OPTION: expected --t1 to be a number", ["--t1", ""]],
    [
      "an unknown weight",
      dlInfo([{}]),
      "error UNKNOWN_FEATURE",
      ["--method", "algorithm1", "--weights", "sise=1"],
    ],
    ["a weight that is none", dlInfo([{}]), "--weights as name=number", ["--weights", "size"]],
    [
      "an unknown format",
      dlInfo([{}]),
      "--format to be one of json, jsonl, csv, links, questions, parquet, gexf, graphml, node-link",
      ["--format", "xml"],
    ],
    ["an unknown option", dlInfo([{}]), "error BAD_CALL", ["--colour", "red"]],
    ["an unknown patient", dlInfo([{}]), 'did you mean "7"?', ["--patient", "77"]],
    ["a missing feature", dlInfo([{}]), "error MISSING_FEATURE", ["--features", "appearance"]],
  ])("%s", async (_, text, fragment, flags = []) => {
    const own = freshFolder();
    writeFileSync(join(own, "bad.csv"), text);
    const { status, out, err } = await run(
      ["match", "bad.csv", "-o", "out.json", ...flags],
      "",
      own,
    );
    expect(err).toContain(fragment);
    expect(err).toMatch(/^error [A-Z_]+: [^\n]*\n$/);
    expect(status).toBe(2);
    expect(out).toBe("");
    expect(readdirSync(own)).toEqual(["bad.csv"]);
  });

  it("leaves standard output empty where it fails before the first patient", async () => {
    const wrong = join(folder, "wrong.csv");
    writeFileSync(wrong, dlInfo([{}]).replace("Patient_index", "Patient"));
    for (const call of [
      ["match", "--format", "csv"],
      ["match", "--format", "jsonl"],
      ["match", "--format", "json"],
      ["grow"],
    ]) {
      const { status, out, err } = await run([...call, wrong]);
      expect([status, out]).toEqual([2, ""]);
      expect(err).toMatch(/^error MISSING_COLUMN: /);
    }
  });

  it("an unknown file, a folder", async () => {
    expect((await run(["match", join(folder, "none.csv")])).err).toMatch(
      /^error FILE_NOT_FOUND: .*none\.csv\)\n$/,
    );
    expect((await run(["match", folder])).err).toMatch(/^error CANNOT_READ: .*got "a folder"/);
  });

  it("an output folder that is not there or may not be written to", async () => {
    const { status, err } = await run(["match", cohort, "-o", join(folder, "no", "out.json")]);
    expect([status, err]).toEqual([
      2,
      expect.stringContaining(
        'error CANNOT_WRITE: expected an output file that can be written, got "no such folder"',
      ),
    ]);
    const locked = join(folder, "locked");
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    // Root may write anywhere: the call is then right to succeed.
    const denied = await run(["match", cohort, "-o", join(locked, "out.json")]);
    if (process.getuid?.() === 0) expect(denied.status).toBe(0);
    else expect(denied.err).toContain('got "no permission"');
  });

  it("two identical rows are kept, with a warning", async () => {
    const { status, out, err } = await run(["match", file("twice.csv", dlInfo([{}, {}]))]);
    expect(status).toBe(0);
    expect(err).toContain("(identical-rows 1)");
    expect(JSON.parse(out).patients[0].duplicates).toMatchObject([{ study: 1, rows: [1, 2] }]);
  });

  it("names cannot move the cursor or begin a line", async () => {
    expect(await run(["match", "\u001b[2J\n\u009b\u202eno.csv"])).toEqual({
      status: 2,
      out: "",
      err: "error FILE_NOT_FOUND: expected an input file (file \\u001b[2J\\u000a\\u009b\\u202eno.csv)\n",
    });
    const odd = file(
      "odd.csv",
      'patient,study,lesion,v\n"A\u001b[2J\nB",1,x,0\nC,1,x,0\n"A\u001b[2J\nB",2,x,0\n',
    );
    expect((await run(["match", odd, "-o", join(folder, "none")])).err).toMatch(
      /^error SCATTERED_PATIENT: [\x20-\x7e…]*\n$/,
    );
  });

  it("no half-written file stays where reading fails late", async () => {
    const own = freshFolder();
    writeFileSync(join(own, "late.csv"), `${readFileSync(cohort, "utf8")}oops\n`);
    const { status } = await run(
      ["match", "late.csv", "-o", "out.csv", "--format", "csv"],
      "",
      own,
    );
    expect(status).toBe(2);
    expect(existsSync(join(own, "out.csv"))).toBe(false);
    expect(readdirSync(own)).toEqual(["late.csv"]);
  });
});
