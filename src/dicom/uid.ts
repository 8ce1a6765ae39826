/** DICOM unique identifiers: checked, and made from names so that the same name gives the same UID. */
import { fail } from "../core/errors.js";

/** Namespace of the UUIDs of this package (RFC 9562, version 5). */
const NAMESPACE = "6f1e8a525b0c5d0e9a573c1d8f3f7e11";

/**
 * Returns `2.25.` and the decimal UUIDv5 of the parts (PS3.5, annex B.2). Parts are joined so that no two lists
 * of parts give the same text.
 */
export function uidOf(...parts: readonly (string | number)[]): string {
  const name = new TextEncoder().encode(JSON.stringify(parts));
  const bytes = new Uint8Array(16 + name.length);
  for (let i = 0; i < 16; i++) bytes[i] = Number.parseInt(NAMESPACE.slice(2 * i, 2 * i + 2), 16);
  bytes.set(name, 16);
  const uuid = sha1(bytes).subarray(0, 16);
  uuid[6] = (uuid[6]! & 0x0f) | 0x50;
  uuid[8] = (uuid[8]! & 0x3f) | 0x80;
  const hex = Array.from(uuid, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `2.25.${BigInt(`0x${hex}`)}`;
}

const UID = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))+$/;

/** True for digits and dots as PS3.5 defines a UID: at most 64 characters, no leading zeros. */
export const isUid = (text: string): boolean => text.length <= 64 && UID.test(text);

/** Asserts a UID. @throws LesionGraphError BAD_VALUE with the column. */
export function assertUid(column: string, text: unknown): void {
  if (typeof text === "string" && isUid(text)) return;
  fail("BAD_VALUE", "a DICOM UID", text ?? "nothing", { column });
}

/** SHA-1 (FIPS 180-4), for UUIDv5 only. */
export function sha1(message: Uint8Array): Uint8Array {
  const length = Math.ceil((message.length + 9) / 64) * 64;
  const padded = new Uint8Array(length);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(length - 4, message.length << 3);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  for (let at = 0; at < length; at += 64) addBlock(state, view, at);
  const digest = new DataView(new ArrayBuffer(20));
  state.forEach((word, i) => {
    digest.setInt32(4 * i, word);
  });
  return new Uint8Array(digest.buffer);
}

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

function addBlock(state: Int32Array, view: DataView, at: number): void {
  const w = new Int32Array(80);
  for (let t = 0; t < 16; t++) w[t] = view.getInt32(at + 4 * t);
  for (let t = 16; t < 80; t++) w[t] = rotated(w[t - 3]! ^ w[t - 8]! ^ w[t - 14]! ^ w[t - 16]!, 1);
  let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
  for (let t = 0; t < 80; t++) {
    const [f, k] = roundOf(t, b, c, d);
    const next = (rotated(a, 5) + f + e + k + w[t]!) | 0;
    [e, d, c, b, a] = [d, c, rotated(b, 30), a, next];
  }
  [a, b, c, d, e].forEach((word, i) => {
    state[i] = (state[i]! + word) | 0;
  });
}

function roundOf(t: number, b: number, c: number, d: number): readonly [f: number, k: number] {
  if (t < 20) return [(b & c) | (~b & d), 0x5a827999];
  if (t < 40) return [b ^ c ^ d, 0x6ed9eba1];
  if (t < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
  return [b ^ c ^ d, 0xca62c1d6];
}
