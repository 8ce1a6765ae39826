/** Writes the option tables of docs/figures.md from the declarations of the options. */
import type { Option } from "../../src/core/options.js";
import { ANNOTATION_FIGURE_OPTIONS } from "../../src/figures/annotation/annotation-figure.js";
import { BOARD_FIGURE_OPTIONS } from "../../src/figures/board/board-figure.js";
import { BODY_MAP_FIGURE_OPTIONS } from "../../src/figures/body-map/body-map-figure.js";
import { GRAPH_FIGURE_OPTIONS } from "../../src/figures/graph/graph-figure.js";
import { FIGURE_OPTIONS } from "../../src/figures/kit/figure-style.js";
import { RETRIEVAL_FIGURE_OPTIONS } from "../../src/figures/retrieval/retrieval-figure.js";
import { SEQUENCES_FIGURE_OPTIONS } from "../../src/figures/sequences/sequences-figure.js";
import { SIZES_FIGURE_OPTIONS } from "../../src/figures/sizes/sizes-figure.js";

type Schema = Readonly<Record<string, Option<unknown>>>;

const SCHEMAS: Readonly<Record<string, Schema>> = {
  all: { ...FIGURE_OPTIONS },
  graph: { ...GRAPH_FIGURE_OPTIONS },
  sequences: { ...SEQUENCES_FIGURE_OPTIONS },
  board: { ...BOARD_FIGURE_OPTIONS },
  annotation: { ...ANNOTATION_FIGURE_OPTIONS },
  retrieval: { ...RETRIEVAL_FIGURE_OPTIONS },
  "body-map": { ...BODY_MAP_FIGURE_OPTIONS },
  sizes: { ...SIZES_FIGURE_OPTIONS },
};

/** The page with every table between `<!-- options: NAME -->` and `<!-- end of options -->` renewed. */
export const withOptionTables = (page: string): string =>
  page.replaceAll(
    /<!-- options: ([\w-]+) -->[\s\S]*?<!-- end of options -->/g,
    (_, name: string) =>
      `<!-- options: ${name} -->\n${tableOf(name).join("\n")}\n<!-- end of options -->`,
  );

function tableOf(name: string): string[] {
  const own = Object.entries(SCHEMAS[name] ?? {}).filter(
    ([option]) => name === "all" || !Object.hasOwn(FIGURE_OPTIONS, option),
  );
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
