/** The tables of docs/matching.md are those of the declarations. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { LINK_COLUMNS, MATCH_COLUMNS } from "../../src/matching/match-table.js";
import { REVIEW_COLUMNS } from "../../src/matching/review-table.js";
import { columnsMarkdown } from "../support/markdown.js";

const page = readFileSync(
  fileURLToPath(new URL("../../docs/matching.md", import.meta.url)),
  "utf8",
);

it.each([
  ["match", MATCH_COLUMNS],
  ["link", LINK_COLUMNS],
  ["review", REVIEW_COLUMNS],
])("docs/matching.md has the declared %s columns", (_, columns) => {
  expect(page).toContain(`\n${columnsMarkdown(columns)}`);
});
