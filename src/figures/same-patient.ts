/** Whether two things that are drawn together are of one patient. */
import { LesionGraphError } from "../errors.js";

/**
 * Refuses an option that is of another patient than the figure.
 *
 * @throws LesionGraphError BAD_OPTION.
 */
export function requireSamePatient(
  option: string,
  received: string | undefined,
  patient: string,
): void {
  if (received === undefined || received === patient) return;
  throw new LesionGraphError(
    "BAD_OPTION",
    {
      expected: `${option} of patient ${patient}`,
      received: `that of patient ${received}`,
      remedy: `make the ${option} of the same lesions as the first argument`,
    },
    { option, patient },
  );
}
