/** Text from what a caller has read: text already, or bytes. */
import { fail } from "../core/errors.js";
import { Utf8Reader } from "./utf8.js";

/**
 * Returns text as it is and bytes decoded as UTF-8. O(n).
 *
 * @throws LesionGraphError NOT_CSV, with the line, for bytes that are not UTF-8; BAD_VALUE for a source that is
 * neither text nor bytes.
 */
export const textOf = (source: string | Uint8Array): string => Array.from(textsOf(source)).join("");

/** As {@link textOf} in pieces: engines limit the length of one string (about 512 MB). */
export function* textsOf(source: string | Uint8Array): Generator<string, void, undefined> {
  if (typeof source === "string") {
    yield source;
    return;
  }
  assertSource(source);
  const reader = new Utf8Reader();
  for (let at = 0; at < source.length; at += PIECE) {
    yield reader.push(source.subarray(at, at + PIECE));
  }
  yield reader.end();
}

const PIECE = 1 << 24;

/** Asserts the text of a file or its bytes. @throws LesionGraphError BAD_VALUE. */
export function assertSource(source: unknown): asserts source is string | Uint8Array {
  if (typeof source === "string" || source instanceof Uint8Array) return;
  fail("BAD_VALUE", "the text of a file or its bytes", source ?? "nothing", {
    remedy: source instanceof Promise ? "await it first" : undefined,
  });
}

/** Returns the UTF-8 bytes of a text; the text itself where it has half a character, which UTF-8 cannot hold. O(n). */
export const encoded = (source: string | Uint8Array): string | Uint8Array =>
  typeof source !== "string" || /\p{Surrogate}/u.test(source)
    ? source
    : new TextEncoder().encode(source);
