/** How every lesion grows: run with `npx tsx examples/growth.ts [DL_info.csv [dates.csv]]`. */
import { grow, match } from "lesion-graph";
import { readDatesFile, readLesionsFile } from "lesion-graph/node";

const [file = "examples/cohort/DL_info.csv", datesFile = "examples/cohort/dates.csv"] =
  process.argv.slice(2);
const { lesions } = await readLesionsFile(file);
const dates = await readDatesFile(datesFile);

for (const { patient, sequences } of grow(match(lesions), { dates })) {
  for (const { sequence, trend, rates, flags } of sequences) {
    if (trend.changeMm === undefined) continue;
    const days = rates?.fit?.volumeDoubling ?? rates?.twoPoint?.volumeDoubling;
    const verb = days !== undefined && days < 0 ? "halves" : "doubles";
    const speed = days === undefined ? "" : `, volume ${verb} in ${Math.abs(days).toFixed(0)} days`;
    const change = `${trend.class} by ${trend.changeMm.toFixed(1)} mm`;
    console.log(`patient ${patient}, sequence ${sequence}: ${change}${speed}`);
    for (const { message } of flags) console.log(`  look: ${message}`);
  }
}
