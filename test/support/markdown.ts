/** Declarations as the Markdown tables of the docs. */
import type { Option, OptionSchema } from "../../src/core/options.js";
import type { Columns } from "../../src/csv/table.js";

/** The options of a schema as a Markdown table: name, default, values, meaning. */
export function optionsMarkdown<T extends object>(schema: OptionSchema<T>): string {
  const lines = Object.entries<Option<unknown>>(schema).map(
    ([name, { default: usual, expected, help, choices }]) =>
      `| \`${name}\` | ${defaultText(usual)} | ${choices === undefined ? expected : orText(choices)} | ${help} |`,
  );
  return [
    "| option | default | values | meaning |",
    "| --- | --- | --- | --- |",
    ...lines,
    "",
  ].join("\n");
}

const orText = (choices: readonly string[]): string =>
  choices.map((one) => `\`${one}\``).join(" or ");

/** Empty for a default that a cell cannot hold. */
function defaultText(usual: unknown): string {
  const text = typeof usual === "string" ? usual : JSON.stringify(usual);
  return usual === undefined || text.length > 80 ? "" : `\`${text}\``;
}

/** The columns as a Markdown table: name, type, unit, meaning. */
export function columnsMarkdown(columns: Columns): string {
  const lines = Object.entries(columns).map(
    ([name, { type, unit, description, required }]) =>
      `| \`${name}\` | ${type}${required ? "" : ", may be empty"} | ${unit ?? ""} | ${description} |`,
  );
  return ["| column | type | unit | meaning |", "| --- | --- | --- | --- |", ...lines, ""].join(
    "\n",
  );
}
