/** The text of what somebody has read: text already, or its bytes. */
import { fail } from "../core/errors.js";
import { Utf8Reader } from "./utf8.js";

/**
 * Text as it is, bytes as UTF-8. O(n).
 *
 * @throws LesionGraphError NOT_CSV, with the line, for other bytes; BAD_VALUE for what is neither text nor
 * bytes.
 */
export function textOf(source: string | Uint8Array): string {
  if (typeof source === "string") return source;
  if (source instanceof Uint8Array) {
    const reader = new Utf8Reader();
    return reader.push(source) + reader.end();
  }
  fail("BAD_VALUE", "the text of a file or its bytes", source ?? "nothing");
}
