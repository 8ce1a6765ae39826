/** JSON from outside the package. */

/** Deepest nesting of lists and objects; files of the package have fewer than ten levels. */
const DEEPEST = 100;

/**
 * The value of a JSON text. O(n). Engines take about a microsecond per level of nesting, so that a file of opening
 * brackets would take a minute.
 *
 * @throws SyntaxError for other text, and for lists and objects nested more than 100 levels deep.
 */
export function parseJson(text: string): unknown {
  assertShallow(text);
  return JSON.parse(text);
}

function assertShallow(text: string): void {
  let depth = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted) i += Number(sign === "\\");
    else if (sign === "[" || sign === "{") depth++;
    else if (sign === "]" || sign === "}") depth--;
    if (depth > DEEPEST) throw new SyntaxError(`more than ${DEEPEST} levels`);
  }
}
