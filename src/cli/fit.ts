/** `lesion-graph fit`: the joint matcher's model from truth of one's own. */
import { withPlace } from "../core/errors.js";
import { groupByPatient, type Lesion } from "../core/lesion.js";
import { fitJointModel } from "../evaluation/fit/fit.js";
import { readTruthFile } from "../node/files.js";
import { inputPatients } from "./input.js";
import { type MatchFlags, readerOptions } from "./match-options.js";
import { writeResult } from "./result.js";

export interface FitFlags extends Pick<MatchFlags, "noisy" | "embeddings"> {
  readonly truth: string;
  readonly partial?: true;
  readonly name?: string;
  readonly output?: string;
}

export async function run(input: string, flags: FitFlags): Promise<void> {
  const truth = await readTruthFile(flags.truth);
  const reader = await readerOptions({ method: "joint", ...flags });
  const lesions: Lesion[] = [];
  for await (const { patient } of inputPatients({ inputs: [input], reader, whole: true })) {
    lesions.push(...patient.lesions);
  }
  const patients = groupByPatient(lesions).length;
  const how = {
    partial: flags.partial === true,
    fittedOn: flags.name ?? `${lesions.length} lesions of ${patients} patients in ${input}`,
  };
  const fitted = () => fitJointModel(lesions, truth, how);
  const model = withPlace({ file: flags.truth }, fitted, "BAD_TRUTH");
  const text = `${JSON.stringify(model, null, 2)}\n`;
  await writeResult([text], [input], flags);
}
