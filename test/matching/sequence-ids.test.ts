import { describe, expect, it } from "vitest";
import { fingerprint, readMatches } from "../../src/matching/earlier-matches.js";
import { match, matchPatient } from "../../src/matching/match.js";
import { matchToJson } from "../../src/matching/match-json.js";
import { errorOf } from "../support/errors.js";
import { at, rowsBySequence } from "../support/lesions.js";

/** Two lesions in studies 2 and 3; a third, that comes first by study, is added later. */
const before = [at(1, 2, 0), at(2, 2, 10), at(3, 3, 0), at(4, 3, 10)];
const after = [...before, at(5, 1, 20), at(6, 4, 0), at(7, 4, 10), at(8, 4, 20)];
const options = { method: "algorithm1", t2: 1 } as const;

describe("ids of sequences", () => {
  const first = matchPatient(before, options);

  it("stay with the lesions when studies are added; new sequences get new numbers", () => {
    expect(
      matchPatient(after, options).sequences.map(({ id, lesions }) => [id, lesions[0]?.row]),
    ).toEqual([
      [1, 5],
      [2, 1],
      [3, 2],
    ]);
    const kept = matchPatient(after, { ...options, previous: [first] });
    expect(kept.sequences.map(({ id, lesions }) => [id, lesions[0]?.row])).toEqual([
      [1, 1],
      [2, 2],
      [3, 5],
    ]);
    expect(kept).not.toHaveProperty("lastId");
  });

  it("stay with the lesions when an older study is added, which renumbers the others", () => {
    const [one, two] = [at(1, 1, 0, { id: "a" }), at(2, 1, 10, { id: "b" })];
    const [three, four] = [at(3, 2, 0.1, { id: "a" }), at(4, 2, 10.1, { id: "b" })];
    const previous = [matchPatient([one, two, three, four], options)];
    const renumbered = [one, two, three, four].map((lesion) => ({
      ...lesion,
      row: lesion.row + 1,
      study: lesion.study + 1,
    }));
    // The only lesion of the older study continues the second sequence, and has the name of the first one's lesions.
    const lesions = [at(1, 1, 10.2, { id: "a" }), ...renumbered];
    const { sequences } = matchPatient(lesions, { ...options, previous });
    expect(sequences.map(({ id, lesions: own }) => [id, own.map(({ row }) => row)])).toEqual([
      [1, [2, 4]],
      [2, [1, 3, 5]],
    ]);
  });

  it("leave other warnings, and an earlier result without sequences changes nothing", () => {
    const twice = [at(1, 1, 0), at(2, 1, 0.001), at(3, 2, 50)];
    const plain = matchPatient(twice, options);
    const { warnings, sequences } = matchPatient(twice, { ...options, previous: [plain] });
    expect(warnings.map(({ kind }) => kind)).toEqual(["missing-series"]);
    expect(sequences).toEqual(plain.sequences);
    const empty = [{ patient: "p", sequences: [] }];
    expect(matchPatient(twice, { ...options, previous: empty })).toEqual(plain);
  });

  it("of identical lesions follow their names, and else go to one each", () => {
    const idsOf = (...ids: readonly string[]) => {
      const lesions = ids.map((id, i) => at(i + 1, 1, 0, { id }));
      const { sequences } = matchPatient(lesions, {
        ...options,
        t1: 0,
        previous: [
          {
            patient: "p",
            sequences: ["a", "b"].map((id, i) => ({
              id: 5 + i,
              lesions: [{ study: 1, id, fingerprint: fingerprint(lesions[0]!) }],
            })),
          },
        ],
      });
      return Object.fromEntries(sequences.map(({ id, lesions: [one] }) => [one!.id, id]));
    };
    expect(idsOf("a", "b")).toEqual({ a: 5, b: 6 });
    expect(idsOf("b", "c")).toEqual({ b: 6, c: 5 });
    expect(idsOf("c", "d")).toEqual({ c: 5, d: 6 });
    expect(idsOf("c", "d", "e")).toEqual({ c: 5, d: 6, e: 7 });
  });

  it("go to the larger part where a sequence falls apart, and are never used again", () => {
    const chain = [at(1, 1, 0), at(2, 2, 0), at(3, 3, 0)];
    const whole = matchPatient(chain, options);
    const broken = matchPatient(chain, {
      ...options,
      cannotLink: [
        [1, 3],
        [1, 2],
      ],
      previous: [whole],
    });
    expect(broken.sequences.map(({ id, lesions }) => [id, lesions.map(({ row }) => row)])).toEqual([
      [1, [2, 3]],
      [2, [1]],
    ]);
  });

  it("are carried into conflicts", () => {
    const chain = [at(1, 1, 0), at(2, 2, 1), at(3, 3, 2), at(4, 1, 2.5)];
    const previous = [{ patient: "p", sequences: [{ id: 7, lesions: [{ study: 2, id: "2-2" }] }] }];
    const { sequences, conflicts } = matchPatient(chain, {
      method: "algorithm1",
      t1: 0,
      t2: 1.2,
      previous,
    });
    expect(rowsBySequence(sequences)).toEqual([[1, 4, 2, 3]]);
    expect([sequences[0]?.id, conflicts[0]?.sequence]).toEqual([7, 7]);
  });

  it("are taken from the patient of the same name only", () => {
    const other = {
      ...first,
      patient: "q",
      sequences: first.sequences.map((one) => ({ ...one, id: 9 })),
    };
    const both = [...before, at(9, 2, 0, { patient: "q" })];
    const [p, q] = match(both, { ...options, previous: [other] });
    expect(p?.sequences.map(({ id }) => id)).toEqual([1, 2]);
    expect(q?.sequences.map(({ id }) => id)).toEqual([9]);
  });

  it("follow the lesion where an insertion or removal on its slice shifts names", () => {
    const slice = (row: number, id: string, x: number) =>
      ({
        row,
        patient: "p",
        study: 1,
        series: 1,
        id,
        centreMm: [x, 0, 0],
        longAxisMm: 20,
      }) as const;
    const [a, b] = [slice(1, "s", 150), slice(2, "s#2", 300)];
    const earlier = matchPatient([a, b], { method: "joint" });
    expect(earlier.sequences.map(({ id }) => id)).toEqual([1, 2]);
    const written = readMatches(JSON.stringify(matchToJson(earlier)));
    for (const previous of [[earlier], written]) {
      // A new lesion at x = 100 takes the name "s".
      const added = [slice(1, "s", 100), slice(2, "s#2", 150), slice(3, "s#3", 300)];
      const more = matchPatient(added, { method: "joint", previous });
      expect(more.sequences.map(({ id, lesions }) => [id, lesions[0]?.centreMm?.[0]])).toEqual([
        [1, 150],
        [2, 300],
        [3, 100],
      ]);
      // Without the first, the second takes its name, not its id.
      const fewer = matchPatient([slice(1, "s", 300)], { method: "joint", previous });
      expect(fewer.sequences.map(({ id }) => id)).toEqual([2]);
    }
  });

  it("are not used again after the sequence is gone", () => {
    const gone = matchPatient(before.slice(0, 1), { ...options, previous: [first] });
    expect([gone.sequences.map(({ id }) => id), gone.lastId]).toEqual([[1], 2]);
    const previous = readMatches(JSON.stringify(matchToJson(gone)));
    const again = matchPatient([before[0]!, at(9, 4, 50)], { ...options, previous });
    expect(again.sequences.map(({ id }) => id)).toEqual([1, 3]);
  });

  it("of another patient of the same name are rejected", () => {
    const foreign = matchPatient([at(9, 9, 500)], options);
    expect(() => matchPatient(before, { ...options, previous: [foreign] })).toThrowError(
      expect.objectContaining({ code: "BAD_VALUE" }),
    );
  });

  it("that do not name a patient are a warning where it is matched alone", () => {
    const other = { ...first, patient: "someone else" };
    const alone = matchPatient(before, { ...options, previous: [other] });
    expect(alone.warnings.map(({ kind, patient }) => [kind, patient])).toContainEqual([
      "previous",
      "p",
    ]);
    expect(alone.sequences).toEqual(first.sequences);
  });

  it("go to the sequence with most of the lesions, the smaller earlier id and the earlier sequence first", () => {
    /** Lesions far apart, so that each is a sequence of its own unless a must-link joins it. */
    const own = [1, 2, 3, 4, 5].map((row) => at(row, row, 100 * row));
    const idsOf = (
      earlier: readonly (readonly [id: number, ...rows: number[]])[],
      mustLink: readonly (readonly [number, number])[] = [],
    ) => {
      const sequences = earlier.map(([id, ...rows]) => ({
        id,
        lesions: rows.map((row) => ({ study: row, id: `${row}-${row}` })),
      }));
      const { sequences: found } = matchPatient(own, {
        ...options,
        mustLink,
        previous: [{ patient: "p", sequences }],
      });
      return found.map(({ id, lesions }) => [id, ...lesions.map(({ row }) => row)]);
    };
    // Two of the lesions of 6, one of 5: the sequence takes 6, and 5 goes to nobody.
    expect(
      idsOf(
        [
          [5, 1],
          [6, 2, 3],
        ],
        [
          [1, 2],
          [2, 3],
        ],
      ),
    ).toEqual([
      [6, 1, 2, 3],
      [7, 4],
      [8, 5],
    ]);
    // One lesion of each: the smaller id.
    expect(
      idsOf(
        [
          [6, 1],
          [5, 2],
        ],
        [[1, 2]],
      ),
    ).toEqual([
      [5, 1, 2],
      [7, 3],
      [8, 4],
      [9, 5],
    ]);
    // 3 falls into two parts of one lesion: the first keeps it.
    expect(idsOf([[3, 2, 4]])).toEqual([
      [3, 2],
      [4, 1],
      [5, 3],
      [6, 4],
      [7, 5],
    ]);
  });

  it("are taken from ids of lesions where an earlier result has no fingerprints", () => {
    const text = '{"patient":"p","sequences":[{"id":4,"lesions":[{"study":2,"lesion":"2-1"}]}]}';
    const { sequences } = matchPatient(before, { ...options, previous: readMatches(text) });
    expect(sequences.map(({ id, lesions }) => [id, lesions[0]?.row])).toEqual([
      [4, 1],
      [5, 2],
    ]);
  });

  it("follow position, size and vector, but not names, types and rows", () => {
    const lesion = {
      ...at(1, 1, 0.5),
      location: [0.1, 0.2, 0.3] as const,
      centreMm: [1, 2, 3] as const,
      longAxisMm: 20,
      shortAxisMm: 10,
    };
    const print = fingerprint(lesion);
    expect(print).toMatch(/^[0-9a-f]{8}$/);
    const same = { row: 9, id: "x", patient: "q", study: 4, type: "lung" } as const;
    expect(fingerprint({ ...lesion, ...same, vector: Float64Array.of(0.5) })).toBe(print);
    const others = [
      { location: [0.1, 0.2, 0.4] },
      { location: undefined },
      { centreMm: [1, 2, 4] },
      { longAxisMm: 21 },
      { shortAxisMm: undefined },
      { vector: [0.25] },
      { vector: undefined },
    ].map((change) => fingerprint({ ...lesion, ...change } as never));
    expect(new Set([print, ...others]).size).toBe(1 + others.length);
  });

  it("are whole numbers from 1 to 2^52, as are studies", () => {
    const text = (id: unknown, study: unknown, lastId: unknown = 1) =>
      JSON.stringify({
        patient: "p",
        lastId,
        sequences: [{ id, lesions: [{ study, lesion: "a" }] }],
      });
    const largest = 2 ** 52;
    expect(readMatches(text(largest, 1, largest))).toEqual([
      {
        patient: "p",
        lastId: largest,
        sequences: [{ id: largest, lesions: [{ study: 1, id: "a" }] }],
      },
    ]);
    for (const bad of [0, -1, 1.5, largest + 1, "1", null, 1e300]) {
      for (const one of [text(bad, 1), text(1, bad), text(1, 1, bad)]) {
        errorOf("BAD_VALUE", () => readMatches(one), { option: "previous" });
      }
    }
  });

  it("are read from lines with empty ones between, and from JSON with space around", () => {
    const line = JSON.stringify(matchToJson(first));
    const expected = readMatches(line);
    expect(readMatches(`\n${line}\n  \n`)).toEqual(expected);
    expect(readMatches(`${line}\n\n${line}\n`)).toEqual([...expected, ...expected]);
    expect(readMatches(`\n { "patients": [${line}] }`)).toEqual(expected);
    errorOf("BAD_VALUE", () => readMatches('{"patients":[]}'), { option: "previous" });
    const more = line.replace("{", '{"other":{"patients":[1]},');
    expect(readMatches(more)).toEqual(expected);
    errorOf("BAD_VALUE", () => readMatches(" \n"), { option: "previous" });
  });

  it("are read from what match writes, as JSON or JSON lines", () => {
    const written = JSON.stringify({ patients: [matchToJson(first)] });
    const expected = [
      {
        patient: "p",
        sequences: first.sequences.map(({ id, lesions }) => ({
          id,
          lesions: lesions.map((lesion) => ({
            study: lesion.study,
            id: lesion.id,
            fingerprint: fingerprint(lesion),
          })),
        })),
      },
    ];
    expect(readMatches(written)).toEqual(expected);
    expect(readMatches(JSON.stringify(JSON.parse(written), null, 2))).toEqual(expected);
    expect(readMatches(`${JSON.stringify(matchToJson(first))}\n`)).toEqual(expected);
    for (const text of ["", "{}", "[1]", '{"patients":[{"patient":"p"}]}', "a,b\n1,2"]) {
      errorOf("BAD_VALUE", () => readMatches(text), { option: "previous" });
    }
  });
});
