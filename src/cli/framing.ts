/** Joins the texts of items with a header, separators and a footer. */
import { oneByOne } from "../core/group-by.js";
import { csvLine } from "../csv/csv-line.js";

export interface Frame {
  readonly head: string;
  readonly between: string;
  /** After the last item, if there is one. */
  readonly foot: string;
  readonly end: string;
}

/** `{"name":[` and `]}`, one item per line. */
export const jsonFrame = (name: string): Frame => ({
  head: `{"${name}":[\n`,
  between: ",\n",
  foot: "\n",
  end: "]}\n",
});

/** Lines below a header line. */
export const csvFrame = (columns: readonly string[]): Frame => ({
  head: csvLine(columns),
  between: "",
  foot: "",
  end: "",
});

/** Lines alone. */
export const LINES: Frame = Object.freeze({ head: "", between: "", foot: "", end: "" });

/**
 * Batches of texts in their frame, each batch as soon as it is ready. Nothing if the source fails before the
 * first text, so that a failed command writes nothing.
 */
export async function* framed(
  batches: AsyncIterable<readonly string[]>,
  { head, between, foot, end }: Frame,
): AsyncGenerator<string> {
  let before = head;
  let some = false;
  for await (const texts of batches) {
    if (texts.length === 0) continue;
    yield before + texts.join(between);
    before = between;
    some = true;
  }
  yield (some ? foot : before) + end;
}

/** As {@link framed}, for batches of items. */
export const framedBatches = <T>(
  batches: AsyncIterable<readonly T[]>,
  frame: Frame,
  textOf: (item: T) => string,
): AsyncGenerator<string> => framed(textsOf(batches, textOf), frame);

async function* textsOf<T>(
  batches: AsyncIterable<readonly T[]>,
  textOf: (item: T) => string,
): AsyncGenerator<readonly string[]> {
  for await (const batch of batches) yield batch.map(textOf);
}

/** As {@link framedBatches}, for items one by one. */
export const framedItems = <T>(
  items: AsyncIterable<T> | Iterable<T>,
  frame: Frame,
  textOf: (item: T) => string,
): AsyncGenerator<string> => framedBatches(oneByOne(items), frame, textOf);
