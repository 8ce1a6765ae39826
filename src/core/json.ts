/** JSON of other origin. */

/** Levels of lists and objects in one another; those of the package have less than ten. */
const DEEPEST = 100;

/**
 * The value of a JSON text. O(n). Engines take about a microsecond per level of nesting, so that a file of opening
 * brackets would take a minute.
 *
 * @throws SyntaxError for other text, and for more than 100 levels of lists and objects in one another.
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
