/** DICOM files as data sets with typed access; damage never gives half a file. */
import dicomParser from "dicom-parser";
import { fail } from "../core/errors.js";
import type { Code } from "./codes.js";

/** Files beyond this are no reports, and images are cut at their pixels. */
const MAX_BYTES = 1 << 28;

/** Python's and the Web's names of the character sets that DICOM calls by registration (PS3.3, C.12.1.1.2). */
const CHARACTER_SETS: Readonly<Record<string, string>> = {
  "": "latin1",
  "ISO_IR 6": "latin1",
  "ISO_IR 100": "latin1",
  "ISO_IR 101": "iso-8859-2",
  "ISO_IR 109": "iso-8859-3",
  "ISO_IR 110": "iso-8859-4",
  "ISO_IR 144": "iso-8859-5",
  "ISO_IR 127": "iso-8859-6",
  "ISO_IR 126": "iso-8859-7",
  "ISO_IR 138": "iso-8859-8",
  "ISO_IR 148": "windows-1254",
  "ISO_IR 13": "shift_jis",
  "ISO_IR 166": "windows-874",
  "ISO_IR 192": "utf-8",
  GB18030: "gb18030",
  GBK: "gbk",
};

/** One data set: that of a file, or an item of a sequence. */
export class DataSet {
  readonly #set: dicomParser.DataSet;
  readonly #encoding: string;

  constructor(set: dicomParser.DataSet, encoding: string) {
    this.#set = set;
    this.#encoding = encoding;
  }

  /** The text of an element without its padding; `undefined` where it is absent or empty. */
  text(tag: string): string | undefined {
    const element = this.#element(tag);
    if (element === undefined) return undefined;
    const bytes = this.#set.byteArray.subarray(
      element.dataOffset,
      element.dataOffset + element.length,
    );
    const text = decode(bytes as Uint8Array, this.#encoding).replace(/^[ \0]+|[ \0]+$/g, "");
    return text === "" ? undefined : text;
  }

  /** The values of a text element, which backslashes separate. */
  values(tag: string): string[] {
    return (this.text(tag) ?? "").split("\\").map((value) => value.trim());
  }

  /** The 32-bit floats of an element. */
  floats(tag: string): number[] {
    const element = this.#element(tag);
    const count = element === undefined ? 0 : Math.floor(element.length / 4);
    return Array.from({ length: count }, (_, i) => this.#set.float(tag, i) ?? Number.NaN);
  }

  /** The items of a sequence. */
  items(tag: string): DataSet[] {
    const items = this.#element(tag)?.items ?? [];
    return items.flatMap(({ dataSet }) =>
      dataSet === undefined ? [] : [new DataSet(dataSet, this.#encoding)],
    );
  }

  /** The first code of a code sequence. */
  code(tag: string): Code | undefined {
    const [item] = this.items(tag);
    const value = item?.text("x00080100") ?? item?.text("x00080119") ?? item?.text("x00080120");
    const scheme = item?.text("x00080102");
    if (item === undefined || value === undefined || scheme === undefined) return undefined;
    return { value, scheme, meaning: item.text("x00080104") ?? "" };
  }

  #element(tag: string): dicomParser.Element | undefined {
    const element = this.#set.elements[tag];
    if (element && element.dataOffset + element.length > this.#set.byteArray.length) {
      fail("BAD_REPORT", "elements within the file", `${tag}, which goes beyond its end`);
    }
    return element;
  }
}

/**
 * Reads a DICOM file (PS3.10) up to its pixels: explicit and implicit VR, either byte order.
 *
 * @throws LesionGraphError BAD_REPORT for other files, cut and damaged ones, deflated ones and unknown character
 * sets.
 */
export function readDataSet(bytes: Uint8Array): DataSet {
  const magic = String.fromCharCode(...bytes.subarray(128, 132));
  if (magic !== "DICM") fail("BAD_REPORT", 'a DICOM file ("DICM" at byte 128)', magic);
  if (bytes.length > MAX_BYTES) fail("BAD_REPORT", `at most ${MAX_BYTES} bytes`, bytes.length);
  const set = parsed(bytes);
  const [damage] = set.warnings;
  if (damage !== undefined) fail("BAD_REPORT", "a whole DICOM file", damage);
  return new DataSet(set, encodingOf(set));
}

function parsed(bytes: Uint8Array): dicomParser.DataSet {
  try {
    return dicomParser.parseDicom(bytes, { untilTag: "x7fe00010" });
  } catch (error) {
    // dicom-parser throws texts, alone or as an exception beside what it had read.
    const { exception = error } = error as { readonly exception?: unknown };
    return fail("BAD_REPORT", "a whole DICOM file", String(exception));
  }
}

function encodingOf(set: dicomParser.DataSet): string {
  const [name = ""] = new DataSet(set, "latin1").values("x00080005");
  return (
    CHARACTER_SETS[name.replace(/^ISO 2022 IR /, "ISO_IR ")] ??
    fail("BAD_REPORT", "a single-byte character set, UTF-8 or GB18030", name)
  );
}

/**
 * Escape sequences switch the character set within a text: what they stand for is not guessed. Neither are bytes that
 * are no text: replaced, they would make one patient of two.
 */
function decode(bytes: Uint8Array, encoding: string): string {
  if (bytes.includes(0x1b)) {
    const remedy = "convert the file to UTF-8 (ISO_IR 192)";
    fail("BAD_REPORT", "texts without escape sequences", "ISO 2022", { remedy });
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return fail("BAD_REPORT", `texts in ${encoding}, as the file says`, "other bytes");
  }
}
