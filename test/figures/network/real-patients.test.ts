/** On every real patient, at both widths: numbers stand free and beside their line, and lines keep clear of nodes. */
import { expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { groupByPatient } from "../../../src/core/lesion-list.js";
import { graphFigure } from "../../../src/figures/graph/graph-figure.js";
import { sequencesFigure } from "../../../src/figures/sequences/sequences-figure.js";
import { matchPatient } from "../../../src/matching/match.js";
import { readDlInfo } from "../../../src/measurements/read-lesions.js";
import { clearanceOf } from "../../support/clearance.js";
import { describeReal, sharedText } from "../../support/shared-data.js";
import { parsed } from "../../support/svg.js";

describeReal("figures of real patients", () => {
  const patientsOf = (file: string): (readonly Lesion[])[] =>
    groupByPatient(readDlInfo(sharedText(file)).lesions).map(({ lesions }) => lesions);
  const patients = [
    ...patientsOf("dls/valid_lesions.csv"),
    ...patientsOf("deeplesion/DL_info_patients_89-100.csv"),
  ];

  it("are those of 117 patients", () => {
    expect(patients).toHaveLength(117);
  });

  it.each([
    ["graph", 85],
    ["graph", 180],
    ["sequences", 85],
    ["sequences", 180],
  ] as const)("the %s keep numbers and lines clear at %d mm", (name, widthMm) => {
    const faults: string[] = [];
    let [numbers, lines] = [0, 0];
    for (const lesions of patients) {
      const match = matchPatient(lesions, { method: "joint" });
      const draw = name === "graph" ? graphFigure : sequencesFigure;
      const found = clearanceOf(
        parsed(draw(match, { widthMm })),
        name === "graph" ? "edges" : "links",
      );
      numbers += found.numbers;
      lines += found.lines;
      const { numbersOnThings, numbersOnLines, linesThroughNodes } = found;
      for (const fault of [...numbersOnThings, ...numbersOnLines, ...linesThroughNodes]) {
        faults.push(`patient ${match.patient}: ${fault}`);
      }
    }
    expect(faults).toEqual([]);
    expect(lines).toBeGreaterThan(400);
    expect(numbers).toBeGreaterThan(300);
  });
});
