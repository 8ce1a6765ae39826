import { describe, expect, it } from "vitest";
import { readConstraints, writeConstraints } from "../../src/matching/constraints-file.js";
import { errorOf } from "../support/errors.js";

const HEADER = "patient,kind,row,row2,study,lesion,study2,lesion2";

describe("a constraints CSV", () => {
  it("is read by names of columns, whatever their order, with optional ones where they are", () => {
    const text =
      "kind,patient,lesion2,study2,lesion,study,row2,row,other,note\n" +
      'cannot-link,p,b,2,a,1,4,3,x,"near, but not the same"\n';
    const [one] = readConstraints(text);
    expect(one).toEqual({
      patient: "p",
      kind: "cannot-link",
      row: 3,
      row2: 4,
      study: 1,
      lesion: "a",
      study2: 2,
      lesion2: "b",
      by: undefined,
      at: undefined,
      note: "near, but not the same",
    });
  });

  it("is written as it is read", () => {
    const text = `${HEADER},by,at,note\np,must-link,1,3,1,"a,b",2,c,me,2024-01-10T10:00:00Z,\n`;
    expect(writeConstraints(readConstraints(text))).toBe(text);
  });

  it.each([
    ["one row twice", "p,must-link,2,2,1,a,1,a", { row: 1, column: "row2" }],
    ["a row of 0", "p,must-link,0,2,1,a,1,a", { row: 1, column: "row" }],
    ["an unknown kind", "p,same,1,2,1,a,1,a", { row: 1, column: "kind" }],
  ])("rejects %s", (_, line, where) => {
    const good = "p,must-link,1,2,1,a,2,b";
    errorOf("BAD_VALUE", () => readConstraints(`${HEADER}\n${line}\n`), where);
    errorOf("BAD_VALUE", () => readConstraints(`${HEADER}\n${good}\n${line}\n`), {
      ...where,
      row: 2,
    });
  });
});
