import { expect, it } from "vitest";
import { retrievalTable } from "../../src/retrieval/retrieval-table.js";
import { retrieve } from "../../src/retrieval/retrieve.js";

it("has one row per result, the nearest first", () => {
  const lesions = [0, 3, 4].map((x, i) => ({
    row: i + 1,
    patient: `P${i}`,
    study: 2,
    id: `L${i}`,
    vector: [x],
    ...(i === 2 ? {} : { type: "lung" as const }),
  }));
  const table = retrievalTable([retrieve(lesions, 2), retrieve(lesions, 3, { top: 1 })]);
  // Distances of 0, 3 and 4 by hand.
  expect(table.rows).toEqual([
    {
      query: 2,
      rank: 1,
      row: 3,
      patient: "P2",
      study: 2,
      lesion: "L2",
      distance: 1,
      type: undefined,
      sameType: undefined,
    },
    {
      query: 2,
      rank: 2,
      row: 1,
      patient: "P0",
      study: 2,
      lesion: "L0",
      distance: 3,
      type: "lung",
      sameType: true,
    },
    {
      query: 3,
      rank: 1,
      row: 2,
      patient: "P1",
      study: 2,
      lesion: "L1",
      distance: 1,
      type: "lung",
      sameType: undefined,
    },
  ]);
  expect(table.toCsv().split("\n")[0]).toBe(
    "query,rank,row,patient,study,lesion,distance,type,sameType",
  );
});
