import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupByPatient } from "../../src/core/lesion-list.js";
import { matchPatient } from "../../src/matching/match.js";
import {
  type Action,
  append,
  contradiction,
  type Decision,
  decisionsOf,
  EMPTY_REVIEW,
  pairOf,
  type ReviewEvent,
  type ReviewState,
  replay,
  reviewedPatients,
} from "../../src/review/decision-log.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { codeOf } from "../support/errors.js";

const AT = "2026-01-02T03:04:05Z";
const decide = (row: number, row2: number, kind: Decision["kind"], patient = "1"): Action => ({
  type: "decide",
  patient,
  kind,
  pair: pairOf(row, row2),
  at: AT,
});

const pairs = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => pairOf(a, b));
const patients = fc.constantFrom("1", "2");
const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    type: fc.constant("decide" as const),
    patient: patients,
    kind: fc.constantFrom("must-link" as const, "cannot-link" as const),
    pair: pairs,
    at: fc.constant(AT),
  }),
  fc.record({
    type: fc.constantFrom("remove" as const, "skip" as const),
    patient: patients,
    pair: pairs,
    at: fc.constant(AT),
  }),
  fc.record({
    type: fc.constant("reviewed" as const),
    patient: patients,
    reviewed: fc.boolean(),
    at: fc.constant(AT),
  }),
);
const events: fc.Arbitrary<ReviewEvent> = fc.oneof(
  { weight: 3, arbitrary: actions },
  { weight: 1, arbitrary: fc.constant({ type: "undo" as const }) },
  { weight: 1, arbitrary: fc.constant({ type: "redo" as const }) },
);
const logs = fc.array(events, { maxLength: 30 });
/** All that a screen shows of a state. */
const shown = (state: ReviewState) => [decisionsOf(state), [...reviewedPatients(state)].sort()];

describe("the log of a review", () => {
  it("undo takes an action back, redo brings it again", () => {
    fc.assert(
      fc.property(logs, actions, (log, action) => {
        const before = replay(log);
        const after = append(before, action);
        const undone = append(after, { type: "undo" });
        expect(shown(undone)).toEqual(shown(before));
        expect(shown(append(undone, { type: "redo" }))).toEqual(shown(after));
      }),
    );
  });

  it("only grows, and replays to the same state", () => {
    fc.assert(
      fc.property(logs, (log) => {
        let state = EMPTY_REVIEW;
        for (const event of log) {
          const next = append(state, event);
          expect(next.log.slice(0, state.log.length)).toEqual(state.log);
          state = next;
        }
        expect(replay(state.log)).toEqual(state);
      }),
    );
  });

  it("undo reaches the start", () => {
    fc.assert(
      fc.property(logs, (log) => {
        let state = replay(log);
        while (state.actions.length > 0) state = append(state, { type: "undo" });
        expect(shown(state)).toEqual(shown(EMPTY_REVIEW));
        expect(append(state, { type: "undo" })).toBe(state);
      }),
    );
  });

  it("the last word on a pair counts, and patients do not mix", () => {
    const state = replay([
      decide(1, 2, "must-link"),
      decide(2, 1, "cannot-link"),
      decide(1, 2, "must-link", "2"),
      decide(3, 4, "must-link"),
      { type: "remove", patient: "1", pair: [3, 4], at: AT },
    ]);
    expect(decisionsOf(state, "1")).toEqual([
      { patient: "1", kind: "cannot-link", pair: [1, 2], at: AT },
    ]);
    expect(decisionsOf(state)).toHaveLength(2);
  });
});

describe("contradiction", () => {
  it("names the chain and the cannot-link that it contradicts, by hand", () => {
    const chain = [decide(1, 2, "must-link"), decide(2, 3, "must-link"), decide(4, 5, "must-link")];
    const all = decisionsOf(replay([...chain, decide(1, 3, "cannot-link")]));
    const lesions = [1, 2, 3, 4, 5].map((row) => ({ row, study: row }));
    expect(contradiction(all, lesions).map(({ pair }) => pair)).toEqual([
      [1, 2],
      [2, 3],
      [1, 3],
    ]);
  });

  it("holds exactly where the matcher rejects the constraints", () => {
    const [patient] = groupByPatient(
      simulateCohort({ patients: 6, seed: 4, meanStudies: 3, meanLesions: 3 }).lesions,
    ).filter(({ lesions }) => lesions.length >= 6);
    if (patient === undefined) throw new Error("the simulation has no patient of six lesions");
    const lesions = patient.lesions.slice(0, 6);
    const rows = lesions.map(({ row }) => row);
    const decisions = fc.array(
      fc.tuple(fc.nat(5), fc.nat(5), fc.constantFrom("must-link" as const, "cannot-link" as const)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(decisions, (some) => {
        const given = some
          .filter(([i, j]) => i !== j)
          .map(([i, j, kind]) => decide(rows[i] ?? 0, rows[j] ?? 0, kind, patient.id));
        const inForce = decisionsOf(replay(given));
        const of = (kind: Decision["kind"]) =>
          inForce.filter((one) => one.kind === kind).map(({ pair }) => pair);
        const match = () =>
          matchPatient(lesions, { mustLink: of("must-link"), cannotLink: of("cannot-link") });
        const found = contradiction(inForce, lesions);
        expect(codeOf(match)).toBe(found.length > 0 ? "CONTRADICTION" : undefined);
        // Dropping any one of the named decisions resolves this contradiction.
        for (const one of found) {
          const rest = contradiction(
            found.filter((other) => other !== one),
            lesions,
          );
          expect(rest).toEqual([]);
        }
      }),
    );
  });
});
