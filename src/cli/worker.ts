/** One worker of `match --jobs`: takes patients, gives their texts. */
import { parentPort, workerData } from "node:worker_threads";
import { type ErrorCode, type Fault, LesionGraphError, type Place } from "../errors.js";
import type { QuickInputPatient } from "./input.js";
import { patientTexts, type TextTask } from "./texts.js";

/** What comes back; errors of ours in parts, since messages do not keep classes. */
export type Answer =
  | { readonly texts: readonly string[] }
  | { readonly code: ErrorCode; readonly fault: Fault; readonly where: Place };

const textOf = patientTexts(workerData as TextTask);

parentPort?.on("message", (patients: readonly QuickInputPatient[]) => {
  parentPort?.postMessage(answer(patients));
});

function answer(patients: readonly QuickInputPatient[]): Answer {
  try {
    return { texts: patients.map(textOf) };
  } catch (error) {
    if (!(error instanceof LesionGraphError)) throw error;
    const { code, fault, where } = error;
    return { code, fault, where };
  }
}
