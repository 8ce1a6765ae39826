/** Where the records of a text begin and end. */

/** Finds the ends of records: line feeds outside double quotes. Keeps its state between chunks. */
export class RecordScanner {
  #quoted = false;

  /** Indices just after each record end of the chunk. */
  ends(chunk: string): number[] {
    const ends: number[] = [];
    for (let i = 0; i < chunk.length; i++) {
      const code = chunk.charCodeAt(i);
      if (code === QUOTE) this.#quoted = !this.#quoted;
      else if (code === LINE_FEED && !this.#quoted) ends.push(i + 1);
    }
    return ends;
  }
}

/** Splits a whole text into its records, each with its line end and the blank lines after it. */
export function splitRecords(text: string): string[] {
  const ends = new RecordScanner().ends(text);
  const pieces = [...ends, text.length].map((end, i) => text.slice(i === 0 ? 0 : ends[i - 1], end));
  const records: string[] = [];
  for (const piece of pieces) {
    const blank = /^[\uFEFF]?\r?\n?$/.test(piece);
    if (blank && records.length > 0) records.push((records.pop() as string) + piece);
    else records.push(piece);
  }
  return records;
}

const QUOTE = 34;
const LINE_FEED = 10;

/** Returns the line, counted from 1, on which record number `before` (from 0) begins. */
export function lineOfRecord(block: string, before: number): number {
  const [first = ""] = splitRecords(block);
  const blank = first.length - first.trimStart().length;
  const ahead = splitRecords(block.slice(blank)).slice(0, before).join("");
  return 1 + countLineEnds(block.slice(0, blank)) + countLineEnds(ahead);
}

/** Number of line feeds. */
export function countLineEnds(text: string): number {
  let count = 0;
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) count++;
  return count;
}
