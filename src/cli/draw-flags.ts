/** The flags of `draw`, and the figures they apply to. */
import { fail } from "../core/errors.js";
import { boolean, choice, integer, number, text } from "../core/options.js";
import { THEMES } from "../figures/kit/theme.js";
import { output, patient } from "./common-flags.js";
import { FIGURES, figuresThat } from "./drawable-figures.js";
import {
  type Flags,
  type FlagValues,
  flag,
  longName,
  optionalFlag,
  repeatableFlag,
  settingOf,
  withoutDefault,
} from "./flags.js";
import { GROWTH_FLAGS } from "./growth-options.js";
import { SLICES_FLAG } from "./key-slices.js";
import { FEATURE_FLAGS, MATCH_FLAGS, READER_FLAGS } from "./match-flags.js";
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
  theme: flag("--theme <name>", choice(THEMES, "light", "Colours")),
  widthMm: flag(
    "--width <mm>",
    number(180, "Width: 85 for one column of a journal, 180 for two", { above: 0 }),
  ),
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
  dpi: flag("--dpi <n>", number(300, "Resolution of a PNG in pixels per inch")),
  output: { ...output, help: "Output file: .svg or .png (default: SVG on standard output)" },
};

export type DrawFlags = FlagValues<typeof DRAW_FLAGS>;

const UNMATCHED = figuresThat(({ of }) => of === "lesions" || of === "row");
const ROW_FIGURES = figuresThat(({ of }) => of === "row");

/** Flags with the figures that they do not apply to. */
const EXCLUDED: readonly { readonly flags: Flags; readonly figures: readonly string[] }[] = [
  { flags: without(MATCH_FLAGS, FEATURE_FLAGS, READER_FLAGS), figures: UNMATCHED },
  { flags: FEATURE_FLAGS, figures: UNMATCHED.filter((name) => name !== "retrieval") },
  { flags: GROWTH_FLAGS, figures: figuresThat(({ showsGrowth }) => !showsGrowth) },
];

/** Flags with the only figures that they apply to. */
const ONLY: readonly { readonly flags: Flags; readonly figures: readonly string[] }[] = [
  { flags: ROW, figures: ROW_FIGURES },
  { flags: RETRIEVAL_FLAGS, figures: ["retrieval"] },
  { flags: SLICES_FLAG, figures: ["board", ...ROW_FIGURES] },
  { flags: RECIST, figures: ["timeline", "waterfall"] },
];

/** Asserts that every flag given applies to the figure. @throws LesionGraphError BAD_CALL. */
export function assertFlagsApply(figure: string, values: DrawFlags): void {
  for (const { flags, figures } of EXCLUDED) {
    const name = figures.includes(figure) ? firstGiven(flags, values) : undefined;
    if (name !== undefined) {
      fail("BAD_CALL", `no ${name} with ${figures.join(", ")}`, figure, { option: name });
    }
  }
  for (const { flags, figures } of ONLY) {
    const name = figures.includes(figure) ? undefined : firstGiven(flags, values);
    if (name !== undefined) {
      fail("BAD_CALL", `${name} only with ${figures.join(", ")}`, figure, { option: name });
    }
  }
}

function firstGiven(flags: Flags, values: DrawFlags): string | undefined {
  const found = Object.entries(flags).find(
    ([name, { absent }]) => values[name as keyof DrawFlags] !== absent,
  );
  return found && longName(found[1].syntax);
}

function without(flags: Flags, ...others: readonly Flags[]): Flags {
  const names = new Set(others.flatMap((one) => Object.keys(one)));
  return Object.fromEntries(Object.entries(flags).filter(([name]) => !names.has(name)));
}

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
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) fail("BAD_OPTION", "--set as name=value", text, { option: "--set" });
      const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
      const options = FIGURES[figure]?.options ?? {};
      const option = Object.hasOwn(options, name) ? options[name] : undefined;
      return [name, option === undefined ? value : settingOf(option, `--set ${name}`, value)];
    }),
  );
}
