/** Joins the texts of items with a header, separators and a footer. */
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

/** As {@link framed}, for items one by one. */
export const framedItems = <T>(
  items: AsyncIterable<T> | Iterable<T>,
  frame: Frame,
  textOf: (item: T) => string,
): AsyncGenerator<string> => framed(textsOf(items, textOf), frame);

async function* textsOf<T>(
  items: AsyncIterable<T> | Iterable<T>,
  textOf: (item: T) => string,
): AsyncGenerator<readonly string[]> {
  for await (const item of items) yield [textOf(item)];
}
