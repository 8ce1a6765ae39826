/** What `match` writes of each patient, by format. */

import { withPlace } from "../core/errors.js";
import { csvLine } from "../csv/write.js";
import { isColumnar } from "../deeplesion/stream.js";
import { columnMatcher, fitsColumns, sequenceLines } from "../matching/columns.js";
import { type MatchOptions, matchPatient } from "../matching/match.js";
import type { PatientMatch } from "../matching/result.js";
import { matchToJson, SEQUENCE_COLUMNS, sequenceRows } from "../matching/table.js";
import { constraintsWithin } from "./constrained-rows.js";
import { asObjects, type ColumnarInputPatient } from "./input.js";
import { constraintsOf } from "./match-options.js";

/** Formats in which patients stand one behind the other. */
export type PatientFormat = "json" | "jsonl" | "csv";

/** What stands around and between the texts of patients. */
export interface Frame {
  readonly head: string;
  readonly between: string;
  /** Behind the last patient, if there is one, and at the end in any case. */
  readonly foot: string;
  readonly end: string;
}

export const frameOf = (format: PatientFormat, several: boolean): Frame => {
  const columns = csvLine([...(several ? ["file"] : []), ...SEQUENCE_COLUMNS]);
  const frames: Readonly<Record<PatientFormat, Frame>> = {
    json: { head: '{"patients":[\n', between: ",\n", foot: "\n", end: "]}\n" },
    jsonl: { head: "", between: "", foot: "", end: "" },
    csv: { head: columns, between: "", foot: "", end: "" },
  };
  return frames[format];
};

/** How patients are to be matched and written; plain data, so that it can be sent to a worker. */
export interface TextTask {
  readonly format: PatientFormat;
  /** Whether each patient says which input it comes from. */
  readonly several: boolean;
  readonly options: MatchOptions;
}

/** True where nothing is asked for that needs objects of patients in columns. */
export const byColumns = ({ format, options }: TextTask): boolean =>
  format === "csv" && fitsColumns(options);

/** Matches one patient after the other and gives its text. */
export function patientTexts(task: TextTask): (one: ColumnarInputPatient) => string {
  const { format, several, options } = task;
  const partitionOf = byColumns(task) ? columnMatcher(options as object) : undefined;
  const constraints = constraintsOf(options);
  const text = ({ file, patient }: ColumnarInputPatient): string => {
    if (partitionOf && isColumnar(patient)) {
      return sequenceLines(patient, partitionOf(patient), several ? file : undefined);
    }
    const { lesions } = asObjects(patient);
    const match = matchPatient(lesions, { ...options, ...constraintsWithin(lesions, constraints) });
    return textOf(match, format, several ? [file] : []);
  };
  return (one) => withPlace({ file: one.file }, () => text(one));
}

function textOf(match: PatientMatch, format: PatientFormat, file: readonly string[]): string {
  if (format === "csv") {
    return sequenceRows(match)
      .map((row) => csvLine([...file, ...SEQUENCE_COLUMNS.map((column) => row[column])]))
      .join("");
  }
  const object = file.length > 0 ? { file: file[0], ...matchToJson(match) } : matchToJson(match);
  return `${JSON.stringify(object)}${format === "jsonl" ? "\n" : ""}`;
}
