/** The flags of `draw`, and the figures they apply to. */
import { fail } from "../core/errors.js";
import { boolean, choice, integer, text } from "../core/options.js";
import { patient } from "./common-flags.js";
import { FIGURES, figuresThat } from "./drawable-figures.js";
import { FIGURE_FLAGS } from "./figure-file.js";
import { type FlagUse, flagsWithout, pickFlags } from "./flag-use.js";
import {
  type FlagValues,
  failRepeatedValue,
  flag,
  optionalFlag,
  repeatableFlag,
  settingOf,
  withoutDefault,
} from "./flags.js";
import { BEST_FLAGS, GROWTH_FLAGS, LIMIT_FLAGS, RESPONSE_FLAGS } from "./growth-options.js";
import { SLICES_FLAG } from "./key-slices.js";
import { FEATURE_FLAGS, LINK_FLAGS, MATCH_FLAGS } from "./match-flags.js";
import { READER_FLAGS } from "./reader-flags.js";
import { RETRIEVAL_FLAGS } from "./retrieval-flags.js";

const ROW = {
  row: optionalFlag(
    "--row <n>",
    withoutDefault(integer(1, "Annotation, retrieval: data row from 1", 1)),
  ),
};
const RECIST = {
  recist: flag(
    "--recist",
    boolean(false, "Timeline: the patient's response; waterfall: patients, not lesions"),
  ),
};

export const DRAW_FLAGS = {
  ...MATCH_FLAGS,
  ...GROWTH_FLAGS,
  ...RECIST,
  patient,
  ...ROW,
  ...RETRIEVAL_FLAGS,
  ...SLICES_FLAG,
  theme: FIGURE_FLAGS.theme,
  widthMm: FIGURE_FLAGS.widthMm,
  set: repeatableFlag(
    "--set <name=value>",
    text("", "Any other option of the figure, see docs/figures.md"),
  ),
  interactive: flag(
    "--interactive",
    boolean(false, "SVG with a script inside: tooltips, highlighting and zoom in a browser"),
  ),
  all: optionalFlag(
    "--all <format>",
    withoutDefault(
      choice(
        ["svg", "png"],
        "svg",
        "A figure for every patient, svg or png, into the folder --output",
      ),
    ),
  ),
  dpi: FIGURE_FLAGS.dpi,
  output: FIGURE_FLAGS.output,
};

export type DrawFlags = FlagValues<typeof DRAW_FLAGS>;

const RESPONSE = ["sum", "swimmer", "timeline --recist", "waterfall --recist"];
const GROWTH = figuresThat(({ showsGrowth }) => showsGrowth === true);
const MATCHED = figuresThat(({ of }) => of === "patient" || of === "matches");
const ROWS = figuresThat(({ of }) => of === "row");
const DATES = pickFlags(GROWTH_FLAGS, ["dates"]);

/** Flags that only some figures use. */
export const DRAW_USES: readonly FlagUse[] = [
  { flags: flagsWithout(MATCH_FLAGS, FEATURE_FLAGS, READER_FLAGS), usedBy: MATCHED },
  { flags: LINK_FLAGS, usedBy: ["sequences", "board", "spider", "growth", "overview"] },
  {
    flags: { ...FEATURE_FLAGS, ...pickFlags(READER_FLAGS, ["embeddings"]) },
    usedBy: [...MATCHED, "retrieval"],
  },
  {
    flags: flagsWithout(GROWTH_FLAGS, DATES, LIMIT_FLAGS, RESPONSE_FLAGS, BEST_FLAGS),
    usedBy: GROWTH,
  },
  {
    flags: DATES,
    usedBy: [...GROWTH.filter((name) => name !== "waterfall"), "waterfall --recist"],
  },
  { flags: LIMIT_FLAGS, usedBy: ["growth"] },
  { flags: RESPONSE_FLAGS, usedBy: RESPONSE },
  { flags: BEST_FLAGS, usedBy: RESPONSE.filter((name) => name !== "timeline --recist") },
  { flags: ROW, usedBy: ROWS },
  { flags: RETRIEVAL_FLAGS, usedBy: ["retrieval"] },
  { flags: SLICES_FLAG, usedBy: ["board", ...ROWS] },
  { flags: RECIST, usedBy: ["timeline", "waterfall"] },
];

/** Flags that only some files use. */
export const FILE_USES: readonly FlagUse[] = [
  { flags: pickFlags(DRAW_FLAGS, ["dpi"]), usedBy: ["a .png file"] },
  { flags: pickFlags(DRAW_FLAGS, ["interactive"]), usedBy: ["an .svg file"] },
];

/**
 * The settings of a figure as its options, each as the kind of the option says. A name that the figure does not have
 * stays as it is: the figure knows the names that are close to it.
 *
 * @throws LesionGraphError BAD_OPTION.
 */
export function figureSettings(
  figure: string,
  texts: readonly string[],
): Readonly<Record<string, unknown>> {
  const settings = new Map<string, unknown>();
  for (const text of texts) {
    const at = text.indexOf("=");
    if (at < 1) fail("BAD_OPTION", "--set as name=value", text, { option: "--set" });
    const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    if (settings.has(name)) failRepeatedValue("--set", name);
    const options = FIGURES[figure]?.options ?? {};
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    settings.set(name, option === undefined ? value : settingOf(option, `--set ${name}`, value));
  }
  return Object.fromEntries(settings);
}
