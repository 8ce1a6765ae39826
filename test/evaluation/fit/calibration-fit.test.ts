import { expect, it } from "vitest";
import { groupByPatient } from "../../../src/core/lesion-list.js";
import { judgedPairs } from "../../../src/evaluation/calibration.js";
import { withCalibration } from "../../../src/evaluation/fit/calibration-fit.js";
import { truthAbout } from "../../../src/evaluation/truth.js";
import { joint } from "../../../src/matching/joint/joint.js";
import { JOINT_MODEL } from "../../../src/matching/joint/joint-model.js";
import { simulateCohort } from "../../../src/simulation/cohort.js";
import { DEEPLESION_COHORT } from "../../../src/simulation/simulation-options.js";

it("expects as many of its own pairs to be the same lesion as are, kind by kind", () => {
  const { lesions, truth } = simulateCohort({
    ...DEEPLESION_COHORT,
    patients: 120,
    seed: 71,
    meanStudies: 4,
    studyShift: 6,
  });
  const patients = groupByPatient(lesions.map((lesion) => ({ ...lesion, location: undefined })));
  const model = withCalibration(JOINT_MODEL, patients, truthAbout(lesions, truth));
  const pairs = judgedPairs(
    patients.map(({ lesions: own }) => joint(own, { model })),
    truth,
  );
  for (const kind of ["link", "odds"] as const) {
    const own = pairs.filter((pair) => pair.kind === kind);
    const same = own.filter((pair) => pair.same).length;
    expect(model.calibration[kind]).not.toEqual(JOINT_MODEL.calibration[kind]);
    // Where the likelihood is greatest, its derivative by the intercept is 0: the sums are equal.
    expect(own.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(same, 4);
  }
});
