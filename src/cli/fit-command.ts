/** `lesion-graph fit`: fits the joint matcher's model to ground truth. */
import { withPlace } from "../core/errors.js";
import { groupByPatient } from "../core/lesion-list.js";
import { text } from "../core/options.js";
import { fitJointModel } from "../evaluation/fit/fit-joint-model.js";
import { readTruthFile } from "../node/files.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { INPUT, output, TRUTH_FLAGS } from "./common-flags.js";
import { type FlagValues, optionalFlag } from "./flags.js";
import { allLesions } from "./input.js";
import { READER_FLAGS, readerOptions } from "./reader-flags.js";
import { progressLine } from "./terminal.js";

const FLAGS = {
  ...TRUTH_FLAGS,
  name: optionalFlag("--name <text>", text("", "Description of the data, kept in the model")),
  ...READER_FLAGS,
  output,
};

export const fit = defineCommand({
  description: "Fits the joint matcher's model to ground truth and writes it as JSON.",
  arguments: [INPUT],
  flags: FLAGS,
  run,
});

async function run(flags: FlagValues<typeof FLAGS>, input: string): Promise<void> {
  const truth = await readTruthFile(flags.truth);
  const lesions = await allLesions({ input, reader: await readerOptions(flags) });
  const patients = groupByPatient(lesions).length;
  const { onProgress, clear } = progressLine();
  const options = {
    onProgress,
    partial: flags.partial,
    fittedOn: flags.name ?? `${lesions.length} lesions of ${patients} patients in ${input}`,
  };
  const model = withPlace(
    { file: flags.truth },
    () => fitJointModel(lesions, truth, options),
    "BAD_TRUTH",
  );
  clear();
  await writeResult([`${JSON.stringify(model, null, 2)}\n`], [input], flags);
}
