/** Tables of one patient: diameters, links, response, roles. */
import { followed } from "../growth/changes.js";
import type { GrowthPoint, PatientGrowth, SequenceGrowth } from "../growth/growth-result.js";
import type { Link, PatientMatch } from "../matching/result.js";
import type { Assessment, PatientResponse } from "../response/response-result.js";
import { type Html, type HtmlValue, html } from "./html.js";
import { type HtmlColumn, htmlTable } from "./html-table.js";

const fixed = (value: number | undefined, decimals: number): string | undefined =>
  value?.toFixed(decimals).replace("-", "−");

/** A change with one decimal, as in the reasons: +20 % would look like progression where it is +19.6 %. */
function signed(value: number | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = fixed(value, 1)!;
  if (Number(value.toFixed(1)) === 0) return "0.0";
  return value > 0 ? `+${text}` : text;
}

/** Columns of studies that fit on a page. */
const STUDIES_ON_PAGE = 8;

/** The diameters of every sequence in every study, with the change from the first to the last; many studies in parts. */
export function diameterTable(growth: PatientGrowth): Html {
  const studies = growth.studies.map(
    ({ study, date }, i): HtmlColumn<SequenceGrowth> => ({
      name: date === undefined ? `Study ${study}` : html`Study ${study} <small>${date}</small>`,
      numeric: true,
      cell: ({ points }) => sizeOf(points[i]),
    }),
  );
  const parts: HtmlColumn<SequenceGrowth>[][] = [];
  for (let first = 0; first === 0 || first < studies.length; first += STUDIES_ON_PAGE) {
    parts.push(studies.slice(first, first + STUDIES_ON_PAGE));
  }
  return html`${parts.map((part, i) =>
    htmlTable<SequenceGrowth>(
      `Diameters (mm) by sequence and study${i === 0 ? "" : ", continued"}: long axis; short axis of lymph nodes. Empty: not measured.`,
      [...SEQUENCE_COLUMNS, ...part, ...(i === parts.length - 1 ? COURSE_COLUMNS : [])],
      growth.sequences,
      "No lesions.",
    ),
  )}`;
}

const SEQUENCE_COLUMNS: readonly HtmlColumn<SequenceGrowth>[] = [
  { name: "Sequence", heads: true, cell: ({ sequence }) => sequence },
  { name: "Type", cell: ({ type, isLymphNode }) => (isLymphNode ? "lymph node" : type) },
];

const COURSE_COLUMNS: readonly HtmlColumn<SequenceGrowth>[] = [
  {
    name: "Change (%)",
    numeric: true,
    cell: ({ points }) => signed(followed(points).at(-1)?.fromBaseline?.percent),
  },
  { name: "Trend", cell: ({ trend }) => (trend.class === "single" ? "" : trend.class) },
];

function sizeOf(point: GrowthPoint | undefined): HtmlValue {
  if (point?.status === "absent") return "absent";
  return fixed(point?.diameterMm, 1);
}

/** All links of a patient, the least certain first. */
export function linkTable(match: PatientMatch): Html {
  const lesions = match.sequences.flatMap(({ id, lesions }) =>
    lesions.map((lesion) => [lesion.row, { sequence: id, study: lesion.study }] as const),
  );
  const byRow = new Map(lesions);
  const place = (row: number): string => `row ${row}, study ${byRow.get(row)?.study ?? "unknown"}`;
  const joint = match.method === "joint";
  const certainty = ({ probability, logOdds, margin, distance }: Link): number =>
    probability ?? logOdds ?? margin ?? -(distance ?? 0);
  const links = [...match.links].sort(
    (a, b) => certainty(a) - certainty(b) || a.from - b.from || a.to - b.to,
  );
  return htmlTable<Link>(
    "Links, the least certain first.",
    [
      { name: "Sequence", heads: true, cell: ({ from }) => byRow.get(from)?.sequence },
      { name: "From", cell: ({ from }) => place(from) },
      { name: "To", cell: ({ to }) => place(to) },
      { name: "Distance", numeric: true, cell: ({ distance }) => fixed(distance, 3) },
      ...(joint
        ? [
            {
              name: "Probability",
              numeric: true,
              cell: ({ probability }: Link) => fixed(probability, 3),
            },
            { name: "Log-odds", numeric: true, cell: ({ logOdds }: Link) => fixed(logOdds, 2) },
          ]
        : []),
      { name: "Margin", numeric: true, cell: ({ margin }) => fixed(margin, joint ? 2 : 3) },
      {
        name: "Runner-up",
        cell: ({ runnerUp }) =>
          runnerUp === undefined ? "none" : `rows ${runnerUp.from} and ${runnerUp.to}`,
      },
      ...(links.some((link) => remark(link) !== undefined)
        ? [{ name: "Remark", cell: remark }]
        : []),
    ],
    links,
    "No links.",
  );
}

function remark({ uncertain, constrained }: Link): HtmlValue {
  if (constrained === true) return "set by the user";
  return uncertain === true ? html`<span class="alert">uncertain</span>` : undefined;
}

const RULES = "Rule numbers refer to the page Response of the lesion-graph documentation.";

/** The response of every study after baseline, with the rule and the numbers behind it. */
export function responseTable(response: PatientResponse): Html {
  return htmlTable<Assessment>(
    `Response by RECIST 1.1 and iRECIST. ${baselineText(response)} ${RULES}`,
    [
      {
        name: "Study",
        heads: true,
        cell: ({ study, date }) => (date === undefined ? study : `${study} (${date})`),
      },
      {
        name: "Sum (mm)",
        numeric: true,
        cell: sumOf,
      },
      {
        name: "From baseline (%)",
        numeric: true,
        cell: ({ target }) => signed(target?.fromBaselinePercent),
      },
      {
        name: "From nadir (%)",
        numeric: true,
        cell: ({ target }) => signed(target?.fromNadirPercent),
      },
      { name: "Targets", cell: ({ target }) => target?.response ?? "none" },
      { name: "Non-targets", cell: ({ nonTarget }) => nonTarget?.response ?? "none" },
      {
        name: "New lesions",
        cell: ({ newLesions }) =>
          newLesions.sequences.length === 0
            ? "none"
            : `sequence ${newLesions.sequences.join(", ")}`,
      },
      {
        name: "Overall",
        cell: ({ overall }) =>
          overall.response === "PD"
            ? html`<strong class="alert">PD</strong>`
            : html`<strong>${overall.response}</strong>`,
      },
      { name: "iRECIST", cell: ({ immune }) => immune.response },
      {
        name: "Reason",
        long: true,
        cell: ({ overall }) => `${overall.reason} (rule ${overall.rule})`,
      },
    ],
    response.assessments,
    "No study after baseline.",
  );
}

function baselineText({ baseline }: PatientResponse): string {
  if (baseline === undefined) return "No baseline.";
  const sum = baseline.sumMm === undefined ? "no targets" : `sum ${fixed(baseline.sumMm, 1)} mm`;
  return `Baseline: study ${baseline.study}, ${sum}.`;
}

/** The sum of the targets; without a target in this study the sum is at least that of the others. */
function sumOf({ target }: Assessment): HtmlValue {
  if (target === undefined || target.sumMm !== undefined) return fixed(target?.sumMm, 1);
  const isAny = target.values.some(({ mm }) => mm !== undefined);
  return isAny ? `≥ ${fixed(target.evaluableMm, 1)}` : undefined;
}

/** What every sequence was taken for. */
export function roleTable({ assignments }: PatientResponse): Html {
  return htmlTable(
    `Role of every sequence. ${RULES}`,
    [
      { name: "Sequence", heads: true, cell: ({ sequence }) => sequence },
      { name: "Role", cell: ({ role }) => role },
      { name: "Organ", cell: ({ organ }) => organ ?? "unknown" },
      { name: "Baseline (mm)", numeric: true, cell: ({ baselineMm }) => fixed(baselineMm, 1) },
      { name: "Reason", long: true, cell: ({ reason, rule }) => `${reason} (rule ${rule})` },
    ],
    assignments,
    "No sequences.",
  );
}
