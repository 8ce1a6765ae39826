import { expect, it } from "vitest";
import { defaultsOf } from "../../../src/core/options.js";
import { bottomAxis, leftAxis, thresholdLine } from "../../../src/figures/kit/axis.js";
import { FIGURE_OPTIONS, styleOf } from "../../../src/figures/kit/figure-style.js";
import { formatFor, linearScale, ticksOf } from "../../../src/figures/kit/scale.js";
import { serialise, svg } from "../../../src/figures/kit/svg.js";
import { elements, parsed } from "../../support/svg.js";

const style = styleOf(defaultsOf(FIGURE_OPTIONS));
const plot = { left: 50, right: 250, top: 10, bottom: 110 };
const drawn = (node: Parameters<typeof serialise>[0]) => parsed(serialise(svg("svg", {}, node)));

it("a scale is linear; a domain of no extent lies in the middle", () => {
  const scale = linearScale([0, 50], [110, 10]);
  expect([0, 25, 50, 60].map(scale.at)).toEqual([110, 60, 10, -10]);
  expect(linearScale([3, 3], [0, 10]).at(3)).toBe(5);
});

it("ticks are round, with the decimals they need and a real minus", () => {
  const ticks = ticksOf(linearScale([-0.12, 0.31], [0, 200]));
  expect(ticks).toEqual([-0.1, 0, 0.1, 0.2, 0.3]);
  expect(ticks.map(formatFor(ticks))).toEqual(["−0.1", "0.0", "0.1", "0.2", "0.3"]);
  expect([-20, 0, 20].map(formatFor([-20, 0, 20]))).toEqual(["−20", "0", "20"]);
  expect([0, 0.25].map(formatFor([0, 0.25, 0.5]))).toEqual(["0.0", "0.3"]);
  expect(ticksOf(linearScale([2, 2], [0, 100]))).toEqual([2]);
});

it("axes have a line, ticks where the values are, and a title with the unit", () => {
  const x = linearScale([0, 50], [plot.left, plot.right]);
  const below = drawn(bottomAxis(x, plot, { title: "long axis (mm)", ticks: [0, 25, 50] }, style));
  const texts = elements(below, "text").map((text) => [text.getAttribute("x"), text.textContent]);
  expect(texts).toEqual([
    ["50", "0"],
    ["150", "25"],
    ["250", "50"],
    ["150", "long axis (mm)"],
  ]);
  const y = linearScale([-50, 100], [plot.bottom, plot.top]);
  const left = drawn(leftAxis(y, plot, { title: "change (%)", grid: true }, style));
  expect(elements(left, "text").at(-1)?.getAttribute("transform")).toMatch(/^rotate\(-90 /);
  expect(elements(left, "line").length).toBe(2 * (elements(left, "text").length - 1) + 1);
});

it("a threshold line lies at its value and says what it is", () => {
  const y = linearScale([-50, 100], [plot.bottom, plot.top]);
  const line = drawn(thresholdLine(y, 20, "+20 %", plot, style));
  expect(elements(line, "line")[0]?.getAttribute("y1")).toBe(
    String(Math.round(y.at(20) * 100) / 100),
  );
  expect(elements(line, "text")[0]?.textContent).toBe("+20 %");
});
