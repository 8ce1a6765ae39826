import { describe, expect, it } from "vitest";
import { textOf } from "../../src/csv/text.js";
import { readTruth } from "../../src/evaluation/truth.js";
import { readDates } from "../../src/growth/patient-dates.js";
import { readMatches } from "../../src/matching/earlier-matches.js";
import { JOINT_MODEL, readModel } from "../../src/matching/joint/joint-model.js";
import { readLesions } from "../../src/measurements/read-lesions.js";
import { readVectorTable } from "../../src/measurements/vectors.js";
import { readLesionNotes, readStatusNotes } from "../../src/response/index.js";
import { errorOf } from "../support/errors.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("textOf", () => {
  it("takes text as it is and bytes as UTF-8", () => {
    expect(textOf("Müller")).toBe("Müller");
    expect(textOf(bytes("Müller"))).toBe("Müller");
    expect(textOf(new Uint8Array())).toBe("");
  });

  it("rejects other bytes and other types", () => {
    errorOf("NOT_CSV", () => textOf(Uint8Array.of(0x4d, 0xfc)), { line: 1 });
    for (const none of [undefined, null, 7, {}]) {
      errorOf("BAD_VALUE", () => textOf(none as never));
    }
  });
});

describe("every reader", () => {
  it.each<[(source: string | Uint8Array) => unknown, string]>([
    [readDates, "patient,study,date\n1,1,2019-01-01\n"],
    [readTruth, "row,group\n1,a\n"],
    [readLesionNotes, "row,role\n1,target\n"],
    [readStatusNotes, "row,study,status\n1,1,absent\n"],
    [(source) => readVectorTable(source).at(1), "row,v\n1,0.5\n"],
    [readMatches, '{"patient":"1","sequences":[]}\n'],
    [readModel, JSON.stringify(JOINT_MODEL)],
    [readLesions, "patient,study,lesion,v\nP,1,a,0\n"],
  ])("reads bytes as it reads text: %#", (read, text) => {
    expect(read(bytes(text))).toEqual(read(text));
  });
});
