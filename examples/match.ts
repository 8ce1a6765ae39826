/** Lesions in, sequences out: run with `npx tsx examples/match.ts [DL_info.csv]`. */
import { match } from "lesion-graph";
import { readLesionsFile } from "lesion-graph/node";

const { lesions, warnings } = await readLesionsFile(
  process.argv[2] ?? "examples/cohort/DL_info.csv",
);
console.log(`${lesions.length} lesions, ${warnings.length} warnings`);

for (const { patient, sequences, links } of match(lesions)) {
  for (const { id, lesions: annotations } of sequences) {
    const sizes = annotations.map(
      ({ study, longAxisMm }) => `${study}: ${longAxisMm?.toFixed(1)} mm`,
    );
    console.log(`patient ${patient}, sequence ${id}: ${sizes.join(", ")}`);
  }
  for (const { from, to, margin } of links.filter(({ uncertain }) => uncertain)) {
    console.log(`patient ${patient}: look at rows ${from} and ${to}, margin ${margin?.toFixed(1)}`);
  }
}
