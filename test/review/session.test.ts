import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { match } from "../../src/matching/match.js";
import { matchToJson } from "../../src/matching/match-json.js";
import { readLesions } from "../../src/measurements/read-lesions.js";
import { type Action, decisionsOf, pairOf, replay } from "../../src/review/decision-log.js";
import {
  constraintsCsv,
  decisionsOfCsv,
  readSavedReview,
  savedReview,
  sequencesCsv,
} from "../../src/review/exports.js";
import { matchReviewed, movedRows, openSession } from "../../src/review/session.js";
import { DEFAULT_REVIEW_SETTINGS, matchOptionsOf } from "../../src/review/settings.js";
import { errorOf } from "../support/errors.js";

const COHORT = fileURLToPath(new URL("../../examples/cohort/DL_info.csv", import.meta.url));
const bytes = new Uint8Array(readFileSync(COHORT));
const session = await openSession("DL_info.csv", bytes);
const AT = "2026-01-02T03:04:05Z";
const decide = (
  patient: string,
  kind: "must-link" | "cannot-link",
  a: number,
  b: number,
): Action => ({
  type: "decide",
  patient,
  kind,
  pair: pairOf(a, b),
  at: AT,
});
const settings = DEFAULT_REVIEW_SETTINGS;

describe("a session", () => {
  it("has the input's patients, lesions and hash", () => {
    const { lesions } = readLesions(bytes);
    expect(session.patients).toEqual([...new Set(lesions.map(({ patient }) => patient))]);
    for (const patient of session.patients) {
      const own = lesions.filter((lesion) => lesion.patient === patient);
      expect(session.sizeOf(patient)).toEqual({
        annotations: own.length,
        studies: new Set(own.map(({ study }) => study)).size,
      });
      expect(
        session
          .lesionsOf(patient)
          .map(({ row }) => row)
          .sort((a, b) => a - b),
      ).toEqual(own.map(({ row }) => row));
    }
    // sha256sum of the file.
    expect(session.sha256).toMatch(/^[0-9a-f]{64}$/);
    errorOf("UNKNOWN_PATIENT", () => session.lesionsOf("none"));
  });

  it("reads an input whose patients are scattered", async () => {
    const text = "patient,study,lesion,a\nP,1,A,0\nQ,1,A,0\nP,2,B,0\n";
    const scattered = await openSession("v.csv", new TextEncoder().encode(text));
    expect(scattered.patients).toEqual(["P", "Q"]);
    expect(scattered.lesionsOf("P").map(({ row }) => row)).toEqual([1, 3]);
  });

  it("has the warnings of the reader, also of scattered patients", async () => {
    const header = "patient,study,x,y,z,longAxisMm,shortAxisMm";
    const rows = ["P,1,0,0,0,10,20", "Q,1,0,0,0,20,10", "P,2,0,0,0,20,10"];
    for (const order of [
      [0, 1],
      [0, 1, 2],
    ]) {
      const text = [header, ...order.map((at) => rows[at])].join("\n");
      const { warnings } = await openSession("m.csv", new TextEncoder().encode(text));
      expect(warnings).toEqual(readLesions(text, { file: "m.csv" }).warnings);
      expect(warnings.map(({ kind }) => kind)).toContain("axes");
    }
  });

  it("reads as the options say, also of scattered patients, and is another review by other options", async () => {
    const rows = ["P;u1;1,5;2;3;2,1", "Q;u1;1,5;2;3;2", "P;u2;1,5;2;3;2,4"];
    const reading = {
      columns: { longAxisMm: "Size" },
      units: "cm",
      studyDates: [
        ["u1", "2024-01-01"],
        ["u2", "2024-02-01"],
      ],
    } as const;
    const options = { ...reading, studyDates: new Map(reading.studyDates), file: "m.csv" };
    const opened = async (order: readonly number[], given?: object) => {
      const text = ["patient;studyUid;x;y;z;Size", ...order.map((at) => rows[at])].join("\n");
      const own = await openSession("m.csv", new TextEncoder().encode(text), given);
      return { own, text };
    };
    for (const order of [
      [0, 2, 1],
      [0, 1, 2],
    ]) {
      const { own, text } = await opened(order, reading);
      const { lesions } = readLesions(text, options);
      const ofP = lesions.filter(({ patient }) => patient === "P");
      expect(own.lesionsOf("P")).toEqual(ofP);
      expect(ofP.map(({ longAxisMm, study, date }) => [longAxisMm, study, date])).toEqual([
        [21, 1, "2024-01-01"],
        [24, 2, "2024-02-01"],
      ]);
    }
    const { own } = await opened([0, 2, 1], reading);
    const saved = JSON.stringify(savedReview(own, settings, []));
    expect(readSavedReview(saved, own.sha256).reading).toEqual(reading);
    const inMm = await opened([0, 2, 1], { ...reading, units: "mm" });
    errorOf("BAD_VALUE", () => readSavedReview(saved, inMm.own.sha256));
  });

  it("matches as the library does, without decisions", () => {
    const all = session.patients.map(
      (patient) => matchReviewed(session, patient, settings, []).match,
    );
    const expected = match(readLesions(bytes).lesions, matchOptionsOf(settings, []));
    expect(all.map(matchToJson)).toEqual(expected.map(matchToJson));
  });
});

describe("decisions", () => {
  const patient = "10";
  const rows = session.lesionsOf(patient).map(({ row }) => row);

  it("change the match, and say which other rows moved", () => {
    const before = matchReviewed(session, patient, settings, []).match;
    const sequence = before.sequences.find(({ lesions }) => lesions.length > 2);
    const [a, b] = (sequence?.lesions ?? []).map(({ row }) => row);
    if (a === undefined || b === undefined) throw new Error("no sequence of three lesions");
    const decisions = decisionsOf(replay([decide(patient, "cannot-link", a, b)]));
    const after = matchReviewed(session, patient, settings, decisions).match;
    const of = (row: number) =>
      after.sequences.find(({ lesions }) => lesions.some((one) => one.row === row))?.id;
    expect(of(a)).not.toBe(of(b));
    const moved = movedRows(before, after, [a, b]);
    expect(moved.length).toBeGreaterThan(0);
    expect(moved).not.toContain(a);
    expect(movedRows(before, before, [])).toEqual([]);
  });

  it("that contradict each other are named, and the youngest is not applied", () => {
    const [a = 0, , b = 0] = rows;
    const decisions = decisionsOf(
      replay([decide(patient, "must-link", a, b), decide(patient, "cannot-link", a, b)]),
    );
    // The last word on a pair counts, so this is no contradiction.
    expect(matchReviewed(session, patient, settings, decisions).contradiction).toEqual([]);
    const studies = new Map(session.lesionsOf(patient).map((one) => [one.row, one.study]));
    const [x = 0, y = 0, z = 0] = [
      ...new Map([...studies].map(([row, study]) => [study, row])).values(),
    ];
    const chain = decisionsOf(
      replay([
        decide(patient, "must-link", x, y),
        decide(patient, "must-link", y, z),
        decide(patient, "cannot-link", x, z),
      ]),
    );
    const { match: under, contradiction } = matchReviewed(session, patient, settings, chain);
    expect(contradiction).toEqual(chain);
    const of = (row: number) =>
      under.sequences.find(({ lesions }) => lesions.some((one) => one.row === row))?.id;
    expect([of(x), of(y)]).toEqual([of(z), of(z)]);
  });
});

describe("exports", () => {
  it("constraints.csv comes back as the same decisions", () => {
    const rows = session.lesionsOf("10").map(({ row }) => row);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.nat(9), fc.nat(9), fc.boolean()), {
          maxLength: 6,
          selector: ([i, j]) => `${Math.min(i, j)}-${Math.max(i, j)}`,
        }),
        (some) => {
          const events = some
            .filter(([i, j]) => i !== j)
            .map(([i, j, same]) =>
              decide("10", same ? "must-link" : "cannot-link", rows[i] ?? 0, rows[j] ?? 0),
            );
          const decisions = decisionsOf(replay(events));
          const read = decisionsOfCsv(session, constraintsCsv(session, decisions));
          expect(decisionsOf(replay(read))).toEqual(decisions);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("constraints of another version of the input are rejected with the remedy", () => {
    const rows = session.lesionsOf("10").map(({ row }) => row);
    const decisions = decisionsOf(
      replay([decide("10", "cannot-link", rows[0] ?? 0, rows[1] ?? 0)]),
    );
    const text = constraintsCsv(session, decisions);
    const other = text.replace(/,000010_\w+/, ",000010_09_09_999");
    expect(other).not.toBe(text);
    const error = errorOf("BAD_VALUE", () => decisionsOfCsv(session, other));
    expect(error.fault.remedy).toBeDefined();
    errorOf("UNKNOWN_PATIENT", () => decisionsOfCsv(session, text.replaceAll("\n10,", "\n99,")));
  });

  it("a saved review comes back, and only for its input", () => {
    const events = [decide("10", "must-link", 101, 106), { type: "undo" } as const];
    const text = JSON.stringify(savedReview(session, settings, events));
    expect(readSavedReview(text, session.sha256)).toMatchObject({ events, settings });
    const bad = [
      "",
      "[]",
      "{}",
      text.replace("review/1", "review/0"),
      text.replace('"undo"', '"undone"'),
      text.replace("must-link", "link"),
      text.replace("[101,106]", "[106,101]"),
      text.replace(session.sha256, "0".repeat(64)),
    ];
    for (const one of bad) errorOf("BAD_VALUE", () => readSavedReview(one, session.sha256));
  });

  it("a saved review has settings that the matcher takes", () => {
    const saved = savedReview(session, settings, []);
    const read = (given: unknown) =>
      readSavedReview(JSON.stringify({ ...saved, settings: given }), session.sha256);
    for (const given of [undefined, null, [], "joint"]) errorOf("BAD_VALUE", () => read(given));
    const bad = [
      { method: "jiont" },
      { method: "joint", location: "none" },
      { method: "algorithm1", t1: "1" },
      { method: "algorithm1", weights: null },
    ];
    for (const given of bad) errorOf("BAD_OPTION", () => read(given));
    const good = { method: "algorithm1", t1: 0.01, weights: { size: 2 } };
    expect(read(good).settings).toEqual(good);
  });

  it("sequences.csv has one line per lesion", () => {
    const matches = session.patients.map(
      (patient) => matchReviewed(session, patient, settings, []).match,
    );
    expect(sequencesCsv(matches).trim().split("\n")).toHaveLength(
      1 + readLesions(bytes).lesions.length,
    );
  });
});
