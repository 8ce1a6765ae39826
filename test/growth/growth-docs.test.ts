/** The tables of docs/growth.md and docs/response.md are those of the declarations. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { GROWTH_OPTIONS } from "../../src/growth/growth-schema.js";
import { GROWTH_SUMMARY_COLUMNS } from "../../src/growth/growth-summary-table.js";
import { GROWTH_COLUMNS } from "../../src/growth/growth-table.js";
import { LESION_NOTE_COLUMNS, STATUS_NOTE_COLUMNS } from "../../src/response/reader-notes.js";
import { RESPONSE_OPTIONS } from "../../src/response/response-schema.js";
import { RESPONSE_COLUMNS } from "../../src/response/response-table.js";
import { columnsMarkdown, optionsMarkdown } from "../support/markdown.js";

const pageOf = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), "utf8");

it.each([
  ["growth.md", "options", optionsMarkdown(GROWTH_OPTIONS)],
  ["growth.md", "growth columns", columnsMarkdown(GROWTH_COLUMNS)],
  ["growth.md", "summary columns", columnsMarkdown(GROWTH_SUMMARY_COLUMNS)],
  ["response.md", "options", optionsMarkdown(RESPONSE_OPTIONS)],
  ["response.md", "response columns", columnsMarkdown(RESPONSE_COLUMNS)],
  ["response.md", "lesion note columns", columnsMarkdown(LESION_NOTE_COLUMNS)],
  ["response.md", "status note columns", columnsMarkdown(STATUS_NOTE_COLUMNS)],
])("docs/%s has the declared %s", (page, _, table) => {
  expect(pageOf(page)).toContain(`\n${table}`);
});
