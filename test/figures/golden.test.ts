import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { gallery } from "../../examples/gallery/draw.js";
import { withOptionTables } from "../../examples/gallery/option-tables.js";
import { annotationFigure } from "../../src/figures/annotation/annotation-figure.js";
import { boardFigure } from "../../src/figures/board/board-figure.js";
import { bodyMapFigure } from "../../src/figures/body-map/body-map-figure.js";
import { cohortOverviewFigure } from "../../src/figures/cohort-overview/cohort-overview-figure.js";
import { graphFigure } from "../../src/figures/graph/graph-figure.js";
import { growthChartFigure } from "../../src/figures/growth-chart/growth-chart-figure.js";
import { retrievalFigure } from "../../src/figures/retrieval/retrieval-figure.js";
import { sequencesFigure } from "../../src/figures/sequences/sequences-figure.js";
import { sizesFigure } from "../../src/figures/sizes/sizes-figure.js";
import { spiderFigure } from "../../src/figures/spider/spider-figure.js";
import { sumOfDiametersFigure } from "../../src/figures/sum-of-diameters/sum-of-diameters-figure.js";
import { swimmerFigure } from "../../src/figures/swimmer/swimmer-figure.js";
import { timelineFigure } from "../../src/figures/timeline/timeline-figure.js";
import { waterfallFigure } from "../../src/figures/waterfall/waterfall-figure.js";
import { grow } from "../../src/growth/grow.js";
import type { PatientGrowth } from "../../src/growth/growth-result.js";
import { match, matchPatient } from "../../src/matching/match.js";
import { respond, respondPatient } from "../../src/response/respond.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { expectGolden } from "../support/golden.js";
import { at } from "../support/lesions.js";
import { simulated, small } from "../support/patients.js";
import { annotated, retrieved } from "../support/pictures.js";

const large = simulated(21)[26] as NonNullable<ReturnType<typeof simulated>[number]>;
const chain = [at(1, 1, 0), at(2, 2, 0.05), at(3, 3, 0.09), at(4, 1, 0.13)];
const joint = matchPatient(large, { method: "joint" });
const followed = simulateCohort({
  patients: 30,
  seed: 6,
  meanStudies: 5,
  meanLesions: 6,
  typed: 1,
});
const followedMatches = match(followed.lesions, { method: "joint" });
const growths = grow(followedMatches, {
  dates: followed.dates,
  annotationCompleteness: "complete",
});
const growth = growths.find(({ sequences }) => sequences.length > 9) as PatientGrowth;
const few = growths.find(
  ({ sequences, studies }) => studies.length > 4 && sequences.length < 9,
) as PatientGrowth;

it.each([
  ["graph-small", () => graphFigure(matchPatient(small, { method: "algorithm1" }))],
  ["graph-large", () => graphFigure(joint, { theme: "dark", nodeLabel: "longAxisMm" })],
  ["graph-types-column", () => graphFigure(joint, { widthMm: 85, colourBy: "type" })],
  ["sequences-small", () => sequencesFigure(matchPatient(small, { method: "algorithm1" }))],
  [
    "sequences-conflict",
    () => sequencesFigure(matchPatient(chain, { method: "algorithm1" }), { links: "accepted" }),
  ],
  ["sequences-large", () => sequencesFigure(joint)],
  [
    "board-small",
    () => boardFigure(matchPatient(small, { method: "algorithm1" }), { widthMm: 85 }),
  ],
  ["board-large", () => boardFigure(joint, { theme: "dark" })],
  ["body-map", () => bodyMapFigure(large, { view: "sagittal", widthMm: 85 })],
  ["annotation", () => annotationFigure(annotated(small), { widthMm: 85 })],
  ["retrieval", () => retrievalFigure(retrieved(small), { theme: "dark", widthMm: 85 })],
  ["spider", () => spiderFigure(growth)],
  ["spider-column", () => spiderFigure(growth, { widthMm: 85, theme: "dark" })],
  ["waterfall", () => waterfallFigure(respond(growths))],
  ["waterfall-lesions", () => waterfallFigure(growths, { widthMm: 85 })],
  ["growth-chart", () => growthChartFigure(few)],
  ["growth-chart-panels", () => growthChartFigure(growth, { widthMm: 85, theme: "dark" })],
  ["sum-of-diameters", () => sumOfDiametersFigure(respondPatient(few))],
  ["timeline", () => timelineFigure(growth, { response: respondPatient(growth) })],
  ["swimmer", () => swimmerFigure(respond(growths))],
  ["cohort-overview", () => cohortOverviewFigure(followedMatches, { theme: "dark" })],
  ["sizes", () => sizesFigure(large, { limitMm: 30, binMm: 2 })],
] as const)("%s is as it was", (name, draw) => {
  expectGolden(name, String(draw()));
});

const page = (name: string): string =>
  fileURLToPath(new URL(`../../docs/figures/${name}`, import.meta.url));

it.each(Object.entries(gallery()))(
  "docs/figures/%s is current (npm run gallery)",
  (name, figure) => {
    expect(readFileSync(page(name), "utf8") === String(figure)).toBe(true);
  },
);

it("the option tables of docs/figures.md are current (npm run gallery)", () => {
  const text = readFileSync(page("../figures.md"), "utf8");
  expect(withOptionTables(text)).toBe(text);
});

it("a golden picture that changed is a failure, and is kept", () => {
  const path = (end: string): string =>
    fileURLToPath(new URL(`../golden/figures/self-test${end}.svg`, import.meta.url));
  const update = process.env["UPDATE_GOLDEN"];
  delete process.env["UPDATE_GOLDEN"];
  try {
    expect(() => expectGolden("self-test", "<svg/>")).toThrow("self-test-changed.svg");
    expect(readFileSync(path("-changed"), "utf8")).toBe("<svg/>");
    writeFileSync(path(""), "<svg/>");
    expectGolden("self-test", "<svg/>");
    expect(existsSync(path("-changed"))).toBe(false);
  } finally {
    if (update !== undefined) process.env["UPDATE_GOLDEN"] = update;
    for (const end of ["", "-changed"]) rmSync(path(end), { force: true });
  }
});
