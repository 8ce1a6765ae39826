/** Whether two things that are drawn together are of one patient. */
import { fail } from "../../core/errors.js";

/**
 * Asserts that an option is of the patient of the figure.
 *
 * @throws LesionGraphError BAD_OPTION.
 */
export function assertSamePatient(
  option: string,
  received: string | undefined,
  patient: string,
): void {
  if (received === undefined || received === patient) return;
  fail("BAD_OPTION", `${option} of patient ${patient}`, `that of patient ${received}`, {
    remedy: `make the ${option} of the same lesions as the first argument`,
    option,
    patient,
  });
}
