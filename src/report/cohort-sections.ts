/** The part of a report about all patients together. */
import { cohortOverviewFigure } from "../figures/cohort-overview/cohort-overview-figure.js";
import { swimmerFigure } from "../figures/swimmer/swimmer-figure.js";
import { waterfallFigure } from "../figures/waterfall/waterfall-figure.js";
import { duplicateRows } from "../matching/duplicate-rows.js";
import { type Html, html } from "./html.js";
import { htmlTable } from "./html-table.js";
import { anchorOf, figure, NO_GROWTH } from "./patient-section.js";
import type { ReportPatient } from "./report-patient.js";
import { checksOf, questionsOf } from "./review-boxes.js";

/** Overview, response of all patients, and a table that leads to the patients shown. */
export function cohortSections(
  patients: readonly ReportPatient[],
  shown: readonly ReportPatient[],
): Html {
  const growths = patients.flatMap(({ growth }) => (growth === undefined ? [] : [growth]));
  const responses = patients.flatMap(({ response }) => (response === undefined ? [] : [response]));
  const linked = new Set(shown);
  return html`<section aria-label="Cohort">
<h2>Cohort</h2>
${figure(cohortOverviewFigure(patients.map(({ match }) => match)), "Lesions of every patient and study, uncertain links and conflicts.")}
${
  growths.length === 0
    ? NO_GROWTH
    : figure(
        waterfallFigure(growths),
        "Best change of the diameter of every sequence from its first measurement.",
      )
}
${
  responses.length === 0
    ? ""
    : html`${figure(waterfallFigure(responses), "Best change of the sum of diameters of every patient.")}
${figure(swimmerFigure(responses), "Overall response of every patient over time.")}`
}
${shown.length === patients.length ? "" : html`<p class="none">${patients.length} patients: only the cohort is reported. Choose patients with --patient for their figures.</p>`}
${htmlTable<ReportPatient>(
  "Patients.",
  [
    {
      name: "Patient",
      heads: true,
      cell: (one) =>
        linked.has(one)
          ? html`<a href="#${anchorOf(one.match.patient)}">${one.match.patient}</a>`
          : one.match.patient,
    },
    { name: "Studies", numeric: true, cell: ({ match }) => studiesOf(match) },
    { name: "Lesions", numeric: true, cell: ({ match }) => lesionsOf(match) },
    { name: "Sequences", numeric: true, cell: ({ match }) => match.sequences.length },
    {
      name: "Uncertain links",
      numeric: true,
      cell: ({ match }) => match.links.filter(({ uncertain }) => uncertain === true).length,
    },
    { name: "Conflicts", numeric: true, cell: ({ match }) => match.conflicts.length },
    { name: "Best overall response", cell: ({ response }) => response?.best.response },
    {
      name: "Review questions",
      numeric: true,
      cell: (one) => (one.match.method === "joint" ? questionsOf(one).length : undefined),
    },
    { name: "Checks", numeric: true, cell: (one) => checksOf(one).length },
  ],
  patients,
  "No patients.",
)}
</section>
`;
}

/** Duplicates of a lesion count once, as in the overview. */
const lesionsOf = (match: ReportPatient["match"]): number =>
  match.sequences.reduce((sum, { lesions }) => sum + lesions.length, 0) - duplicateRows(match).size;

const studiesOf = ({ sequences }: ReportPatient["match"]): number =>
  new Set(sequences.flatMap(({ lesions }) => lesions.map(({ study }) => study))).size;
