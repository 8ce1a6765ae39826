/** The command line: all commands by name. A command's flags and work are loaded only when it is called. */
import { Command } from "commander";
import { type AnyCommand, addTo } from "./command.js";
import type { Flags } from "./flags.js";
import { version } from "./version.js";

interface Loadable {
  /** One line in the help of all commands. */
  readonly summary: string;
  load(): Promise<AnyCommand>;
}

/** Commands of one name, such as `sr read` and `sr write`. */
interface Group {
  readonly summary: string;
  readonly commands: Readonly<Record<string, Entry>>;
}

type Entry = Loadable | Group;

/** In the order of `lesion-graph --help`. */
export const COMMANDS: Readonly<Record<string, Entry>> = {
  match: {
    summary: "Link the lesions of each patient into sequences",
    load: async () => (await import("./match-command.js")).match,
  },
  grow: {
    summary: "Follow every sequence: diameters, changes, rates, response",
    load: async () => (await import("./grow-command.js")).grow,
  },
  draw: {
    summary: "Draw a figure as SVG or PNG",
    load: async () => (await import("./draw-command.js")).draw,
  },
  review: {
    summary: "Review uncertain links in the browser",
    load: async () => (await import("./review-command.js")).review,
  },
  report: {
    summary: "Write a self-contained HTML report of a patient or cohort",
    load: async () => (await import("./report-command.js")).report,
  },
  evaluate: {
    summary: "Score sequences against ground truth",
    load: async () => (await import("./evaluate-command.js")).evaluate,
  },
  fit: {
    summary: "Fit the joint matcher's model to ground truth",
    load: async () => (await import("./fit-command.js")).fit,
  },
  retrieve: {
    summary: "Find similar lesions of other patients",
    load: async () => (await import("./retrieve-command.js")).retrieve,
  },
  merge: {
    summary: "Merge the outputs of match --shard",
    load: async () => (await import("./merge-command.js")).merge,
  },
  simulate: {
    summary: "Simulate a cohort with known sequences",
    load: async () => (await import("./simulate-command.js")).simulate,
  },
  locate: {
    summary: "Measure the extent of the body in slices, and positions of lesions in it",
    load: async () => (await import("./locate-command.js")).locate,
  },
  masks: {
    summary: "Measure the lesions of segmentation masks",
    load: async () => (await import("./masks-command.js")).masks,
  },
  sr: {
    summary: "Read and write DICOM measurement reports (TID 1500)",
    commands: {
      read: {
        summary: "Read reports into a measurement CSV",
        load: async () => (await import("./sr-command.js")).srRead,
      },
      write: {
        summary: "Match lesions and write one report per study",
        load: async () => (await import("./sr-command.js")).srWrite,
      },
    },
  },
  bodypart: {
    summary: "Score, train and draw positions of slices along the body",
    commands: {
      score: {
        summary: "Write score, z and region of slices",
        load: async () => (await import("./bodypart-command.js")).bodypartScore,
      },
      train: {
        summary: "Train a regressor on volumes without labels",
        load: async () => (await import("./bodypart-train.js")).bodypartTrain,
      },
      draw: {
        summary: "Draw scores along volumes",
        load: async () => (await import("./bodypart-draw.js")).bodypartDraw,
      },
    },
  },
  nifti: {
    summary: "Write slices as NIfTI volumes",
    load: async () => (await import("./nifti-command.js")).nifti,
  },
  appearance: {
    summary: "Measure the appearance of lesions as vectors",
    load: async () => (await import("./appearance-command.js")).appearance,
  },
  demo: {
    summary: "Run the full pipeline on the bundled example cohort",
    load: async () => (await import("./demo-command.js")).demo,
  },
};

/** The commander object of all commands, with the arguments and flags of the one that is called. */
export interface Program {
  readonly root: Command;
  /** Flags of the called command; none without a command. */
  readonly flags: Flags;
}

/** Builds the command line for these arguments. */
export async function program(args: readonly string[]): Promise<Program> {
  const root = new Command("lesion-graph")
    .description("Link the lesions of a patient across CT studies and follow their growth.")
    .version(version(), "-V, --version", "Print the version")
    .helpOption("-h, --help", "Print help")
    .helpCommand("help [command]", "Print help of a command")
    .exitOverride()
    .configureHelp({ optionDescription: ({ description }) => description })
    .configureOutput({ writeErr: () => {}, outputError: () => {} });
  const path = args[0] === "help" ? args.slice(1) : args;
  return { root, flags: await addCommands(root, COMMANDS, path) };
}

/** Adds commands by name, and the flags of the one that the path names. Returns these flags. */
async function addCommands(
  parent: Command,
  entries: Readonly<Record<string, Entry>>,
  [called, ...rest]: readonly string[],
): Promise<Flags> {
  let flags: Flags = {};
  for (const [name, entry] of Object.entries(entries)) {
    const { summary } = entry;
    const command = parent.command(name).summary(summary).helpOption("-h, --help", "Print help");
    if (name !== called) continue;
    if ("commands" in entry) {
      command.description(`${summary}.`);
      flags = await addCommands(command, entry.commands, rest);
    } else {
      const spec = await entry.load();
      addTo(command, spec);
      flags = spec.flags;
    }
  }
  return flags;
}
