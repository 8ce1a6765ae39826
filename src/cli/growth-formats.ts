/** The output formats of `grow`. */
import { redcapDictionary, redcapHeader, redcapLines } from "../csv/redcap.js";
import { type Columns, linesOf, type RowOf } from "../csv/table.js";
import type { PatientGrowth } from "../growth/growth-result.js";
import { GROWTH_SUMMARY_COLUMNS, growthSummaryRows } from "../growth/growth-summary-table.js";
import { GROWTH_COLUMNS, growthRows, growthTable } from "../growth/growth-table.js";
import type { PatientResponse } from "../response/response-result.js";
import { RESPONSE_COLUMNS, responseRows } from "../response/response-table.js";
import { type SdtmOptions, type SdtmTables, sdtmTables } from "../response/sdtm.js";
import { RS_COLUMNS, TR_COLUMNS, TU_COLUMNS } from "../response/sdtm-columns.js";
import { csvFrame, framedBatches, jsonFrame, LINES } from "./framing.js";

/** Formats that are a domain of SDTM. */
export const DOMAINS = ["tu", "tr", "rs"] as const;

/** True for a format that is a domain of SDTM. */
export const isDomain = (name: string): boolean => (DOMAINS as readonly string[]).includes(name);

/** The growth of a patient, and the response where it is asked for. */
export interface Grown {
  readonly growth: PatientGrowth;
  readonly response: PatientResponse | undefined;
  readonly sdtm: Partial<SdtmOptions>;
}

const domainsOf = ({ growth, response, sdtm }: Grown): SdtmTables =>
  response === undefined ? sdtmTables([], []) : sdtmTables([growth], [response], sdtm);

/** Results of batches of patients as text. */
type Format = (grown: AsyncIterable<readonly Grown[]>) => AsyncGenerator<string | Uint8Array>;

/** Instrument of REDCap that holds growth. */
const REDCAP_FORM = "growth";

/** Lines of a table for every patient. */
const tableFormat =
  <C extends Columns>(columns: C, rowsOf: (grown: Grown) => readonly RowOf<C>[]): Format =>
  (grown) =>
    framedBatches(grown, csvFrame(Object.keys(columns)), (one) => linesOf(columns, rowsOf(one)));

async function* growthParquet(grown: AsyncIterable<readonly Grown[]>): AsyncGenerator<Uint8Array> {
  const growths = [];
  for await (const batch of grown) for (const { growth } of batch) growths.push(growth);
  yield await growthTable(growths).toParquet();
}

/** The formats of growth by name. */
export const GROWTH_FORMATS = {
  csv: tableFormat(GROWTH_COLUMNS, ({ growth }) => growthRows(growth)),
  parquet: growthParquet,
  summary: tableFormat(GROWTH_SUMMARY_COLUMNS, ({ growth }) => growthSummaryRows(growth)),
  response: tableFormat(RESPONSE_COLUMNS, ({ response }) =>
    response === undefined ? [] : responseRows(response),
  ),
  tu: tableFormat(TU_COLUMNS, (one) => domainsOf(one).tu.rows),
  tr: tableFormat(TR_COLUMNS, (one) => domainsOf(one).tr.rows),
  rs: tableFormat(RS_COLUMNS, (one) => domainsOf(one).rs.rows),
  redcap: (grown) =>
    framedBatches(
      grown,
      { ...LINES, head: redcapHeader(GROWTH_COLUMNS, REDCAP_FORM) },
      ({ growth }) => redcapLines(GROWTH_COLUMNS, growthRows(growth), REDCAP_FORM),
    ),
  "redcap-dictionary": (grown) =>
    framedBatches(
      grown,
      { ...LINES, head: redcapDictionary(GROWTH_COLUMNS, REDCAP_FORM) },
      () => "",
    ),
  json: (grown) =>
    framedBatches(grown, jsonFrame("patients"), ({ growth, response }) =>
      JSON.stringify(response === undefined ? growth : { ...growth, response }),
    ),
} satisfies Readonly<Record<string, Format>>;
