/** The command `npm run fuzz`. */
import { parseArgs } from "node:util";
import { APPEARANCE } from "./appearance-targets.js";
import { COMMANDS, PROCESSES } from "./commands.js";
import { fuzz } from "./fuzz.js";
import { REVIEW } from "./review-targets.js";
import { READERS, REAL } from "./targets.js";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    target: { type: "string", multiple: true },
  },
});
const targets = [...READERS, ...REVIEW, ...APPEARANCE, ...REAL, ...COMMANDS, ...PROCESSES].filter(
  ({ name }) => values.target === undefined || values.target.includes(name),
);

const counts = await fuzz(targets, {
  minutes: Number(values.minutes),
  seed: Number(values.seed),
  log: (line) => process.stderr.write(`${line}\n`),
});
const print = (line: string): void => void process.stdout.write(`${line}\n`);
for (const [{ name }, { accepted, rejected, failed }] of counts) {
  print(`${name}: ${accepted} accepted, ${rejected} rejected, ${failed} failed`);
}
const sum = (of: "accepted" | "rejected" | "failed"): number =>
  [...counts.values()].reduce((total, count) => total + count[of], 0);
const failed = sum("failed");
print(`${sum("accepted") + sum("rejected") + failed} inputs, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
