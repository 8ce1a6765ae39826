/** Tables that a command writes into documents, between markers, so that every number has its origin. */
import { readFileSync, writeFileSync } from "node:fs";

/** A markdown table. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Puts text between `<!-- name -->` and `<!-- /name -->` of a document. */
export function putBetween(file: URL, name: string, text: string): void {
  const before = readFileSync(file, "utf8");
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [before.indexOf(start), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file.pathname} has no place for ${name}`);
  const after = `${before.slice(0, from + start.length)}\n${text.trim()}\n${before.slice(to)}`;
  if (after !== before) writeFileSync(file, after);
}

/** What the numbers were made with. */
export function stamp(): string {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const day = new Date().toISOString().slice(0, 10);
  return `lesion-graph ${version}, Node ${process.versions.node}, ${day}`;
}
