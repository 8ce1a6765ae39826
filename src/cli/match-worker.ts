/** One worker of `match --jobs`: takes patients, gives their texts. */
import { serve } from "../node/serve.js";
import type { ColumnarInputPatient } from "./input.js";
import { patientTexts, type TextTask } from "./texts.js";

serve<TextTask, readonly ColumnarInputPatient[], readonly string[]>((task) => {
  const textOf = patientTexts(task);
  return (patients) => patients.map(textOf);
});
