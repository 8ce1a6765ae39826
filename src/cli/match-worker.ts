/** Worker of `match --jobs`: matches patients and returns their texts. */
import { ColumnarRows } from "../deeplesion/columnar-patient.js";
import { serve } from "../node/serve.js";
import type { InputPatient } from "./input.js";
import type { SentPatient } from "./match-jobs.js";
import { type PatientText, patientTexts, type TextTask } from "./match-texts.js";

serve<TextTask, readonly InputPatient<SentPatient>[], readonly PatientText[]>((task) => {
  const textOf = patientTexts(task);
  return (patients) =>
    patients.map(({ file, patient }) =>
      textOf({ file, patient: "whole" in patient ? new ColumnarRows(patient) : patient }),
    );
});
