import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultsOf } from "../../../src/core/options.js";
import { FIGURE_OPTIONS, styleOf } from "../../../src/figures/kit/figure-style.js";
import { type LegendGroup, legend } from "../../../src/figures/kit/legend.js";
import { serialise, svg } from "../../../src/figures/kit/svg.js";
import { elements, parsed, textBoxes } from "../../support/svg.js";

const word = fc.stringMatching(/^[a-z0-9.×]{1,9}$/);
const group: fc.Arbitrary<LegendGroup> = fc.record({
  title: fc.option(word, { nil: undefined }),
  entries: fc.array(
    fc.record({
      text: fc.array(word, { minLength: 1, maxLength: 9 }).map((words) => words.join(" ")),
      symbolWidth: fc.constantFrom(0, 6, 20),
    }),
    { maxLength: 12 },
  ),
});

/** The texts of a legend between these edges, with their boxes. */
function drawn(groups: readonly LegendGroup[], right: number, fontSize: number) {
  const style = styleOf({ ...defaultsOf(FIGURE_OPTIONS), widthMm: 180, fontSize });
  const { nodes, height } = legend(groups, 10, style, 2, right);
  const document = parsed(serialise(svg("svg", {}, ...nodes)));
  return { height, texts: textBoxes(document), document };
}

describe("legend", () => {
  it("keeps between its edges, cuts nothing off, and lays no text over another", () => {
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 168, max: 508 }),
        fc.constantFrom(6, 7, 14),
        (groups, right, fontSize) => {
          const { texts, height } = drawn(groups, right, fontSize);
          const shown = groups.filter(({ entries }) => entries.length > 0);
          const words = shown
            .flatMap(({ title, entries }) => [title, ...entries.map(({ text }) => text)])
            .filter((text) => text !== undefined)
            .join(" ");
          expect(texts.map(({ text }) => text).join(" ")).toBe(words);
          texts.forEach((a, i) => {
            expect(a.x - a.halfWidth).toBeGreaterThanOrEqual(2 - 0.01);
            expect(a.x + a.halfWidth).toBeLessThanOrEqual(right + 0.01);
            expect(a.y + a.halfHeight).toBeLessThanOrEqual(10 + height);
            for (const b of texts.slice(0, i)) {
              const apart =
                Math.abs(a.x - b.x) >= a.halfWidth + b.halfWidth - 0.01 ||
                Math.abs(a.y - b.y) >= a.halfHeight + b.halfHeight - 0.01;
              expect([a.text, b.text, apart]).toEqual([a.text, b.text, true]);
            }
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it("has nothing to draw without entries", () => {
    const { height, document } = drawn([{ title: "alone", entries: [] }], 200, 7);
    expect(height).toBe(0);
    expect(elements(document, "text")).toEqual([]);
  });
});
