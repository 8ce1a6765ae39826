/** Whether an argument is what a function of this package returns, before a TypeError says that it is not. */
import { fail } from "./errors.js";

/**
 * Asserts that a value is an object with these fields.
 *
 * @param expected completes "expected …", for example "a slice, as decodeSlice returns it"
 * @throws LesionGraphError BAD_VALUE.
 */
export function assertShape(given: unknown, expected: string, fields: readonly string[]): void {
  const isObject = typeof given === "object" && given !== null;
  if (isObject && fields.every((field) => field in given)) return;
  fail("BAD_VALUE", expected, isObject ? given : String(given));
}

/**
 * Asserts that a value can be gone through, each item with these fields.
 *
 * @throws LesionGraphError BAD_VALUE.
 */
export function assertShapes(given: unknown, expected: string, fields: readonly string[]): void {
  const isList = typeof given === "object" && given !== null && Symbol.iterator in given;
  if (!isList) fail("BAD_VALUE", `a list: ${expected}`, String(given));
  for (const one of given as Iterable<unknown>) assertShape(one, expected, fields);
}
