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
import { reviewQuestions } from "../../src/matching/review-questions.js";
import { reviewTable } from "../../src/matching/review-table.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import {
  type ErrorLine,
  errorLine,
  errorOfRun,
  freshFolder,
  run,
  runProcess,
  warningLine,
  wordingOf,
} from "../support/cli.js";
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
    expect(warningLine(err)).toMatchObject({ kinds: { units: 1 }, row: 1 });
    expect(wordingOf({ err })).toMatchSnapshot();
    const inCm = await run(["match", table, "--format", "csv", "--units", "cm"]);
    expect(warningLine(inCm.err).kinds).not.toHaveProperty("units");
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
    expect(errorLine(scattered.err)).toMatchObject({ code: "SCATTERED_PATIENT", line: 4, row: 3 });
    expect(wordingOf(scattered)).toMatchSnapshot();
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
    const unknown = await run([...call, "v3=1"]);
    expect(errorOfRun(unknown)).toEqual({ code: "UNKNOWN_FEATURE", file: vectors });
    expect(unknown.err).toContain("location, size, type, appearance, v1, v2\n");
    const unused = await run([...call, "size=1"]);
    expect(errorOfRun(unused)).toEqual({ code: "BAD_OPTION", file: vectors, option: "--weights" });
  });

  it("takes patients by id", async () => {
    const { out } = await run(["match", cohort, "--patient", "3", "--patient", " 5 "]);
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
      const failed = await run(["match", cohort, other, ...flags]);
      expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL", option: flags[0] });
      expect(wordingOf(failed)).toMatchSnapshot();
    }
    const copy = file("copy.csv", readFileSync(cohort));
    const twice = await run(["match", cohort, copy]);
    expect(twice.status).toBe(2);
    expect(errorLine(twice.err)).toEqual({
      code: "SCATTERED_PATIENT",
      file: copy,
      row: 1,
      patient: "1",
    });
  });

  it("takes every input once, and names the one at fault", async () => {
    const one = file("one.csv", "patient,study,lesion,v\nA,1,x,0\n");
    symlinkSync(one, join(folder, "link.csv"));
    for (const inputs of [
      ["-", "-"],
      ["one.csv", "one.csv"],
      ["one.csv", "link.csv"],
    ]) {
      const failed = await run(["match", ...inputs], "", folder);
      expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL" });
      expect(wordingOf(failed)).toMatchSnapshot();
    }
    const size = ["--method", "algorithm1", "--features", "size", "-o", "none"];
    for (const format of ["csv", "json", "gexf"]) {
      const args = ["match", cohort, "one.csv", ...size, "--format", format];
      const where = { file: "one.csv", row: 1, patient: "A", lesion: "x" };
      expect(errorOfRun(await run(args, "", folder))).toEqual({
        code: "MISSING_FEATURE",
        ...where,
      });
    }
  });

  it("tells what to write instead of a .npz", async () => {
    const archive = file("x.npz", new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]));
    const failed = await run(["match", cohort, "--embeddings", archive]);
    expect(errorOfRun(failed)).toEqual({ code: "NOT_CSV", file: archive });
    expect(wordingOf(failed)).toMatchSnapshot();
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
      expect(warningLine(err)).toEqual({ count: 1, kinds: { "missing-series": 1 }, row: 1 });
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
      const failed = await run([command, cohort, "--previous", previous]);
      expect(errorOfRun(failed)).toEqual({ code: "BAD_VALUE", option: "--previous" });
    }
  });

  it("takes a selected patient that the earlier result does not name, with a warning", async () => {
    const result = JSON.parse((await run(["match", cohort])).out);
    const [gone, ...others] = result.patients;
    const previous = file("older.json", JSON.stringify({ patients: others }));
    const call = ["match", cohort, "--patient", gone.patient];
    const { status, out, err } = await run([...call, "--previous", previous]);
    expect([status, warningLine(err)]).toEqual([0, {}]);
    expect(wordingOf({ err })).toMatchSnapshot();
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

  it("links lesions without position by size and type where both flags ask for it", async () => {
    const dates = file("study-dates.csv", "studyUid,date\n1.2.1,2024-01-10\n1.2.2,2024-04-10\n");
    const epad = file(
      "epad.csv",
      "Aim_UID,Date_Created,Patient_ID,Name,Study_UID,LongAxis,ShortAxis\n2.25.1,2024-02-01,P1,L1,1.2.1,20 mm,10 mm\n2.25.2,2024-05-01,P1,L1,1.2.2,2.4 cm,10 mm\n",
    );
    const call = ["match", epad, "--study-dates", dates, "--format", "csv"];
    for (const flags of [[], ["--missing-position", "keep"]]) {
      const failed = await run([...call, ...flags]);
      expect(errorOfRun(failed)).toMatchObject({ file: epad, row: 1 });
      expect(wordingOf(failed)).toMatchSnapshot();
    }
    const { status, out } = await run([
      ...call,
      "--missing-position",
      "keep",
      "--features",
      "size,type",
    ]);
    expect([status, out.split("\n").slice(1, 3)]).toEqual([
      0,
      ["P1,1,1,1,1,2,,false", "P1,2,1,2,1,2,,false"],
    ]);
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
    for (const flags of [
      ["--method", "algorithm1"],
      ["--features", "size"],
    ]) {
      const failed = await run(["match", cohort, "--embeddings", vectors, ...flags]);
      expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL", option: "--embeddings" });
    }
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
    const kinds = { box: 1, "file-name": 1, "slice-range": 1 };
    expect(warningLine(err)).toEqual({ count: 3, kinds, row: 1 });
    expect(wordingOf({ err })).toMatchSnapshot();
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
      "warning: no data rows in standard input\n",
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

  it("writes to a device without a message", async () => {
    const { status, err } = await run(["match", cohort, "-o", "/dev/null"]);
    expect([status, err]).toEqual([0, ""]);
  });
});

describe("bad input: one line, status 2, nothing written", () => {
  const column = (name: ColumnName, cell: string): string => dlInfo([{}, { [name]: cell }]);
  const without = COLUMN_NAMES.filter((name) => name !== "Spacing_mm_px_");

  const bad = "bad.csv";
  const cell = (column: ColumnName) =>
    ({ code: "BAD_VALUE", file: bad, line: 3, row: 2, column }) as const;
  const option = (name: string) => ({ code: "BAD_OPTION", option: name });

  it.each<[string, string | Uint8Array, ErrorLine, (readonly string[])?]>([
    ["an empty file", "", { code: "EMPTY_INPUT", file: bad }],
    ["no CSV", "hello\nworld\n", { code: "UNKNOWN_INPUT", file: bad, line: 1 }],
    ["an image", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0]), { code: "NOT_CSV", file: bad }],
    ["an open quote", `${dlInfo([{}])}"7,8\n`, { code: "NOT_CSV", file: bad, line: 3 }],
    [
      "a missing column",
      dlInfo([{}], without),
      { code: "MISSING_COLUMN", file: bad, line: 1, column: "Spacing_mm_px_" },
    ],
    [
      "a field too many",
      dlInfo([{}]).replace(/3\n$/, "3,4\n"),
      { code: "FIELD_COUNT", file: bad, line: 2, row: 1 },
    ],
    ["text for a number", column("Study_index", "one"), cell("Study_index")],
    [
      "7 coordinates",
      column("Measurement_coordinates", "1, 2, 3, 4, 5, 6, 7"),
      cell("Measurement_coordinates"),
    ],
    [
      "a NaN coordinate",
      column("Measurement_coordinates", "1, 2, 3, 4, 5, 6, 7, NaN"),
      cell("Measurement_coordinates"),
    ],
    ["negative spacing", column("Spacing_mm_px_", "-1, 1, 5"), cell("Spacing_mm_px_")],
    ["spacing of 0", column("Spacing_mm_px_", "1, 1, 0"), cell("Spacing_mm_px_")],
    ["infinite spacing", column("Spacing_mm_px_", "1, 1, Infinity"), cell("Spacing_mm_px_")],
    ["study 0", column("Study_index", "0"), cell("Study_index")],
    [
      "vectors of unequal lengths",
      "patient,study,lesion,a,b\nP,1,L,1\n",
      { code: "FIELD_COUNT", file: bad, line: 2, row: 1 },
    ],
    [
      "a NaN in a vector",
      "patient,study,lesion,a\nP,1,L,NaN\n",
      { code: "BAD_VALUE", file: bad, line: 2, row: 1, column: "a" },
    ],
    [
      "two lesions of one id",
      "patient,study,lesion,a\nP,1,L,1\nP,1,L,2\n",
      { code: "DUPLICATE_LESION", file: bad, row: 2, patient: "P", study: 1, lesion: "L" },
    ],
    [
      "carriage returns alone",
      "patient,study,lesion,a\rP,1,L,1\rP,2,L,1\r",
      { code: "NOT_CSV", file: bad, line: 1 },
    ],
    [
      "an earlier result without a name",
      dlInfo([{}]),
      { code: "FILE_NOT_FOUND", file: "" },
      ["--previous", ""],
    ],
    ["a __proto__ patient", column("Patient_index", "__proto__"), cell("Patient_index")],
    [
      "a line without end",
      `patient,study,lesion,a\n${"1".repeat(3 << 20)}`,
      { code: "RECORD_TOO_LONG", file: bad, line: 2 },
    ],
    ["T1 below 0", dlInfo([{}]), option("--t1"), ["--t1", "-1"]],
    ["T2 NaN", dlInfo([{}]), option("--t2"), ["--t2", "NaN"]],
    ["T2 no number", dlInfo([{}]), option("--t2"), ["--t2", "near"]],
    ["an empty T1", dlInfo([{}]), option("--t1"), ["--t1", ""]],
    ["an unknown feature", dlInfo([{}]), { code: "UNKNOWN_FEATURE" }, ["--features", "sise"]],
    [
      "the beginning of a feature",
      dlInfo([{}]),
      { code: "UNKNOWN_FEATURE" },
      ["--features", "loc"],
    ],
    [
      "an unknown weight",
      dlInfo([{}]),
      { code: "UNKNOWN_FEATURE", file: bad },
      ["--method", "algorithm1", "--weights", "sise=1"],
    ],
    ["a weight that is none", dlInfo([{}]), option("--weights"), ["--weights", "size"]],
    ["an unknown format", dlInfo([{}]), option("--format"), ["--format", "xml"]],
    ["an unknown option", dlInfo([{}]), { code: "BAD_CALL" }, ["--colour", "red"]],
    [
      "an unknown patient",
      dlInfo([{}]),
      { code: "UNKNOWN_PATIENT", option: "--patient" },
      ["--patient", "77"],
    ],
    [
      "a missing feature",
      dlInfo([{}]),
      { code: "MISSING_FEATURE", file: bad, row: 1, patient: "7", lesion: "000007_01_02_030" },
      ["--features", "appearance"],
    ],
  ])("%s", async (_, text, error, flags = []) => {
    const own = freshFolder();
    writeFileSync(join(own, "bad.csv"), text);
    const failed = await run(["match", "bad.csv", "-o", "out.json", ...flags], "", own);
    expect(errorOfRun(failed)).toEqual(error);
    expect(wordingOf(failed)).toMatchSnapshot();
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
      const where = { file: wrong, line: 1, column: "Patient_index" };
      expect(errorOfRun(await run([...call, wrong]))).toEqual({ code: "MISSING_COLUMN", ...where });
    }
  });

  it("an unknown file, a folder", async () => {
    const none = join(folder, "none.csv");
    expect(errorOfRun(await run(["match", none]))).toEqual({ code: "FILE_NOT_FOUND", file: none });
    expect(errorOfRun(await run(["match", folder]))).toEqual({ code: "CANNOT_READ", file: folder });
  });

  it("an output folder that is not there or may not be written to", async () => {
    const [absent, locked] = [join(folder, "no/out.json"), join(folder, "locked")];
    const failed = await run(["match", cohort, "-o", absent]);
    expect(errorOfRun(failed)).toEqual({ code: "CANNOT_WRITE", file: absent });
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    // Root may write anywhere: the call is then right to succeed.
    const denied = await run(["match", cohort, "-o", join(locked, "out.json")]);
    if (process.getuid?.() === 0) expect(denied.status).toBe(0);
    else expect(errorOfRun(denied).code).toBe("CANNOT_WRITE");
  });

  it("two identical rows are kept, with a warning", async () => {
    const { status, out, err } = await run(["match", file("twice.csv", dlInfo([{}, {}]))]);
    expect(status).toBe(0);
    expect(warningLine(err).kinds).toEqual({ "identical-rows": 1 });
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
    const failed = await run(["match", odd, "-o", join(folder, "none")]);
    expect(errorOfRun(failed).code).toBe("SCATTERED_PATIENT");
    expect(failed.err).toMatch(/^[\x20-\x7e…]*\n$/);
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
