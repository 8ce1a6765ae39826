/** The growth chart: diameters where they belong, links, bands, small multiples. */
import { describe, expect, it } from "vitest";
import { growthChartFigure } from "../../../src/figures/growth-chart/growth-chart-figure.js";
import { growPatient } from "../../../src/growth/grow.js";
import type { PatientGrowth } from "../../../src/growth/growth-result.js";
import { errorOf } from "../../support/errors.js";
import { lengths, measuredMatch } from "../../support/growth.js";
import { type Element, elements, groupOf, parsed, textBoxes } from "../../support/svg.js";

const growth = growPatient(
  measuredMatch([lengths(20, 10, 26), lengths(10, undefined, 40), lengths(undefined, 7)]),
);

/** Where the lesions of a sequence lie: [x, y] by study. */
const placesOf = (chart: string, one: PatientGrowth, options = {}): [number, number][] => {
  const group = groupOf(parsed(growthChartFigure(one, options)), chart);
  return elements(group, "g")
    .filter((node) => node.getAttribute("class") === "lesion")
    .map((node) => {
      const [, x, y] = /translate\((\S+) (\S+)\)/.exec(node.getAttribute("transform") ?? "") ?? [];
      return [Number(x), Number(y)];
    });
};
const classed = (root: Element | ReturnType<typeof parsed>, name: string, kind: string) =>
  elements(root, name).filter((node) => node.getAttribute("class") === kind);

describe("growthChartFigure", () => {
  it("draws every diameter in mm on one linear scale from 0", () => {
    const [first, second, third] = placesOf("sequence 1", growth);
    const [one, two] = placesOf("sequence 2", growth);
    // 20, 10, 26 mm and 10, 40 mm: differences of heights are those of the diameters.
    const perMm = ((second?.[1] ?? 0) - (first?.[1] ?? 0)) / 10;
    expect(perMm).toBeGreaterThan(1);
    expect(((first?.[1] ?? 0) - (third?.[1] ?? 0)) / perMm).toBeCloseTo(6, 1);
    expect(((one?.[1] ?? 0) - (two?.[1] ?? 0)) / perMm).toBeCloseTo(30, 1);
    expect(one?.[1]).toBeCloseTo(second?.[1] ?? 0, 1);
  });

  it("draws equal factors as equal heights on a logarithmic scale", () => {
    const doubling = growPatient(measuredMatch([lengths(5, 10, 20, 80)]));
    const heights = placesOf("sequence 1", doubling, { scale: "log" }).map(([, y]) => y);
    const steps = heights.slice(1).map((y, i) => (heights[i] ?? 0) - y);
    expect(steps[1]).toBeCloseTo(steps[0] ?? 0, 1);
    expect(steps[2]).toBeCloseTo(2 * (steps[0] ?? 0), 1);
  });

  it("dates stand at their days, without dates at study numbers", () => {
    const dates = ["2020-01-01", "2020-01-11", "2020-03-01"].map((date, i) => ({
      patient: "p",
      study: i + 1,
      date,
    }));
    const dated = growPatient(measuredMatch([lengths(10, 11, 12)]), { dates });
    const [a, b, c] = placesOf("sequence 1", dated).map(([x]) => x) as [number, number, number];
    // 10 of 60 days.
    expect((b - a) / (c - a)).toBeCloseTo(10 / 60, 2);
    const texts = textBoxes(parsed(growthChartFigure(dated))).map(({ text }) => text);
    expect(texts).toContain("2020-02");
    expect(texts).toContain("Date");
    const elapsed = textBoxes(parsed(growthChartFigure(dated, { time: "elapsed" })));
    expect(elapsed.map(({ text }) => text)).toContain("Time since first study (days)");
    const [d, e, f] = placesOf("sequence 1", growth).map(([x]) => x) as [number, number, number];
    expect((e - d) / (f - d)).toBeCloseTo(0.5, 2);
  });

  it("dashes uncertain links and thins lines over unmeasured studies", () => {
    const match = measuredMatch([lengths(20, 18), lengths(10, undefined, 12)]);
    const [from, to] = match.sequences[0]?.lesions ?? [];
    const links = [
      {
        from: from?.row ?? 0,
        to: to?.row ?? 0,
        distance: 0.1,
        logOdds: 0.1,
        accepted: true,
        uncertain: true,
      },
    ];
    const figure = parsed(growthChartFigure(growPatient({ ...match, method: "joint", links })));
    const lines = classed(figure, "line", "link");
    expect(lines.map((line) => line.getAttribute("stroke-dasharray") ?? "")).toEqual(["2.6 2", ""]);
    expect(lines.map((line) => line.getAttribute("stroke-width"))).toEqual(["1.3", "0.6"]);
    const legend = textBoxes(groupOf(figure, "legend")).map(({ text }) => text);
    expect(legend).toEqual([
      "Measurement error of the first diameter",
      "Uncertain link",
      "Not measured in between",
    ]);
  });

  it("has a band of the measurement error around the first diameter", () => {
    // 20 % of 40 mm: 32 to 48 mm; the points of 32 and 48 mm lie on its edges.
    const one = growPatient(measuredMatch([lengths(40, 48, 32)]));
    const figure = parsed(growthChartFigure(one));
    const [band] = classed(figure, "rect", "error-band");
    const top = Number(band?.getAttribute("y"));
    const [, upper, lower] = placesOf("sequence 1", one);
    expect(top).toBeCloseTo(upper?.[1] ?? 0, 1);
    expect(top + Number(band?.getAttribute("height"))).toBeCloseTo(lower?.[1] ?? 0, 1);
    expect(
      classed(parsed(growthChartFigure(one, { errorBand: false })), "rect", "error-band"),
    ).toEqual([]);
  });

  it("has bars in place of bands that would overlap", () => {
    const widths = (...sizes: readonly number[]) => {
      const growth = growPatient(measuredMatch(sizes.map((mm) => lengths(mm, mm))));
      return classed(parsed(growthChartFigure(growth)), "rect", "error-band").map((one) =>
        Number(one.getAttribute("width")),
      );
    };
    // 20 %: 8-12 and 40-60 mm, then 40-60 and 44-66 mm.
    for (const width of widths(10, 50)) expect(width).toBeGreaterThan(100);
    expect(widths(50, 55)).toEqual([2.4, 2.4]);
  });

  it("gives every sequence a plot of its own beyond maxTogether", () => {
    const nine = growPatient(
      measuredMatch(Array.from({ length: 9 }, (_, i) => lengths(10 + i, 12))),
    );
    const figure = parsed(growthChartFigure(nine));
    expect(
      elements(figure, "g").filter((node) =>
        /^vertical axis/.test(node.getAttribute("aria-label") ?? ""),
      ),
    ).toHaveLength(9);
    const together = parsed(growthChartFigure(nine, { maxTogether: 9 }));
    expect(
      elements(together, "g").filter((node) =>
        /^vertical axis/.test(node.getAttribute("aria-label") ?? ""),
      ),
    ).toHaveLength(1);
    // The same scale in all: 10 mm and 12 mm of the first, 18 mm of the last.
    const texts = textBoxes(figure).map(({ text }) => text);
    expect(texts).toContain("10.0 → 12.0 mm, +20 %");
    expect(texts).toContain("18.0 → 12.0 mm, −33 %");
  });

  it("counts what it leaves out, and says why there is nothing to draw", () => {
    expect(growthChartFigure(growth).notes).toEqual([
      "Not drawn: 1 of 3 sequences (measured once).",
    ]);
    expect(growthChartFigure(growth, { maxSequences: 1 }).notes).toContain(
      "1 more sequence left out, those with the fewest measurements.",
    );
    const single = growPatient(measuredMatch([lengths(12), lengths(undefined, 31.25)]));
    const texts = textBoxes(parsed(growthChartFigure(single))).map(({ text }) => text);
    expect(texts.join(" ")).toBe(
      "No lesion measured in two or more studies. Largest measurement: 31.3 mm, sequence 2, study 2.",
    );
  });

  it("marks lesions and links with rows, studies and sequences", () => {
    const group = groupOf(parsed(growthChartFigure(growth)), "sequence 2");
    const [first, last] = classed(group, "g", "lesion");
    expect(
      ["data-row", "data-study", "data-sequence"].map((name) => first?.getAttribute(name)),
    ).toEqual(["4", "1", "2"]);
    const [line] = classed(group, "line", "link");
    expect(line?.getAttribute("data-from")).toBe(first?.getAttribute("data-row"));
    expect(line?.getAttribute("data-to")).toBe(last?.getAttribute("data-row"));
  });

  it("rejects options out of range", () => {
    errorOf("BAD_OPTION", () => growthChartFigure(growth, { maxSequences: 0 }), {
      option: "maxSequences",
    });
    errorOf("BAD_OPTION", () => growthChartFigure(growth, { scale: "root" as never }), {
      option: "scale",
    });
    errorOf("BAD_OPTION", () => growthChartFigure(growth, { time: "study" as never }), {
      option: "time",
    });
  });
});
