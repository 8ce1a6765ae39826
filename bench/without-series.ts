/** What lesions without a series cost: the joint matcher on real lesions with and without it. */
import { type Lesion, match } from "lesion-graph";
import { evaluate, type Truth } from "lesion-graph/evaluation";
import { stamp, table } from "./markdown.js";

/** A table of pair F1, precision and recall, for docs/own-data.md. */
export function withoutSeries(lesions: readonly Lesion[], truth: Truth): string {
  const bare = lesions.map(({ series: _, ...lesion }): Lesion => lesion);
  const rows = [
    ["with series", match(lesions)],
    ['without, `"different"` (default)', match(bare, { missingSeries: "different" })],
    ['without, `"any"`', match(bare, { missingSeries: "any" })],
  ] as const;
  const cells = rows.map(([name, matches]) => {
    const { f1, precision, recall } = evaluate(matches, truth, {
      partial: true,
      resamples: 0,
    }).pairs;
    return [name, ...[f1, precision, recall].map((score) => score.toFixed(3))];
  });
  return `${table(["lesions", "pair F1", "precision", "recall"], cells)}

${lesions.length} lesions of DLS, of which some are annotated in two series of a study. ${stamp()}, \`npm run accuracy\`.`;
}
