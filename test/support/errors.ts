/** Errors of the package that tests expect: their code and place, not their wording. */
import { expect } from "vitest";
import { type ErrorCode, LesionGraphError, type Place } from "../../src/core/errors.js";

/** The error that `work` throws; its code and, where given, fields of its place are asserted. */
export function errorOf(code: ErrorCode, work: () => unknown, where: Place = {}): LesionGraphError {
  let thrown: unknown;
  try {
    work();
  } catch (error) {
    thrown = error;
  }
  return check(code, thrown, where);
}

/** As {@link errorOf}, for work that rejects. */
export async function rejectionOf(
  code: ErrorCode,
  work: () => Promise<unknown>,
  where: Place = {},
): Promise<LesionGraphError> {
  return check(code, await work().catch((error: unknown) => error), where);
}

function check(code: ErrorCode, thrown: unknown, where: Place): LesionGraphError {
  expect(thrown).toBeInstanceOf(LesionGraphError);
  const error = thrown as LesionGraphError;
  expect(error.code).toBe(code);
  expect(error.where).toMatchObject(where);
  return error;
}

/** The code of the error that `work` throws; none where it does not throw. */
export function codeOf(work: () => unknown): ErrorCode | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof LesionGraphError) return error.code;
    throw error;
  }
}
