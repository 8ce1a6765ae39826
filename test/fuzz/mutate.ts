/** Structured mutation of tables, JSON and binary files. */
import { crc32, deflateSync, gzipSync, inflateSync } from "node:zlib";
import type { RandomSource } from "../../src/core/random.js";

/** Cells that readers have to take as a value, as missing, or as an error. */
export const CELLS: readonly string[] = [
  "",
  " ",
  "NaN",
  "inf",
  "-Infinity",
  "0",
  "-0",
  "-1",
  "1e308",
  "1e-308",
  "1e999",
  "9007199254740993",
  "0x10",
  "1,5",
  "1.2.3",
  "1e",
  "+5",
  "12abc",
  "__proto__",
  "constructor",
  "toString",
  "=1+1",
  "@SUM(A1)",
  "'=1",
  "\u202Eabc",
  "\0",
  "'",
  '"',
  '""',
  '"a""b"',
  "a\nb",
  "2024-02-30",
  "2024-02-29",
  "10.01.2024",
  "9".repeat(400),
  "é",
  "e\u0301",
  "\uFEFF",
  "\uD800",
  "true",
  "NULL",
  "<script>alert(1)</script>",
  "../../etc/passwd",
];

type Mutation = (text: string, random: RandomSource) => string;

const cellChange: Mutation = (text, random) => {
  const lines = text.split("\n");
  const line = random.below(lines.length);
  const cells = lines[line]!.split(",");
  cells[random.below(cells.length)] = random.pick(CELLS);
  lines[line] = cells.join(",");
  return lines.join("\n");
};

const columnSwap: Mutation = (text, random) => {
  const lines = text.split("\n").map((line) => line.split(","));
  const width = lines[0]!.length;
  const [a, b] = [random.below(width), random.below(width)];
  const rows = random.happens(0.5) ? lines : lines.slice(random.below(lines.length));
  for (const cells of rows) [cells[a], cells[b]] = [cells[b] ?? "", cells[a] ?? ""];
  return lines.map((cells) => cells.join(",")).join("\n");
};

const columnRepeat: Mutation = (text, random) => {
  const lines = text.split("\n").map((line) => line.split(","));
  const at = random.below(lines[0]!.length);
  return lines.map((cells) => [...cells, cells[at] ?? ""].join(",")).join("\n");
};

const lineRepeat: Mutation = (text, random) => {
  const lines = text.split("\n");
  const line = random.below(lines.length);
  return lines.flatMap((one, i) => (i === line ? [one, one] : [one])).join("\n");
};

const lineSwap: Mutation = (text, random) => {
  const lines = text.split("\n");
  const [a, b] = [random.below(lines.length), random.below(lines.length)];
  [lines[a], lines[b]] = [lines[b]!, lines[a]!];
  return lines.join("\n");
};

/** Digits of a number changed: out of range, of another sign, or with another separator. */
const numberChange: Mutation = (text, random) => {
  const numbers = [...text.matchAll(/-?\d+(?:\.\d+)?/g)];
  if (numbers.length === 0) return text;
  const { 0: found, index } = random.pick(numbers);
  const changed = random.pick([
    `-${found}`,
    `${found}0`,
    `0.${found}`,
    `${found}e${random.below(330)}`,
    found.replace(".", ","),
    `0x${found}`,
    ` ${found} `,
    String(Number(found) + 1),
    "0",
  ]);
  return text.slice(0, index) + changed + text.slice(index + found.length);
};

const TEXT_MUTATIONS: readonly Mutation[] = [
  cellChange,
  cellChange,
  columnSwap,
  columnRepeat,
  lineRepeat,
  lineSwap,
  numberChange,
  numberChange,
  (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + String.fromCharCode(random.below(0x250)) + text.slice(at + 1);
  },
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + random.pick(CELLS) + text.slice(at);
  },
  (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + text.slice(at + 1 + random.below(8));
  },
  (text) =>
    text
      .split("\n")
      .map((line) => line.split(",").reverse().join(","))
      .join("\n"),
  (text, random) => text.replaceAll(",", random.pick([";", "\t", "|"])),
  (text, random) => text.replaceAll("\n", random.pick(["\r\n", "\r", "\n\n", "\u2028"])),
  (text) => `\uFEFF${text}`,
  (text) => text.replaceAll(".", ","),
  (text) => text.toUpperCase(),
];

/** Bytes flipped, set, cut out, doubled or cut off. */
function mutatedBytes(bytes: Uint8Array, random: RandomSource): Uint8Array {
  if (bytes.length === 0) return bytes;
  const at = random.below(bytes.length);
  const changed = Uint8Array.from(bytes);
  switch (random.below(5)) {
    case 0:
      changed[at] = changed[at]! ^ (1 << random.below(8));
      return changed;
    case 1:
      changed[at] = random.pick([0, 1, 127, 128, 255]);
      return changed;
    case 2:
      return changed.subarray(0, at);
    case 3:
      return Buffer.concat([changed.subarray(0, at), changed.subarray(at + 1 + random.below(8))]);
    default:
      return Buffer.concat([changed.subarray(0, at), changed.subarray(random.below(at + 1))]);
  }
}

/** One to three changes of a text; rarely another encoding, a changed byte or a packed file. */
export function mutatedText(text: string, random: RandomSource): Uint8Array {
  let mutant = text;
  for (let k = random.below(3); k >= 0; k--) mutant = random.pick(TEXT_MUTATIONS)(mutant, random);
  switch (random.below(40)) {
    case 0:
      return Buffer.from(mutant, "latin1");
    case 1:
      return Buffer.from(`\uFEFF${mutant}`, "utf16le");
    case 2:
      return gzipSync(mutant);
    case 3:
      return mutatedBytes(Buffer.from(mutant), random);
    default:
      return Buffer.from(mutant);
  }
}

/** One to four changes of bytes. */
export function mutatedBinary(bytes: Uint8Array, random: RandomSource): Uint8Array {
  let mutant = bytes;
  for (let k = random.below(4); k >= 0; k--) mutant = mutatedBytes(mutant, random);
  return mutant;
}

/** As {@link mutatedBinary}, within the unpacked bytes of a gzip file half of the times. */
export const mutatedPacked = (plain: Uint8Array, random: RandomSource): Uint8Array =>
  random.happens(0.5)
    ? gzipSync(mutatedBinary(plain, random))
    : mutatedBinary(random.happens(0.5) ? plain : gzipSync(plain), random);

/** A PNG whose chunks change while their checksums stay right, so that the change reaches the decoder. */
export function mutatedPng(png: Uint8Array, random: RandomSource): Uint8Array {
  if (random.happens(0.2)) return mutatedBinary(png, random);
  const chunks = pngChunks(png);
  const at = random.below(chunks.length);
  const { type, data } = chunks[at]!;
  const changed =
    type === "IDAT" && random.happens(0.7)
      ? deflateSync(mutatedBinary(inflateSync(data), random))
      : mutatedBinary(data, random);
  const mutant = [...chunks];
  mutant[at] = { type, data: changed };
  if (random.happens(0.2)) mutant.splice(random.below(mutant.length), 1);
  if (random.happens(0.2)) mutant.splice(random.below(mutant.length), 0, random.pick(chunks));
  return Buffer.concat([png.subarray(0, 8), ...mutant.map(pngChunk)]);
}

interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

function pngChunks(png: Uint8Array): PngChunk[] {
  const view = Buffer.from(png);
  const chunks: PngChunk[] = [];
  for (let at = 8; at < png.length; ) {
    const length = view.readUInt32BE(at);
    const type = view.toString("latin1", at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    const before = chunks.at(-1);
    // Several IDAT chunks hold one stream.
    if (type === "IDAT" && before?.type === type) {
      chunks[chunks.length - 1] = { type, data: Buffer.concat([before.data, data]) };
    } else chunks.push({ type, data });
    at += 12 + length;
  }
  return chunks;
}

function pngChunk({ type, data }: PngChunk): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
