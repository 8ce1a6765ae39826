/**
 * What is run in every run-time on the package as it is installed. `sequencesOf` is the whole way from
 * text to sequences; its result for the example cohort is test/golden/cohort-sequences.jsonl.
 */
import {
  boardFigure,
  bodyMapFigure,
  type Figure,
  graphFigure,
  match,
  matchToJson,
  readLesions,
  sequencesFigure,
  sizesFigure,
} from "lesion-graph";

export const sequencesOf = (text: string): string =>
  `${match(readLesions(text).lesions)
    .map((patient) => JSON.stringify(matchToJson(patient)))
    .join("\n")}\n`;

/** Figures of the cohort: what one engine draws, every engine draws. */
export function figuresOf(text: string): Figure[] {
  const { lesions } = readLesions(text);
  return [
    ...match(lesions, { method: "joint" }).flatMap((patient) => [
      graphFigure(patient),
      sequencesFigure(patient),
      boardFigure(patient, { widthMm: 85 }),
    ]),
    bodyMapFigure(lesions),
    sizesFigure(lesions),
  ];
}
