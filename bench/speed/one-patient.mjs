/** Matches the patient of a JSON file in a process of its own: `one-patient.mjs FILE METHOD`, prints what it took. */
import { existsSync, readFileSync } from "node:fs";
import { matchPatient } from "../../dist/index.js";

const [file, method] = process.argv.slice(2);
const lesions = JSON.parse(readFileSync(file, "utf8"));
const before = process.cpuUsage();
const { sequences, solution } = matchPatient(lesions, { method });
const { user, system } = process.cpuUsage(before);
// Linux counts the memory of the program that started this one in maxRSS.
const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
const kilobytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
const peak = (Number(kilobytes) * 1024) / 1e6;
console.log(
  JSON.stringify({
    cpu: (user + system) / 1e6,
    peak,
    sequences: sequences.length,
    optimal: solution?.optimal,
  }),
);
