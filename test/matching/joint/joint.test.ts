import { describe, expect, it } from "vitest";
import type { Lesion, Vec3 } from "../../../src/core/lesion.js";
import { randomSource } from "../../../src/core/random.js";
import { toGexf } from "../../../src/graph/gexf.js";
import { joint } from "../../../src/matching/joint/joint.js";
import { JOINT_FEATURES, JOINT_MODEL, readModel } from "../../../src/matching/joint/joint-model.js";
import { matchToJson } from "../../../src/matching/match-json.js";
import { sequenceGraph } from "../../../src/matching/sequence-graph.js";
import { errorOf } from "../../support/errors.js";
import { at, rowsBySequence } from "../../support/lesions.js";

/** A lesion with physical location and size. */
const lesion = (
  row: number,
  study: number,
  centreMm: Vec3,
  longAxisMm = 20,
  more: Partial<Lesion> = {},
): Lesion => ({
  row,
  patient: "p",
  study,
  series: 1,
  id: `L${row}`,
  centreMm,
  longAxisMm,
  shortAxisMm: longAxisMm * 0.7,
  ...more,
});

const moved = ([x, y, z]: Vec3, by: Vec3): Vec3 => [x + by[0], y + by[1], z + by[2]];
const A: Vec3 = [0, 0, 100];
const B: Vec3 = [60, 20, 180];
const C: Vec3 = [-50, 30, 300];
const rows = (lesions: readonly Lesion[], options = {}) =>
  rowsBySequence(joint(lesions, options).sequences);

describe("studies of many lesions", () => {
  /** Two studies of the same lesions on a grid of relative locations with steps of 0.1. */
  const studiesOf = (count: number): Lesion[] =>
    [1, 2].flatMap((study) =>
      Array.from({ length: count }, (_, i): Lesion => {
        const location: Vec3 = [(i % 10) / 10, (Math.floor(i / 10) % 10) / 10, i / 1000];
        const row = (study - 1) * count + i + 1;
        return { ...lesion(row, study, A), centreMm: undefined, location };
      }),
    );

  it.each([23, 60, 300])("has all links of two studies of %d lesions", (count) => {
    const { links, sequences } = joint(studiesOf(count));
    expect(links.map(({ from, to }) => to - from)).toEqual(new Array(count).fill(count));
    expect(sequences).toHaveLength(count);
  });

  it("has links of lesions that are placed twice as roughly as usual", () => {
    const { uniform, normal } = randomSource(3, 0);
    const places = Array.from(
      { length: 40 },
      (): Vec3 => [uniform(0, 350), uniform(0, 250), uniform(0, 900)],
    );
    const rough = [1, 2].flatMap((study) =>
      places.map((place, i) => {
        const by: Vec3 = [normal(0, 8), normal(0, 8), normal(0, 8)];
        return lesion(40 * (study - 1) + i + 1, study, moved(place, by));
      }),
    );
    const { links } = joint(rough);
    expect(links.length).toBeGreaterThan(33);
    expect(links.filter(({ from, to }) => to - from !== 40)).toEqual([]);
  });

  it("has the prior of studies of 23 lesions for all larger ones", () => {
    const priorOf = (count: number) => joint(studiesOf(count)).links[0]?.evidence?.prior;
    const { link, crowding } = JOINT_MODEL.prior;
    expect(priorOf(10)).toBeCloseTo(link - crowding * Math.log(10), 12);
    expect(priorOf(23)).toBeCloseTo(link - crowding * Math.log(23), 12);
    expect(priorOf(24)).toBe(priorOf(23));
    expect(priorOf(60)).toBe(priorOf(23));
  });
});

describe("joint", () => {
  it("marks links of lesions far apart as uncertain, however probable", () => {
    const [near] = joint([lesion(1, 1, A), lesion(2, 2, moved(A, [5, 5, 5]))]).links;
    expect(near).toMatchObject({ uncertain: false });
    for (const by of [
      [150, 0, 0],
      [-1000, 0, 0],
    ] as const) {
      const lesions = [lesion(1, 1, A), lesion(2, 2, moved(A, by))];
      const [far] = joint(lesions).links;
      expect(far).toMatchObject({ uncertain: true });
      expect(far?.probability).toBeGreaterThan(0.9);
      const [constrained] = joint(lesions, { mustLink: [[1, 2]] }).links;
      expect(constrained).toMatchObject({ uncertain: false });
    }
  });

  it("warns of lesions whose location cannot be compared with that of the others, once for a patient", () => {
    const relative = (row: number, study: number): Lesion => {
      const { centreMm: _, ...others } = lesion(row, study, A, 20, { location: [0.5, 0.5, 0.5] });
      return others;
    };
    const inMm = [lesion(1, 1, A), lesion(2, 1, B), lesion(5, 3, A)];
    const both = [...inMm, relative(3, 2), relative(4, 2)];
    expect(joint(both).warnings).toMatchObject([{ kind: "location", row: 3, patient: "p" }]);
    expect(joint(both, { location: "normalised" }).warnings).toMatchObject([
      { kind: "location", row: 1 },
    ]);
    expect(joint(both, { location: "combined" }).warnings).toMatchObject([
      { kind: "location", row: 1 },
    ]);
    expect(joint(both, { features: ["size"] }).warnings).toEqual([]);
    expect(joint([relative(3, 2), relative(4, 1)]).warnings).toEqual([]);
    const { centreMm: _, ...nowhere } = lesion(6, 3, A);
    expect(joint([...inMm, nowhere]).warnings).toEqual([]);
  });

  it("takes off what two studies share: the scan of study 2 starts 140 mm elsewhere", () => {
    const shift: Vec3 = [10, -25, 140];
    const lesions = [
      lesion(1, 1, A, 12),
      lesion(2, 1, B, 20),
      lesion(3, 1, C, 40),
      lesion(4, 2, moved(A, shift), 12),
      lesion(5, 2, moved(B, shift), 21),
      lesion(6, 2, moved(C, shift), 41),
    ];
    expect(rows(lesions)).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  it("takes off what two scans share: the second series of study 2 starts 200 mm elsewhere", () => {
    const [upper, lower]: Vec3[] = [
      [20, -40, 150],
      [22, -38, 210],
    ];
    const start: Vec3 = [0, 0, 200];
    const lesions = [
      lesion(1, 1, A, 12),
      lesion(2, 1, B, 20),
      lesion(3, 1, C, 40),
      lesion(4, 1, upper!, 18),
      lesion(5, 1, lower!, 18),
      lesion(6, 2, A, 12),
      lesion(7, 2, B, 20),
      lesion(8, 2, C, 40),
      // By everything but z, each of the two is more like the other.
      lesion(9, 2, moved(upper!, [1.5, 1.5, 200]), 18, { series: 2 }),
      lesion(10, 2, moved(lower!, [-1.5, -1.5, 200]), 18, { series: 2 }),
    ];
    expect(rows(lesions)).toEqual([
      [1, 6],
      [2, 7],
      [3, 8],
      [4, 9],
      [5, 10],
    ]);
    expect(rows(lesions.map((one) => ({ ...one, centreMm: moved(one.centreMm!, start) })))).toEqual(
      rows(lesions),
    );
  });

  it("bridges a study in which the lesion was not annotated", () => {
    const lesions = [
      lesion(1, 1, A),
      lesion(2, 2, C),
      lesion(3, 3, moved(A, [2, 1, 3])),
      lesion(4, 3, C),
    ];
    expect(rows(lesions)).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  it("merges annotations of one lesion in two series, and never two of one series", () => {
    const twice = moved(A, [0.5, 0.5, 3]);
    const series = (first: number, second: number) => [
      lesion(1, 1, A, 20, { series: first }),
      lesion(2, 1, twice, 20.5, { series: second }),
      lesion(3, 2, A),
    ];
    const merged = joint(series(1, 2));
    expect(merged.duplicates).toMatchObject([{ study: 1, rows: [1, 2] }]);
    expect(rowsBySequence(merged.sequences)).toEqual([[1, 2, 3]]);
    expect(joint(series(1, 1)).duplicates).toEqual([]);
    const identical = [lesion(1, 1, A, 20, { series: 1 }), lesion(2, 1, A, 20, { series: 1 })];
    expect(joint(identical).duplicates).toMatchObject([{ study: 1, rows: [1, 2] }]);
  });

  it("joins identical lesions whose axes are missing, but not lesions without position", () => {
    const without = (...names: string[]) =>
      [1, 2].map((row) => {
        const entries = Object.entries(lesion(row, 1, A, 20, { series: 1 }));
        return Object.fromEntries(entries.filter(([name]) => !names.includes(name))) as never;
      });
    const { duplicates, warnings } = joint(without("shortAxisMm"));
    expect(duplicates).toMatchObject([{ study: 1, rows: [1, 2] }]);
    expect(warnings).toEqual([]);
    expect(joint(without("shortAxisMm", "longAxisMm")).duplicates).toHaveLength(1);
    const sizes = without("location", "centreMm");
    expect(joint(sizes, { features: ["size"] }).duplicates).toEqual([]);
  });

  it("puts no two lesions of a study into one sequence, however alike", () => {
    const near = moved(A, [4, 4, 10]);
    const lesions = [lesion(1, 1, A), lesion(2, 2, A), lesion(3, 2, near), lesion(4, 3, near)];
    const { sequences, conflicts } = joint(lesions);
    expect(conflicts).toEqual([]);
    for (const sequence of sequences) {
      expect(new Set(sequence.lesions.map(({ study }) => study)).size).toBe(
        sequence.lesions.length,
      );
    }
  });

  it("lets size decide between neighbours", () => {
    const [small, large] = [moved(A, [-6, 0, 0]), moved(A, [6, 0, 0])];
    const lesions = [
      lesion(1, 1, small, 8),
      lesion(2, 1, large, 40),
      lesion(3, 2, A, 9),
      lesion(4, 3, A, 38),
    ];
    expect(rows(lesions)).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  it("lets type decide where it is known", () => {
    const lesions = (type: "lung" | undefined) => [
      lesion(1, 1, A, 20, { type: "liver" }),
      lesion(2, 2, moved(A, [25, 40, 30]), 26, { type }),
    ];
    expect(rows(lesions(undefined))).toEqual([[1, 2]]);
    expect(rows(lesions("lung"))).toEqual([[1], [2]]);
  });

  it("goes by vectors where there is nothing else", () => {
    const own = [at(1, 1, 0), at(2, 1, 10), at(3, 2, 0.5), at(4, 2, 9), at(5, 3, 30)];
    expect(rows(own)).toEqual([[1, 3], [2, 4], [5]]);
  });

  it("rejects vectors of different lengths, and values that are not numbers", () => {
    errorOf("VECTOR_LENGTH", () => joint([at(1, 1, 0), at(2, 2, 0, { vector: [0, 100] })]), {
      row: 2,
      patient: "p",
      lesion: "2-2",
    });
    errorOf("BAD_VALUE", () => joint([at(1, 1, 0), at(2, 2, Number.NaN)]), {
      row: 2,
      patient: "p",
      lesion: "2-2",
      column: "v1",
    });
    const wrong: Partial<Record<keyof Lesion, unknown>>[] = [
      { location: [Number.NaN, 0.2, 0.3] },
      { centreMm: [Number.POSITIVE_INFINITY, 0, 0] },
      { centreMm: [1, 2] },
      { longAxisMm: Number.NaN },
      { shortAxisMm: -5 },
      { series: Number.NaN },
      { type: "Liver" },
    ];
    for (const more of wrong) {
      const [[column, value] = []] = Object.entries(more);
      const { where, fault } = errorOf("BAD_VALUE", () =>
        joint([lesion(1, 1, A), { ...lesion(2, 2, A), ...more } as Lesion]),
      );
      expect(where).toEqual({ row: 2, patient: "p", lesion: "L2", column });
      expect(fault.received).toEqual(value);
    }
  });

  it("does not look at features that are not chosen", () => {
    const odd = { ...lesion(2, 2, A), longAxisMm: Number.NaN };
    expect(rows([lesion(1, 1, A), odd], { features: ["location"] })).toEqual([[1, 2]]);
  });

  it("links nothing of which nothing is known in common", () => {
    const bare = [1, 2].map((row) => ({ row, patient: "p", study: row, id: `L${row}` }));
    expect(rows(bare, { features: ["size"] })).toEqual([[1], [2]]);
    const half = [lesion(1, 1, A), { ...(bare[1] as Lesion), vector: [1] }];
    expect(rows(half)).toEqual([[1], [2]]);
  });

  it("asks for a location or a vector unless told to do without", () => {
    const sized = [1, 2].map((row) => ({ ...lesion(row, row, A), centreMm: undefined }));
    const misnamed = sized.map((lesion) => ({ ...lesion, centerMm: A }));
    for (const lesions of [sized, misnamed]) {
      const { where } = errorOf("MISSING_FEATURE", () => joint(lesions as Lesion[]));
      expect(where).toMatchObject({ row: 1, patient: "p" });
    }
    expect(rows(sized, { features: ["size"] })).toEqual([[1, 2]]);
    const located = [lesion(1, 1, A), lesion(2, 2, A)];
    const both = () => joint(located, { features: ["appearance", "size"] });
    expect(errorOf("MISSING_FEATURE", both).fault.expected).toContain("vector");
  });

  it("carries what is not known: a diameter of 0 says nothing about size", () => {
    const { links } = joint([lesion(1, 1, A, 0), lesion(2, 2, A)]);
    expect(links[0]?.evidence?.size).toBe(0);
    expect(links[0]?.distance).toBe(0);
  });

  it("has evidence by every feature", () => {
    const [link] = joint([lesion(1, 1, A), lesion(2, 2, A)]).links;
    expect(Object.keys(link?.evidence ?? {})).toEqual(["prior", ...JOINT_FEATURES]);
  });

  it("has nothing to say about no lesions", () => {
    expect(joint([])).toEqual({
      patient: "",
      method: "joint",
      sequences: [],
      links: [],
      acceptedPairs: [],
      duplicates: [],
      conflicts: [],
      rejectedPairs: [],
      warnings: [],
      solution: { logOdds: 0, bound: 0, optimal: true },
    });
  });
});

describe("what joint says of its links", () => {
  const lesions = [
    lesion(1, 1, A),
    lesion(2, 1, B),
    lesion(3, 2, A),
    lesion(4, 2, moved(B, [3, 2, 1])),
  ];
  const { links, solution } = joint(lesions);

  it("evidence adds up to log-odds, and log-odds to the solution", () => {
    for (const { evidence, logOdds } of links) {
      const sum = Object.values(evidence ?? {}).reduce((total, part) => total + part, 0);
      expect(sum).toBeCloseTo(logOdds ?? Number.NaN, 12);
    }
    expect(links.reduce((sum, { logOdds }) => sum + (logOdds ?? 0), 0)).toBeCloseTo(
      solution?.logOdds ?? Number.NaN,
      12,
    );
    expect(solution).toMatchObject({ optimal: true, bound: solution?.logOdds });
  });

  it("the runner-up is the best other pair, and the margin the log-odds between them", () => {
    expect(links.map(({ from, to, runnerUp }) => [from, to, runnerUp?.from, runnerUp?.to])).toEqual(
      [
        [1, 3, 2, 3],
        [2, 4, 2, 3],
      ],
    );
    for (const { logOdds, runnerUp, margin } of links) {
      expect(margin).toBeCloseTo((logOdds ?? 0) - (runnerUp?.logOdds ?? 0), 12);
    }
  });

  it("distance is that of Algorithm 1: 1/600 per mm, 0.025 per ln mm", () => {
    expect(links[1]?.distance).toBeCloseTo(Math.hypot(3, 2, 1) / 600, 12);
  });

  it("distance covers what is known of both: location alone, size alone, or there is none", () => {
    const typed = { type: "liver" } as const;
    const sized = [1, 2].map((study) => ({ ...lesion(study, study, A, 10 * study), ...typed }));
    const [one, two] = sized as [Lesion, Lesion];
    const distanceOf = (to: Lesion, options = {}) =>
      joint([one, to], { mustLink: [[1, 2]], ...options }).links[0]?.distance;
    // ln 2 for both axes.
    expect(distanceOf({ ...two, centreMm: undefined })).toBeCloseTo(
      0.025 * Math.SQRT2 * Math.LN2,
      12,
    );
    expect(distanceOf(two, { features: ["location"] })).toBe(0);
    const [link] = joint([one, two], { features: ["type"] }).links;
    expect(link?.evidence?.type).toBeGreaterThan(0);
    expect(link).not.toHaveProperty("distance");
  });

  it("a must-link pair without known features has no distance, in any form", () => {
    const bare = [1, 2].map((row) => ({ row, patient: "p", study: row, id: `L${row}` }));
    const typed = [{ ...bare[0], type: "liver" }, bare[1]] as Lesion[];
    const match = joint(typed, { mustLink: [[1, 2]], features: ["type"] });
    expect(match.links[0]).not.toHaveProperty("distance");
    expect(JSON.stringify(matchToJson(match))).not.toContain("null");
    expect(sequenceGraph(match).getEdgeAttributes("1-2")).toEqual({});
    expect(toGexf([sequenceGraph(match)])).not.toContain("NaN");
  });

  it("a link by size alone is uncertain, even with equal sizes", () => {
    const sized = [1, 2].map((study) => ({
      row: study,
      patient: "p",
      study,
      id: `L${study}`,
      longAxisMm: 20,
      shortAxisMm: 12,
    }));
    const [link] = joint(sized, { features: ["size"] }).links;
    expect(link?.uncertain).toBe(true);
    const withPlace = sized.map((lesion) => ({ ...lesion, location: [0.3, 0.5, 0.5] as const }));
    expect(joint(withPlace).links[0]?.uncertain).toBe(false);
  });

  it("a link with small log-odds or margin is uncertain", () => {
    expect(links.map(({ uncertain }) => uncertain)).toEqual([false, false]);
    expect(joint(lesions, { uncertainBelow: 1 }).links.map(({ uncertain }) => uncertain)).toEqual([
      true,
      true,
    ]);
    const [close] = joint([
      lesion(1, 1, A),
      lesion(2, 2, A),
      lesion(3, 2, moved(A, [3, 0, 0])),
    ]).links;
    expect(close?.margin).toBeLessThan(2);
    expect(close?.uncertain).toBe(true);
  });

  it("a cannot-link pair has probability 0, and does not compete with others", () => {
    const lesions = [lesion(1, 1, A), lesion(2, 2, A), lesion(3, 2, [10, 10, 100])];
    const competing = joint(lesions, { mustLink: [[1, 3]] });
    expect(competing.links[0]?.runnerUp).toMatchObject({ from: 1, to: 2 });
    const { links, rejectedPairs } = joint(lesions, { cannotLink: [[1, 2]], mustLink: [[1, 3]] });
    expect(links[0]?.runnerUp).toBeUndefined();
    expect(rejectedPairs.find(({ step }) => step === "cannot-link")?.probability).toBe(0);
  });

  it("a cannot-link to one lesion leaves the link to the other one likely", () => {
    const two = [lesion(1, 1, A), lesion(3, 2, [3, 0, 100])];
    const probability = (lesions: Lesion[], cannotLink: [number, number][] = []) =>
      joint(lesions, { cannotLink }).links[0]?.probability ?? 0;
    const near = lesion(2, 2, [0, 1, 100]);
    const apart = probability([...two, near], [[1, 2]]);
    expect(probability(two)).toBeGreaterThan(0.5);
    expect(apart).toBeGreaterThan(0.5);
  });

  it("a likely pair that was not linked is listed with what stood in its place", () => {
    const { rejectedPairs } = joint([
      lesion(1, 1, A),
      lesion(2, 2, A),
      lesion(3, 2, moved(A, [8, 0, 0])),
    ]);
    expect(rejectedPairs).toEqual([
      {
        from: 1,
        to: 3,
        distance: expect.closeTo(8 / 600, 12),
        logOdds: expect.any(Number),
        probability: expect.any(Number),
        step: "conflict",
        evidence: expect.any(Object),
        competitor: {
          from: 1,
          to: 2,
          distance: 0,
          logOdds: expect.any(Number),
          probability: expect.any(Number),
        },
      },
    ]);
    const cannotLinkPairs = joint([lesion(1, 1, A), lesion(2, 2, A)], { cannotLink: [[2, 1]] });
    expect(cannotLinkPairs.rejectedPairs).toMatchObject([{ from: 1, to: 2, step: "cannot-link" }]);
    expect(
      joint([lesion(1, 1, A), lesion(2, 2, A)], { cannotLink: [[2, 1]], rejectedPairs: "none" })
        .rejectedPairs,
    ).toEqual([]);
  });

  it("must-links hold against all evidence, and are never uncertain", () => {
    const { links: constrained, sequences } = joint([lesion(1, 1, A), lesion(2, 2, C)], {
      mustLink: [[1, 2]],
    });
    expect(rowsBySequence(sequences)).toEqual([[1, 2]]);
    expect(constrained[0]?.logOdds).toBeLessThan(0);
    expect(constrained[0]).toMatchObject({ constrained: true, uncertain: false });
    expect(links[0]).not.toHaveProperty("constrained");
  });
});

describe("options of joint", () => {
  it("features are used as chosen", () => {
    const lesions = [lesion(1, 1, A, 10), lesion(2, 2, C, 10)];
    expect(rows(lesions)).toEqual([[1], [2]]);
    expect(rows(lesions, { features: ["size"] })).toEqual([[1, 2]]);
    errorOf("UNKNOWN_FEATURE", () => joint([], { features: ["sise" as never] }));
  });

  it("unknown options and values out of range are rejected", () => {
    for (const [code, option, value] of [
      ["UNKNOWN_OPTION", "t1", 1],
      ["BAD_OPTION", "searchLimit", -1],
      ["BAD_OPTION", "uncertainBelow", Number.NaN],
      ["BAD_OPTION", "rejectedPairs", "all"],
      ["BAD_OPTION", "location", "mm"],
    ] as const) {
      errorOf(code, () => joint([], { [option]: value }), { option });
    }
  });
});

describe("a model", () => {
  const text = JSON.stringify(JOINT_MODEL);

  it("is checked and used", () => {
    errorOf("BAD_MODEL", () => joint([], { model: {} as never }));
    const lesions = [lesion(1, 1, A), lesion(2, 2, A)];
    const { prior } = JOINT_MODEL;
    const model = { ...JOINT_MODEL, prior: { ...prior, link: prior.link + 2 } };
    const [usual, other] = [{}, { model }].map((given) => joint(lesions, given).links[0]?.logOdds);
    expect(other).toBeCloseTo((usual ?? Number.NaN) + 2, 9);
  });

  it("is read back from its JSON", () => {
    expect(readModel(text)).toEqual(JOINT_MODEL);
    expect(Object.isFrozen(readModel(text).location.physical.same)).toBe(true);
  });

  it.each([
    ["no JSON", "{"],
    ["another version", text.replace('"version":2', '"version":1')],
    ["a missing part", text.replace(/"size":\{[^}]*\},/, "")],
    ["an unknown part", text.replace('"version":2', '"version":2,"colour":3')],
    ["a deviation of 0", text.replace('"deviation":0.4', '"deviation":0')],
    ["a share of 1", text.replace('"otherStart":0.12', '"otherStart":1')],
    ["a negative weight", text.replace('"location":0.743', '"location":-1')],
    ["a text", text.replace('"full":3', '"full":"3"')],
    ["a list too short", text.replace("[3.93,4.25,5.24]", "[3.93,4.25]")],
  ])("with %s is rejected, with the path", (_, json) => {
    expect(errorOf("BAD_MODEL", () => readModel(json)).message).toMatchSnapshot();
  });
});

describe("appearance that cannot be compared", () => {
  const of = (row: number, study: number, vector?: number[]): Lesion => ({
    row,
    patient: "p",
    study,
    id: `L${row}`,
    ...(vector && { vector }),
  });

  it("is a warning: one lesion per study, or a lesion without a vector", () => {
    expect(joint([of(1, 1, [0]), of(2, 2, [0.1])]).warnings).toMatchObject([
      { kind: "appearance", row: 1 },
    ]);
    const some = joint([
      { ...of(1, 1, [0]), centreMm: A },
      { ...of(2, 2), centreMm: A },
    ]);
    expect(some.warnings).toMatchObject([{ kind: "appearance", row: 2 }]);
    expect(joint([of(1, 1, [0]), of(2, 1, [3]), of(3, 2, [0.1])]).warnings).toEqual([]);
  });
});
