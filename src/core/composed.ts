/** One form of texts that look alike. */

const NOT_ASCII = /[^\0-\x7f]/;

/**
 * Returns a text in Unicode normalization form C: "é" is one character, not "e" and an accent, as file names of macOS
 * have it. Every reader does so with ids and names, so that the two forms of a name are one patient. O(n).
 */
export const composed = (text: string): string =>
  NOT_ASCII.test(text) ? text.normalize("NFC") : text;
