import { describe, expect, it } from "vitest";
import { match, matchPatient } from "../../src/matching/match.js";
import { readMatches } from "../../src/matching/sequence-ids.js";
import { matchToJson } from "../../src/matching/table.js";
import { fault } from "../support/errors.js";
import { at, rowsBySequence } from "../support/lesions.js";

/** Two lesions in studies 2 and 3; a third, that comes first by study, is added later. */
const before = [at(1, 2, 0), at(2, 2, 10), at(3, 3, 0), at(4, 3, 10)];
const after = [...before, at(5, 1, 20), at(6, 4, 0), at(7, 4, 10), at(8, 4, 20)];
const options = { t2: 1 };

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
    const { sequences, conflicts } = matchPatient(chain, { t1: 0, t2: 1.2, previous });
    expect(rowsBySequence(sequences)).toEqual([[1, 4, 2, 3]]);
    expect([sequences[0]?.id, conflicts[0]?.sequence]).toEqual([7, 7]);
  });

  it("are taken from the patient of the same name only", () => {
    const other = {
      ...first,
      patient: "q",
      sequences: first.sequences.map((one) => ({ ...one, id: 9 })),
    };
    const ids = match(before, { ...options, previous: [other] })[0]?.sequences.map(({ id }) => id);
    expect(ids).toEqual([1, 2]);
  });

  it("are read from what match writes, as JSON or JSON lines", () => {
    const written = JSON.stringify({ patients: [matchToJson(first)] });
    const expected = [
      {
        patient: "p",
        sequences: first.sequences.map(({ id, lesions }) => ({
          id,
          lesions: lesions.map(({ study, id }) => ({ study, id })),
        })),
      },
    ];
    expect(readMatches(written)).toEqual(expected);
    expect(readMatches(JSON.stringify(JSON.parse(written), null, 2))).toEqual(expected);
    expect(readMatches(`${JSON.stringify(matchToJson(first))}\n`)).toEqual(expected);
    for (const text of ["", "{}", "[1]", '{"patients":[{"patient":"p"}]}', "a,b\n1,2"]) {
      if (text === "") expect(readMatches(text)).toEqual([]);
      else fault("BAD_VALUE", "what match --format json or jsonl writes", () => readMatches(text));
    }
  });
});
