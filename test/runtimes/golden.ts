/**
 * What is run in every run-time on the package as it is installed. `sequencesOf` is the whole way from
 * text to sequences; its result for the embedded cohort is test/golden/cohort-sequences.jsonl.
 */
import { match, readLesions, toJson } from "lesion-graph";

export const sequencesOf = (text: string): string =>
  `${match(readLesions(text).lesions)
    .map((patient) => JSON.stringify(toJson(patient)))
    .join("\n")}\n`;
