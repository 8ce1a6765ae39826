import { describe, expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { groupByPatient, inOrder } from "../../../src/core/lesion-list.js";
import { resolveConstraints } from "../../../src/matching/constraints.js";
import { Odds } from "../../../src/matching/joint/evidence.js";
import { joint } from "../../../src/matching/joint/joint.js";
import { JOINT_FEATURES, JOINT_MODEL } from "../../../src/matching/joint/joint-model.js";
import { type JointOptions, jointOptions } from "../../../src/matching/joint/joint-options.js";
import { lesionFeatures } from "../../../src/matching/joint/lesion-features.js";
import { LinkExplainer } from "../../../src/matching/joint/link-explainer.js";
import { type JointSolution, solve } from "../../../src/matching/joint/solve.js";
import { NodeLesions } from "../../../src/matching/node-lesions.js";
import { simulateCohort } from "../../../src/simulation/cohort.js";
import { inSeries as lesion } from "../../support/lesions.js";

function explained(lesions: readonly Lesion[], given: Partial<JointOptions> = {}) {
  const options = jointOptions(given);
  const ordered = inOrder(lesions);
  const features = lesionFeatures(ordered, options.features, options.location);
  const solution = solve(features, resolveConstraints(ordered, options), options);
  const named = new NodeLesions(ordered, solution.nodeOf);
  return { solution, named, explainer: new LinkExplainer(named, solution, options) };
}

describe("duplicates", () => {
  it("have the log-odds of their least certain merge", () => {
    const lesions = [lesion(1, 1, 0), lesion(2, 1, 0.5), lesion(3, 1, 3)];
    const features = lesionFeatures(lesions, JOINT_FEATURES, "physical");
    // 1-2 are merged first, then 2-3, which are nearer than 1-3.
    const least = Odds.of(JOINT_MODEL, "physical").duplicate(features, 1, 2);
    const { duplicates } = joint(lesions);
    expect(duplicates).toMatchObject([{ study: 1, rows: [1, 2, 3] }]);
    expect(duplicates[0]?.logOdds).toBeCloseTo(least + JOINT_MODEL.prior.duplicate, 9);
    const { duplicate } = JOINT_MODEL.calibration;
    const logit = duplicate.intercept + duplicate.strength * (duplicates[0]?.logOdds ?? 0);
    expect(duplicates[0]?.probability).toBeCloseTo(1 / (1 + Math.exp(-logit)), 9);
  });

  it("of several lesions have their own, and those that a constraint merges have none", () => {
    const lesions = [
      lesion(1, 1, 0),
      lesion(2, 1, 0.5),
      lesion(3, 1, 200),
      lesion(4, 1, 203),
      lesion(5, 1, 600),
      lesion(6, 1, 900),
    ];
    const { duplicates } = joint(lesions, { mustLink: [[5, 6]] });
    expect(duplicates.map(({ rows }) => rows)).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const [near, far, constrained] = duplicates;
    expect(near!.logOdds).toBeGreaterThan(far!.logOdds!);
    expect(constrained).not.toHaveProperty("logOdds");
    expect(constrained).not.toHaveProperty("probability");
  });
});

describe("links", () => {
  it("of lesions with vectors only are as certain as their probability says", () => {
    const lesions = [0, 9, 0.01, 9.01].map((value, i) => ({
      row: i + 1,
      patient: "p",
      study: i < 2 ? 1 : 2,
      id: `L${i}`,
      vector: [value],
    }));
    const { links } = joint(lesions, { uncertainBelow: 0 });
    expect(links.map(({ uncertain }) => uncertain)).toEqual([false, false]);
  });

  it("share no object with each other, with accepted and with rejected pairs", () => {
    const lesions = [0, 30, 60, 90].flatMap((x, i) => [
      lesion(i + 1, 1, x),
      lesion(i + 5, 2, x + 1),
      lesion(i + 9, 3, x + 3),
    ]);
    const { links, acceptedPairs, rejectedPairs } = joint(lesions);
    const objects: object[] = [...links, ...acceptedPairs, ...rejectedPairs];
    for (const { runnerUp, evidence } of links) objects.push(...[runnerUp ?? [], evidence!].flat());
    for (const { competitor, evidence } of rejectedPairs) {
      objects.push(...[competitor ?? [], evidence ?? []].flat());
    }
    expect(links.filter(({ runnerUp }) => runnerUp).length).toBeGreaterThan(2);
    expect(rejectedPairs.filter(({ competitor }) => competitor).length).toBeGreaterThan(2);
    expect(new Set(objects).size).toBe(objects.length);
  });

  it("are uncertain below the limit, not at it", () => {
    const lesions = [lesion(1, 1, 0), lesion(2, 2, 5)];
    const probability = joint(lesions).links[0]?.probability ?? Number.NaN;
    const isUncertain = (uncertainBelow: number) =>
      joint(lesions, { uncertainBelow }).links[0]?.uncertain;
    expect(probability).toBeGreaterThan(0.5);
    expect(isUncertain(probability)).toBe(false);
    expect(isUncertain(probability + 1e-12)).toBe(true);
  });
});

/** The node of a node's sequence in the study of another one. */
const inStudyOf = ({ nodes, sequenceOf }: JointSolution, own: number, other: number): number =>
  nodes.study.findIndex(
    (study, k) => study === nodes.study[other] && sequenceOf[k] === sequenceOf[own],
  );

/** Rows, step and competitor of all rejected pairs by definition. */
function rejectedOf(
  solution: JointSolution,
  named: NodeLesions,
  cannot: ReadonlySet<string>,
): string[] {
  const { candidates, sequenceOf, nodes, nodeOf, duplicates } = solution;
  const key = (i: number, j: number): string =>
    [sequenceOf[i]!, sequenceOf[j]!].sort((a, b) => a - b).join(" ");
  const studiesOf = (own: number): number[] =>
    [...nodes.study].filter((_, k) => sequenceOf[k] === sequenceOf[own]);
  const apart = candidates.filter(({ i, j }) => sequenceOf[i] !== sequenceOf[j]);
  const isCannot = (i: number, j: number): boolean => cannot.has(`${i} ${j}`);
  const mayMerge = apart.filter(
    ({ i, j, weight }) =>
      weight <= 0 && !isCannot(i, j) && !studiesOf(i).some((study) => studiesOf(j).includes(study)),
  );
  const text = (i: number, j: number, step: string, inTheWay = ""): string => {
    const { from, to } = named.edge(i, j);
    return `${from}-${to} ${step}${inTheWay}`;
  };
  const listed = apart.flatMap(({ i, j, weight }): [number, number, string][] => {
    if (weight > 0 || isCannot(i, j)) {
      const [ofI, ofJ] = [inStudyOf(solution, i, j), inStudyOf(solution, j, i)];
      const pair = ofI >= 0 ? named.edge(i, ofI) : ofJ >= 0 ? named.edge(j, ofJ) : undefined;
      const step = isCannot(i, j) ? "cannot-link" : "conflict";
      return [[i, j, text(i, j, step, pair ? ` ${pair.from}-${pair.to}` : "")]];
    }
    const same = mayMerge.filter((one) => key(one.i, one.j) === key(i, j));
    const most = Math.max(...same.map((one) => one.weight));
    const isBest = same.find((one) => one.weight === most);
    return isBest?.i === i && isBest.j === j ? [[i, j, text(i, j, "odds")]] : [];
  });
  return [
    ...listed.sort(([a, b], [c, d]) => a - c || b - d).map(([, , one]) => one),
    ...duplicates
      .candidates(nodes, nodeOf, -6)
      .map(({ i, j }) => text(Math.min(i, j), Math.max(i, j), "duplicate")),
  ];
}

describe("rejected pairs", () => {
  const patients = groupByPatient(
    simulateCohort({
      patients: 20,
      seed: 5,
      meanStudies: 4,
      meanLesions: 4,
      positionNoise: 4,
      duplicated: 0.4,
    }).lesions,
  ).map(({ lesions }) => lesions.map((one) => ({ ...one, location: undefined })));

  it("are likely pairs in conflict, and the best pair of every two sequences that could be one", () => {
    const steps = new Map<string, number>(
      ["conflict", "odds", "duplicate"].map((step) => [step, 0]),
    );
    for (const lesions of patients) {
      const { explainer, solution, named } = explained(lesions);
      const found = explainer.rejectedPairs();
      const texts = found.map(({ from, to, step, competitor }) => {
        steps.set(step, (steps.get(step) ?? 0) + 1);
        return `${from}-${to} ${step}${competitor ? ` ${competitor.from}-${competitor.to}` : ""}`;
      });
      expect(texts).toEqual(rejectedOf(solution, named, new Set()));
    }
    for (const [step, count] of steps) expect([step, count > 5]).toEqual([step, true]);
  });

  it("are pairs that a cannot-link separates, whatever their log-odds above -6", () => {
    let separated = 0;
    for (const lesions of patients.slice(0, 12)) {
      const { links } = joint(lesions);
      const cannotLink = links.slice(0, 2).map(({ from, to }) => [from, to] as const);
      const { explainer, solution, named } = explained(lesions, { cannotLink });
      const cannot = new Set(solution.cannot.map(([i, j]) => `${i} ${j}`));
      const found = explainer.rejectedPairs();
      separated += found.filter(({ step }) => step === "cannot-link").length;
      const texts = found.map(
        ({ from, to, step, competitor }) =>
          `${from}-${to} ${step}${competitor ? ` ${competitor.from}-${competitor.to}` : ""}`,
      );
      expect(texts).toEqual(rejectedOf(solution, named, cannot));
      for (const { step, probability } of found) {
        if (step === "cannot-link") expect(probability).toBe(0);
      }
    }
    expect(separated).toBeGreaterThan(5);
  });
});
