/** How wide a text is, from the font's own figures: no canvas, no DOM. */
import { type Advances, BOLD, REGULAR } from "./font-advances.js";

/**
 * The default font family. Widths are measured for DejaVu Sans, the widest of these fonts: about 12 % more
 * than Arial and Helvetica, so that text in any of them fits.
 */
export const FONT_FAMILY =
  "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', Verdana, sans-serif";

export type Weight = "normal" | "bold";

const UNITS = 2048;

const tableOf = (advances: Advances): ReadonlyMap<string, number> =>
  new Map(advances.flatMap(([width, characters]) => [...characters].map((one) => [one, width])));

const WIDTHS = { normal: tableOf(REGULAR), bold: tableOf(BOLD) };

/** Wide scripts (Chinese, Japanese, Korean, emoji) take a whole square. */
const isWide = (code: number): boolean => code >= 0x2e80;

/** Width of a text in the unit of `size`; characters that are not in the table are taken as wide ones. */
export function textWidth(text: string, size: number, weight: Weight = "normal"): number {
  let units = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    units += WIDTHS[weight].get(character) ?? (isWide(code) ? UNITS : 0.8 * UNITS);
  }
  return (units * size) / UNITS;
}

/** The text, or as much of its beginning as fits, with "…" at the end. */
export function shorten(text: string, width: number, size: number, weight?: Weight): string {
  if (textWidth(text, size, weight) <= width) return text;
  const characters = [...text];
  while (characters.length > 0) {
    characters.pop();
    const shorter = `${characters.join("").trimEnd()}…`;
    if (textWidth(shorter, size, weight) <= width) return shorter;
  }
  return "";
}

/** The text, or its beginning and end with "…" between them: names of one kind often differ at the end. */
export function shortenMiddle(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = [...text];
  for (let kept = characters.length - 1; kept > 0; kept--) {
    const ends = Math.ceil(kept / 2);
    const begins = characters.slice(0, kept - ends).join("");
    const shorter = `${begins}…${characters.slice(-ends).join("")}`;
    if (textWidth(shorter, size) <= width) return shorter;
  }
  return "";
}

/** The first of these texts that fits, longest first; else the beginning of the last. */
export function fitting(choices: readonly string[], width: number, size: number): string {
  const fits = choices.find((text) => textWidth(text, size) <= width);
  return fits ?? shorten(choices.at(-1) ?? "", width, size);
}

/** The text in lines that are not wider than `width`, broken between words; a longer word is shortened. */
export function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, size) <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(shorten(word, width, size));
    }
  }
  return lines;
}
