/** The whole way on real rows of DeepLesion. */
import { expect, it } from "vitest";
import { groupByPatient } from "../src/core/lesion-list.js";
import { growPatient } from "../src/growth/grow.js";
import { match } from "../src/matching/match.js";
import { METHODS, type PatientMatch } from "../src/matching/result.js";
import { readDlInfo } from "../src/measurements/read-lesions.js";
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
      const near = patient?.sequences.find(({ lesions: annotations }) =>
        annotations.some(
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

describeReal("the 23 rows saved from a data frame", () => {
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
    expect(lesions).toHaveLength(711);
    // Two rows of one patient reach to y = 556 of an image that is said to be 512 high.
    expect(warnings.map(({ kind, row }) => [kind, row])).toEqual([
      ["image", 32],
      ["image", 33],
    ]);
    for (const { location, sex, age, type } of lesions) {
      expect([location, sex, age, type]).toEqual([undefined, undefined, undefined, undefined]);
    }
  });
});

describeReal("growth of patient 89's lesion near (0.2, 0.38, 0.545)", () => {
  const text = sharedText("deeplesion/DL_info_patients_89-100.csv");
  /** The rows of the lesion, study by study, as one sees them in the file. */
  const ROWS = [
    [1],
    [2],
    [4],
    [5],
    [7, 9],
    [10],
    [13],
    [16],
    [19],
    [22],
    [24],
    [27, 30],
    [31],
    [35, 36],
  ];
  /** Long axis from the coordinates of the row's text, without our reader. */
  const longAxisMm = (row: number): number => {
    const quoted = [...(text.split("\n")[row] ?? "").matchAll(/"([^"]*)"/g)].map((found) =>
      found[1]!.split(",").map(Number),
    );
    const [x1, y1, x2, y2] = quoted[0] as [number, number, number, number];
    const spacing = quoted[5]![0]!;
    return Math.sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2) * spacing;
  };

  it.each(METHODS)("is what the coordinates say, with %s", (method) => {
    const [patient] = match(readDlInfo(text).lesions, { method });
    const growth = growPatient(patient as PatientMatch);
    const sequence = growth.sequences.find(({ points }) => points[0]?.row === 1);
    expect(sequence?.points.map(({ rows }) => rows)).toEqual(ROWS);
    const expected = ROWS.map((rows) => Math.max(...rows.map(longAxisMm)));
    sequence?.points.forEach((point, i) => {
      // The file's own diameters differ from its coordinates by up to 0.001 px.
      expect(point.longAxisMm).toBeCloseTo(expected[i]!, 2);
      if (i === 0) return;
      const change = (expected[i]! / expected[0]! - 1) * 100;
      expect(point.fromBaseline?.percent).toBeCloseTo(change, 1);
    });
    expect(sequence?.trend.class).toBe("shrinking");
  });
});
