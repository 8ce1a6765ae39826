/** `lesion-graph match`: lesions in, sequences out. */
import { csvLine } from "../csv/write.js";
import type { MatchOptions } from "../matching/match.js";
import { SEQUENCE_COLUMNS, sequenceRows, toJson } from "../matching/table.js";
import { writeStandardOutput, writeWhole } from "../node/output.js";
import { requireOneOf } from "../options.js";
import { type MatchFlags, matcherOptions } from "./match-options.js";
import { type Matched, matchInputs } from "./matched.js";

export interface MatchCommandFlags extends MatchFlags {
  readonly patient?: readonly string[];
  readonly format: string;
  readonly refused: string;
  readonly output?: string;
}

export async function run(inputs: readonly string[], flags: MatchCommandFlags): Promise<void> {
  requireOneOf("--format", flags.format, Object.keys(FORMATS));
  const options = { ...(await matcherOptions(flags)), refused: flags.refused } as MatchOptions;
  const matched = matchInputs(inputs, flags, options, flags.patient);
  const several = inputs.length > 1;
  const pieces = (FORMATS[flags.format] as Format)(matched, several);
  if (flags.output === undefined) await writeStandardOutput(pieces);
  else await writeWhole(flags.output, pieces);
}

/** Results as text, piece by piece. */
type Format = (matched: AsyncIterable<Matched>, several: boolean) => AsyncGenerator<string>;

const object = ({ file, match }: Matched, several: boolean): string =>
  JSON.stringify(several ? { file, ...toJson(match) } : toJson(match));

const FORMATS: Readonly<Record<string, Format>> = {
  async *json(matched, several) {
    let separator = '{"patients":[\n';
    for await (const one of matched) {
      yield separator + object(one, several);
      separator = ",\n";
    }
    yield separator === ",\n" ? "\n]}\n" : `${separator}]}\n`;
  },

  async *jsonl(matched, several) {
    for await (const one of matched) yield `${object(one, several)}\n`;
  },

  async *csv(matched, several) {
    yield csvLine([...(several ? ["file"] : []), ...SEQUENCE_COLUMNS]);
    for await (const { file, match } of matched) {
      const lines = sequenceRows(match).map((row) =>
        csvLine([...(several ? [file] : []), ...SEQUENCE_COLUMNS.map((column) => row[column])]),
      );
      yield lines.join("");
    }
  },

  async *gexf(matched) {
    const { sequenceGraph } = await import("../matching/sequence-graph.js");
    const { toGexf } = await import("../graph/gexf.js");
    const graphs = [];
    for await (const { match } of matched) graphs.push(sequenceGraph(match));
    yield toGexf(graphs);
  },
};
