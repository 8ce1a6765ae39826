/** Flags and arguments that several commands have. */
import { composed } from "../core/composed.js";
import { fail } from "../core/errors.js";
import { boolean, choice, text } from "../core/options.js";
import { limitsOf, type Window, type WindowName } from "../images/window.js";
import { flag, mandatoryFlag, numberOf, optionalFlag, repeatableFlag } from "./flags.js";

/** The argument of commands that read one table of lesions. */
export const INPUT = {
  syntax: "<input>",
  help: "DL_info.csv, measurement CSV or vectors CSV; - is standard input",
} as const;

export const output = optionalFlag(
  "-o, --output <file>",
  text("", "Output file, replaced when complete (default: standard output)"),
);

/** Ids are read in Unicode form C and without spaces around them. */
export const patient = repeatableFlag("--patient <id>", text("", "Only this patient"), (typed) =>
  composed(typed.trim()),
);

/** The flags of commands that compare with ground truth. */
export const TRUTH_FLAGS = {
  truth: mandatoryFlag(
    "--truth <file>",
    text("", "Ground truth: CSV with the columns row and group"),
  ),
  partial: flag(
    "--partial",
    boolean(false, "The ground truth links neighbouring studies only (DLS)"),
  ),
};

/** The argument of commands that read slices. */
export const IMAGES = {
  syntax: "<images>",
  help: "Folder with Images_png, with the folders of the series, or with key slices",
} as const;

export const format = <const T extends string>(formats: readonly T[], usual: NoInfer<T>) =>
  flag("--format <name>", choice<T>(formats, usual, "Output format"));

/** The window of `--window`: a name, or `lower,upper`. */
export function windowOf(typed: string, name: string): Window | WindowName {
  if (!typed.includes(",")) return limitsOf(typed as WindowName);
  const [lower, upper, ...others] = typed.split(",").map((part) => numberOf(name, part));
  if (lower === undefined || upper === undefined || others.length > 0) {
    fail("BAD_OPTION", `${name} as a name or as lower,upper in HU`, typed, { option: name });
  }
  return limitsOf([lower, upper]);
}
