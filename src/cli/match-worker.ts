/** Worker of `match --jobs`: matches patients and returns their texts. */
import type { ReadablePatient } from "../deeplesion/columnar-reader.js";
import { serve } from "../node/serve.js";
import type { InputPatient } from "./input.js";
import { type PatientText, patientTexts, type TextTask } from "./match-texts.js";

serve<TextTask, readonly InputPatient<ReadablePatient>[], readonly PatientText[]>((task) => {
  const textOf = patientTexts(task);
  return (patients) => patients.map(textOf);
});
