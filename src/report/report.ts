/** A report: one self-contained HTML page of a patient or a cohort. */

import {
  boolean,
  defaultsOf,
  integer,
  type OptionSchema,
  resolveOptions,
  text,
  value,
} from "../core/options.js";
import { PROGRESS_SCHEMA, type ProgressOptions, progressCounter } from "../core/progress.js";
import { assertShapes } from "../core/shape.js";
import { interactiveScript } from "../figures/interactive/index.js";
import { duplicateRows } from "../matching/duplicate-rows.js";
import { cohortSections } from "./cohort-sections.js";
import { type Html, html, rawHtml } from "./html.js";
import { patientSection } from "./patient-section.js";
import type { ReportPatient } from "./report-patient.js";
import { REPORT_STYLE } from "./report-style.js";

/** Options of {@link reportHtml}. */
export interface ReportOptions extends ProgressOptions {
  /** Heading of the page; "" names the patient or counts the patients. @defaultValue "" */
  readonly title: string;
  /** What was read, such as a file name. @defaultValue "" */
  readonly input: string;
  /** The program and its version. @defaultValue "lesion-graph" */
  readonly program: string;
  /** Settings to state in the header, by name. @defaultValue {} */
  readonly settings: Readonly<Record<string, string>>;
  /** Beyond this number of patients only the cohort is reported; at least 1. @defaultValue 100 */
  readonly maxPatients: number;
  /** Whether figures react to the pointer and the keyboard. @defaultValue true */
  readonly interactive: boolean;
}

const REPORT_SCHEMA: OptionSchema<ReportOptions> = {
  ...PROGRESS_SCHEMA,
  title: text("", "heading of the page"),
  input: text("", "what was read"),
  program: text("lesion-graph", "the program and its version"),
  settings: value<Readonly<Record<string, string>>>(
    Object.freeze({}),
    "settings to state in the header, by name",
    "an object of texts by name",
    (given) => typeof given === "object" && given !== null,
  ),
  maxPatients: integer(100, "beyond this number of patients only the cohort is reported", 1),
  interactive: boolean(true, "whether figures react to the pointer and the keyboard"),
};

/** Defaults of {@link ReportOptions}. */
export const DEFAULT_REPORT_OPTIONS: ReportOptions = defaultsOf(REPORT_SCHEMA);

/**
 * The report of patients as an HTML document that needs no other file and makes no request: header with method,
 * settings and assumptions, review questions, figures, and tables of diameters, links and response. Several
 * patients begin with the cohort: overview, best change and response of all. It prints to A4 with a page break
 * before every patient. The same input gives the same text. `onProgress` counts the patients that are shown.
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION.
 * @example
 * const matches = match(lesions);
 * const page = reportHtml(matches.map((one) => ({ match: one, growth: growPatient(one) })));
 */
export function reportHtml(
  patients: readonly ReportPatient[],
  given?: Partial<ReportOptions>,
): string {
  const options = resolveOptions("reportHtml", REPORT_SCHEMA, given);
  assertShapes(patients, "patients, each with its match", ["match"]);
  const [only] = patients;
  const single = patients.length === 1 && only !== undefined;
  const title =
    options.title ||
    (single
      ? `Lesion report: patient ${only.match.patient}`
      : `Lesion report: ${patients.length} patients`);
  const shown = patients.length <= options.maxPatients ? patients : [];
  const count = progressCounter(options, "patients", shown.length);
  const section = (one: ReportPatient): Html => {
    const made = patientSection(one, single);
    count();
    return made;
  };
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${title}</title>
<style>${rawHtml(REPORT_STYLE)}</style>
</head>
<body>
${header(title, patients, options)}
<main>
${single ? "" : cohortSections(patients, shown)}
${shown.map(section)}
</main>
<footer>${options.program}. Research software; not a medical device.${options.interactive ? html` <span class="screen">Point at a lesion to see its sequence in all figures; click to keep it, Escape to end. Ctrl + wheel zooms.</span>` : ""}</footer>
${options.interactive ? rawHtml(SCRIPT) : ""}
</body>
</html>
`;
  return page.text;
}

/** Not within a tagged template: bundlers rewrite those that hold `</script` by a helper from another package. */
const SCRIPT = `<script>${interactiveScript}</script>`;

const METHODS = { algorithm1: "Algorithm 1 (Yan et al. 2018)", joint: "Joint matcher" } as const;

/** The result of a single patient, before the reasons for it. */
function bestResponse([one, ...others]: readonly ReportPatient[]): (readonly [string, string])[] {
  const { best, immune } = one?.response ?? {};
  if (best === undefined || others.length > 0) return [];
  return [["Best overall response", `${best.response} (iRECIST: ${immune?.best})`]];
}

function header(
  title: string,
  patients: readonly ReportPatient[],
  { input, program, settings }: ReportOptions,
): Html {
  const methods = [...new Set(patients.map(({ match }) => METHODS[match.method]))];
  const lesions = patients.flatMap(({ match }) => match.sequences.flatMap((one) => one.lesions));
  const rows = lesions.length;
  const repeated = patients.reduce((sum, { match }) => sum + duplicateRows(match).size, 0);
  const studies = new Set(lesions.map(({ patient, study }) => JSON.stringify([patient, study])));
  const facts: readonly (readonly [string, string])[] = [
    ...(input === "" ? [] : [["Input", input] as const]),
    ["Method", methods.join(", ") || "none"],
    ["Program", program],
    ...Object.entries(settings),
    ["Studies", String(studies.size)],
    ["Lesions", repeated === 0 ? String(rows) : `${rows - repeated} (${rows} annotations)`],
    ["Sequences", String(patients.reduce((sum, { match }) => sum + match.sequences.length, 0))],
    ...bestResponse(patients),
  ];
  return html`<header class="top">
<h1>${title}</h1>
<p class="lead">Lesions of the same patient linked through the studies. Not every lesion of a study may be annotated; a missing annotation does not prove that a lesion is absent.</p>
<dl class="facts">
${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>
</header>`;
}
