/** The text of each patient by output format of `match`. */
import { withPlace } from "../core/errors.js";
import { linesOf } from "../csv/table.js";
import { isColumnar, type ReadablePatient } from "../deeplesion/columnar-reader.js";
import { columnMatcher, fitsColumns, sequenceLines } from "../matching/column-matcher.js";
import type { MatchOptions } from "../matching/match.js";
import { matchToJson } from "../matching/match-json.js";
import { LINK_COLUMNS, linkRows, MATCH_COLUMNS, matchRows } from "../matching/match-table.js";
import type { PatientMatch } from "../matching/result.js";
import { csvFrame, type Frame, jsonFrame, LINES } from "./framing.js";
import type { InputPatient } from "./input.js";
import { type MatchReport, patientMatcher } from "./match-inputs.js";

/** Formats that write patients one by one. */
export type PatientFormat = "json" | "jsonl" | "csv" | "links";

/** The frame around the patients. `withFile`: each patient names its input. */
export function frameOf(format: PatientFormat, withFile: boolean): Frame {
  if (format === "jsonl") return LINES;
  if (format === "json") return jsonFrame("patients");
  const columns = format === "csv" ? MATCH_COLUMNS : LINK_COLUMNS;
  return csvFrame([...(withFile ? ["file"] : []), ...Object.keys(columns)]);
}

/** How patients are matched and written; plain data that can be sent to a worker. */
export interface TextTask {
  readonly format: PatientFormat;
  /** Whether each patient names its input. */
  readonly withFile: boolean;
  readonly options: MatchOptions;
}

/** True if columnar patients are written without objects. */
export const isColumnarTask = ({ format, options }: TextTask): boolean =>
  format === "csv" && fitsColumns(options);

/** A matched patient as text. */
export interface PatientText extends MatchReport {
  readonly text: string;
}

/** A function that matches a patient and returns its text. */
export function patientTexts(task: TextTask): (one: InputPatient<ReadablePatient>) => PatientText {
  const { format, withFile, options } = task;
  const matchOf = patientMatcher(options);
  const partitions = isColumnarTask(task) ? columnMatcher(options) : undefined;
  const text = ({ file, patient }: InputPatient<ReadablePatient>): PatientText => {
    const partition = isColumnar(patient) ? partitions?.partition(patient) : undefined;
    if (partition !== undefined && isColumnar(patient)) {
      const lines = sequenceLines(patient, partition, withFile ? file : undefined);
      return { file, patient: patient.patient, warnings: [], text: lines };
    }
    const { match } = matchOf(patient);
    const { warnings } = match;
    const text = textOf(match, format, withFile ? [file] : []);
    return { file, patient: match.patient, warnings, text };
  };
  return (one) => withPlace({ file: one.file }, () => text(one));
}

function textOf(match: PatientMatch, format: PatientFormat, file: readonly string[]): string {
  if (format === "csv") return linesOf(MATCH_COLUMNS, matchRows(match), file);
  if (format === "links") return linesOf(LINK_COLUMNS, linkRows(match), file);
  const object = file.length > 0 ? { file: file[0], ...matchToJson(match) } : matchToJson(match);
  return `${JSON.stringify(object)}${format === "jsonl" ? "\n" : ""}`;
}
