import { expect } from "vitest";
import { type ErrorCode, LesionGraphError } from "../../src/core/errors.js";

/** The error of ours that `work` throws; its code and a fragment of its message are asserted. */
export function fault(code: ErrorCode, fragment: string, work: () => unknown): LesionGraphError {
  let thrown: unknown;
  try {
    work();
  } catch (error) {
    thrown = error;
  }
  return check(code, fragment, thrown);
}

/** The error of ours that `work` throws; its code is asserted, its wording is not. */
export const errorOf = (code: ErrorCode, work: () => unknown): LesionGraphError =>
  fault(code, "", work);

/** As `fault`, for work that rejects. */
export async function faultOf(
  code: ErrorCode,
  fragment: string,
  work: () => Promise<unknown>,
): Promise<LesionGraphError> {
  return check(
    code,
    fragment,
    await work().then(
      () => undefined,
      (error) => error,
    ),
  );
}

function check(code: ErrorCode, fragment: string, thrown: unknown): LesionGraphError {
  expect(thrown).toBeInstanceOf(LesionGraphError);
  const error = thrown as LesionGraphError;
  expect(error.code).toBe(code);
  expect(error.message).toContain(fragment);
  return error;
}

/** The code of the error of ours that `work` throws; none where it does not throw. */
export function codeOf(work: () => unknown): ErrorCode | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof LesionGraphError) return error.code;
    throw error;
  }
}
