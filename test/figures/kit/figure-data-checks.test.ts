import { expect, it } from "vitest";
import {
  annotatedSlice,
  annotationFigure,
  boardFigure,
  bodyMapFigure,
  cohortOverviewFigure,
  graphFigure,
  growthChartFigure,
  retrievalFigure,
  sequencesFigure,
  sizesFigure,
  spiderFigure,
  sumOfDiametersFigure,
  swimmerFigure,
  timelineFigure,
  waterfallFigure,
} from "../../../src/figures/index.js";
import { sliceOf } from "../../../src/images/slice.js";
import { match } from "../../../src/matching/index.js";

type Draw = (given: never) => unknown;

const ofOne: Readonly<Record<string, Draw>> = {
  boardFigure,
  graphFigure,
  growthChartFigure,
  sequencesFigure,
  spiderFigure,
  sumOfDiametersFigure,
  timelineFigure,
};
const ofCohort: Readonly<Record<string, Draw>> = {
  cohortOverviewFigure,
  swimmerFigure,
  waterfallFigure,
};
const ofOthers: Readonly<Record<string, Draw>> = {
  annotationFigure,
  bodyMapFigure,
  retrievalFigure,
  sizesFigure,
  "annotatedSlice without a slice": (given) => annotatedSlice(given, given),
  "annotatedSlice without a lesion": (given) =>
    annotatedSlice(sliceOf(2, 2, new Int16Array(4)), given),
};

const LESION = {
  id: "a",
  row: 1,
  patient: "1",
  study: 1,
  centreMm: [0, 0, 0],
  longAxisMm: 20,
  shortAxisMm: 9,
} as const;
const MATCHES = match([LESION]);
const NOTHING = [null, undefined, "match", 7, {}];
const codeOf = (draw: Draw | undefined, given: unknown): unknown => {
  try {
    draw?.(given as never);
    return "drawn";
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

it.each(Object.keys(ofOne))("%s names what it takes instead of a list or of nothing", (name) => {
  for (const wrong of [MATCHES, [], ...NOTHING]) {
    expect(codeOf(ofOne[name], wrong)).toBe("BAD_VALUE");
  }
});

it.each(Object.keys(ofCohort))("%s names what it takes instead of one patient", (name) => {
  for (const wrong of [MATCHES[0], [{}], [null], [[]], ...NOTHING]) {
    expect(codeOf(ofCohort[name], wrong)).toBe("BAD_VALUE");
  }
  expect(codeOf(ofCohort[name], [])).toBe("drawn");
});

it.each(Object.keys(ofOthers))("%s names what it takes", (name) => {
  for (const wrong of [[null], ["text"], ...NOTHING]) {
    expect(codeOf(ofOthers[name], wrong)).toBe("BAD_VALUE");
  }
});

it("annotationFigure needs a lesion with its pixels", () => {
  const slice = { href: "data:image/png;base64,AA==", firstPx: [1, 1], sizePx: [2, 2] };
  expect(codeOf(annotationFigure, { slice, lesion: LESION, extent: undefined })).toBe("BAD_VALUE");
});
