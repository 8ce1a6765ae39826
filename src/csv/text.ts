/** The text of what somebody has read: text already, or its bytes. */
import { LesionGraphError } from "../errors.js";

/**
 * Text as it is, bytes as UTF-8. O(n).
 *
 * @throws LesionGraphError NOT_CSV for other bytes, which would make different names alike; BAD_VALUE for what
 * is neither text nor bytes.
 */
export function textOf(source: string | Uint8Array): string {
  if (typeof source === "string") return source;
  if (!(source instanceof Uint8Array)) {
    throw new LesionGraphError("BAD_VALUE", {
      expected: "the text of a file or its bytes",
      received: source ?? "nothing",
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(source);
  } catch {
    throw new LesionGraphError("NOT_CSV", {
      expected: "UTF-8 text",
      received: "other bytes",
      remedy: "save the file in UTF-8",
    });
  }
}
