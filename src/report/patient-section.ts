/** The part of a report about one patient. */
import { boardPages } from "../figures/board/board-figure.js";
import { graphFigure } from "../figures/graph/graph-figure.js";
import { growthChartFigure } from "../figures/growth-chart/growth-chart-figure.js";
import type { Figure } from "../figures/kit/figure.js";
import { sequencesFigure } from "../figures/sequences/sequences-figure.js";
import { sumOfDiametersFigure } from "../figures/sum-of-diameters/sum-of-diameters-figure.js";
import { timelineFigure } from "../figures/timeline/timeline-figure.js";
import { type Html, html, rawHtml } from "./html.js";
import { diameterTable, linkTable, responseTable, roleTable } from "./patient-tables.js";
import type { ReportPatient } from "./report-patient.js";
import { reviewBoxes } from "./review-boxes.js";

/** Stands where the growth of a patient or cohort is missing. */
export const NO_GROWTH = html`<p class="none">No growth: not every lesion has a long axis in mm (lymph nodes: a short axis).</p>`;

/** Headings, review questions, figures and tables of a patient. */
export function patientSection(one: ReportPatient, single: boolean): Html {
  const { match, growth, response, graph, slices } = one;
  const { patient } = match;
  const heading = single ? "Review" : `Patient ${patient}`;
  return html`<section class="patient" id="${anchorOf(patient)}" data-patient="${patient}" aria-label="Patient ${patient}">
<h2>${heading}</h2>
${assumptionBox(one)}
${reviewBoxes(one)}
<h2>Lesions and links${single ? "" : ` of patient ${patient}`}</h2>
${boardPages(match, { ...(slices && { slices }) }).map((page) => figure(page, "Lesion board: one column per study; the number on a line is the sequence."))}
${graph === undefined ? "" : figure(graphFigure(match, { graph }), "Lesion graph before matching: a node per lesion (input row), an edge per pair with a small feature distance.")}
${figure(sequencesFigure(match), "Sequences: the same lesions linked through the studies.")}
${linkTable(match)}
${growth === undefined ? NO_GROWTH : growthPart(growth, single ? "" : ` of patient ${patient}`)}
${response === undefined || growth === undefined ? "" : responsePart(growth, response, single ? "" : ` of patient ${patient}`)}
</section>
`;
}

/** An id for links within the page; any text of a patient gives another one. */
export const anchorOf = (patient: string): string =>
  `patient-${[...patient].map((one) => (/[A-Za-z0-9]/.test(one) ? one : `_${(one.codePointAt(0) ?? 0).toString(16)}_`)).join("")}`;

type Growth = NonNullable<ReportPatient["growth"]>;
type Response = NonNullable<ReportPatient["response"]>;

const growthPart = (growth: Growth, of: string): Html => html`<h2>Growth${of}</h2>
${figure(growthChartFigure(growth), "Diameter of every sequence measured in two or more studies.")}
${diameterTable(growth)}`;

const responsePart = (
  growth: Growth,
  response: Response,
  of: string,
): Html => html`<h2>Response${of}</h2>
<p>Best overall response: <strong>${response.best.response}</strong> (${response.best.reason}). iRECIST: ${response.immune.best}.</p>
${figure(sumOfDiametersFigure(response), "Sum of diameters of the target lesions, with the thresholds of RECIST 1.1.")}
${figure(timelineFigure(growth, { response }), "Studies in which each sequence was measured, with the overall response.")}
${responseTable(response)}
${roleTable(response)}`;

/** A figure with its caption. */
export const figure = (drawn: Figure, caption: string): Html =>
  html`<figure>
${rawHtml(String(drawn))}<figcaption>${caption}</figcaption>
</figure>
`;

function assumptionBox({ response }: ReportPatient): Html {
  const texts = response?.assumptions ?? [];
  if (texts.length === 0) return html``;
  return html`<div class="box"><h3>Assumptions</h3><ul>${texts.map(({ text }) => html`<li>${text}</li>`)}</ul></div>`;
}
