import { expect, it } from "vitest";
import {
  boardFigure,
  graphFigure,
  growthChartFigure,
  sequencesFigure,
  spiderFigure,
  sumOfDiametersFigure,
  timelineFigure,
} from "../../../src/figures/index.js";
import { match } from "../../../src/matching/index.js";

const figures: Readonly<Record<string, (given: never) => unknown>> = {
  boardFigure,
  graphFigure,
  growthChartFigure,
  sequencesFigure,
  spiderFigure,
  sumOfDiametersFigure,
  timelineFigure,
};

const MATCHES = match([
  { id: "a", row: 1, patient: "1", study: 1, centreMm: [0, 0, 0], longAxisMm: 20, shortAxisMm: 9 },
]);

it.each(Object.keys(figures))(
  "%s names what it takes instead of a list, null or a text",
  (name) => {
    for (const wrong of [MATCHES, [], null, undefined, "match", {}]) {
      expect(() => figures[name]?.(wrong as never)).toThrow(
        expect.objectContaining({ name: "LesionGraphError", code: "BAD_VALUE" }),
      );
    }
  },
);
