/** Writes the option tables of docs/figures.md from the declarations of the options. */
import { FIGURES } from "../../src/cli/drawable-figures.js";
import { FIGURE_OPTIONS } from "../../src/figures/kit/figure-style.js";

/** The page with every table between `<!-- options: NAME -->` and `<!-- end of options -->` renewed. */
export const withOptionTables = (page: string): string =>
  page.replaceAll(
    /<!-- options: ([\w-]+) -->[\s\S]*?<!-- end of options -->/g,
    (_, name: string) =>
      `<!-- options: ${name} -->\n${tableOf(name).join("\n")}\n<!-- end of options -->`,
  );

function tableOf(name: string): string[] {
  const own = Object.entries(
    name === "all" ? FIGURE_OPTIONS : (FIGURES[name]?.options ?? {}),
  ).filter(([option]) => name === "all" || !Object.hasOwn(FIGURE_OPTIONS, option));
  return [
    "| option | default | accepted | what it does |",
    "| --- | --- | --- | --- |",
    ...own.map(
      ([option, one]) =>
        `| \`${option}\` | ${defaultOf(one.default)} | ${one.expected} | ${one.help} |`,
    ),
  ];
}

const defaultOf = (value: unknown): string =>
  value === undefined || value instanceof Map ? "none" : `\`${JSON.stringify(value)}\``;
