/** The whole way on real rows of DeepLesion. */
import { expect, it } from "vitest";
import { readDlInfo } from "../src/input.js";
import { groupByPatient } from "../src/lesion.js";
import { match } from "../src/matching/match.js";
import { METHODS } from "../src/matching/result.js";
import { describeReal, sharedText } from "./support/shared-data.js";

describeReal("DeepLesion's patients 89-100", () => {
  const { lesions, warnings } = readDlInfo(sharedText("deeplesion/DL_info_patients_89-100.csv"));

  it("are read without a fault or a warning", () => {
    expect(lesions).toHaveLength(158);
    expect(groupByPatient(lesions)).toHaveLength(12);
    expect(warnings).toEqual([]);
  });

  it.each(METHODS)("have every lesion in exactly one sequence, with %s", (method) => {
    const rows = match(lesions, { method }).flatMap(({ sequences }) =>
      sequences.flatMap((sequence) => sequence.lesions.map(({ row }) => row)),
    );
    expect(rows.sort((a, b) => a - b)).toEqual(lesions.map(({ row }) => row));
  });

  /** Seen in the rows: a lesion of 20-29 mm near (0.2, 0.38, 0.545) in every one of 14 studies. */
  it.each(METHODS)(
    "patient 89's lesion near (0.2, 0.38, 0.545) is followed through 14 studies, with %s",
    (method) => {
      const [patient] = match(lesions, { method });
      expect(patient?.patient).toBe("89");
      const near = patient?.sequences.find(({ lesions: marks }) =>
        marks.some(
          ({ location: [x, y, z] = [0, 0, 0] }) => Math.hypot(x - 0.2, y - 0.38, z - 0.545) < 0.03,
        ),
      );
      expect(new Set(near?.lesions.map(({ study }) => study)).size).toBe(14);
      // Studies 5, 12 and 14 have it twice, in two series.
      expect(near?.lesions).toHaveLength(17);
      for (const { location = [0, 0, 0] } of near?.lesions ?? []) {
        expect(Math.abs(location[2] - 0.547)).toBeLessThan(0.008);
      }
      expect(patient?.conflicts).toEqual([]);
    },
  );
});

describeReal("the 23 rows that somebody saved from a data frame", () => {
  it("are read as they are, with their further columns passed over", () => {
    const { lesions, warnings } = readDlInfo(
      sharedText("deeplesion/DL_info_liver_23_extra_columns.csv"),
    );
    expect([lesions.length, warnings.length]).toEqual([23, 0]);
    expect(lesions.every(({ type }) => type === "liver")).toBe(true);
    expect(lesions[0]).toMatchObject({ patient: "2648", study: 1, sex: "F", age: 55 });
  });
});

describeReal("the DLS lesions", () => {
  it("are read with what is not known left out", () => {
    const { lesions, warnings } = readDlInfo(sharedText("dls/valid_lesions.csv"));
    expect([lesions.length, warnings.map(({ kind }) => kind)]).toEqual([711, []]);
    for (const { location, sex, age, type } of lesions) {
      expect([location, sex, age, type]).toEqual([undefined, undefined, undefined, undefined]);
    }
  });
});
