/** The option tables of docs/matching.md are those of the declarations. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ALGORITHM1_OPTIONS } from "../../src/matching/algorithm1/algorithm1-options.js";
import { JOINT_OPTIONS } from "../../src/matching/joint/joint-options.js";
import { optionsMarkdown } from "../support/markdown.js";

it.each([
  ["joint", optionsMarkdown(JOINT_OPTIONS)],
  ["algorithm1", optionsMarkdown(ALGORITHM1_OPTIONS)],
])("docs/matching.md has the declared options of %s", (_, table) => {
  const page = readFileSync(new URL("../../docs/matching.md", import.meta.url), "utf8");
  expect(page).toContain(`\n${table}`);
});
