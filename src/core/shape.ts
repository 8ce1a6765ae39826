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

/** Asserts a text. @throws LesionGraphError BAD_VALUE. */
export function assertText(given: unknown, expected: string): asserts given is string {
  if (typeof given !== "string") fail("BAD_VALUE", expected, String(given));
}

/** Asserts bytes. @throws LesionGraphError BAD_VALUE. */
export function assertBytes(given: unknown, expected: string): asserts given is Uint8Array {
  if (!(given instanceof Uint8Array))
    fail("BAD_VALUE", `${expected} as a Uint8Array`, String(given));
}

/**
 * Asserts an array or typed array of numbers, the first `finite` of them there and finite. O(n) for an array.
 *
 * @throws LesionGraphError BAD_VALUE.
 */
export function assertNumbers(given: unknown, expected: string, finite = 0): void {
  const numbers = given as ArrayLike<unknown>;
  const ofNumbers = Array.isArray(given)
    ? given.every((one) => typeof one === "number")
    : ArrayBuffer.isView(given) && "length" in given;
  const start = ofNumbers ? Array.from({ length: finite }, (_, i) => numbers[i]) : [];
  if (ofNumbers && start.every(Number.isFinite)) return;
  fail("BAD_VALUE", expected, Array.isArray(given) ? given : String(given));
}

/**
 * Asserts an array, each item with these fields; a hole is no item.
 *
 * @throws LesionGraphError BAD_VALUE.
 */
export function assertShapes(given: unknown, expected: string, fields: readonly string[]): void {
  if (!Array.isArray(given)) fail("BAD_VALUE", `a list: ${expected}`, String(given));
  for (const one of given as readonly unknown[]) assertShape(one, expected, fields);
}
