/** DICOM data elements as bytes: explicit VR, little endian (PS3.5, section 7). */
import { fail } from "../core/errors.js";

/** An encoded element with the tag by which a data set is ordered. */
export interface Element {
  readonly tag: number;
  readonly bytes: Uint8Array;
}

/** Most characters of a value of each text representation. */
const MAX_LENGTH = {
  CS: 16,
  SH: 16,
  LO: 64,
  PN: 64,
  UI: 64,
  DA: 8,
  TM: 14,
  DS: 16,
  IS: 12,
} as const;
type ShortText = keyof typeof MAX_LENGTH;

/** A text element; `UT` may be of any length, others hold one value without backslashes. */
export function text(tag: number, vr: ShortText | "UT", value: string): Element {
  if (vr !== "UT") assertShortText(vr, value);
  const bytes = new TextEncoder().encode(value);
  return element(tag, vr, padded(bytes, vr === "UI" ? 0 : 32));
}

function assertShortText(vr: ShortText, value: string): void {
  const most = MAX_LENGTH[vr];
  if ([...value].length <= most && !/[\p{Cc}\\]/u.test(value)) return;
  fail(
    "BAD_VALUE",
    `at most ${most} characters (${vr}) without backslash or control character`,
    value,
  );
}

/** 32-bit floats. */
export function floats(tag: number, values: readonly number[]): Element {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => {
    view.setFloat32(4 * i, value, true);
  });
  return element(tag, "FL", new Uint8Array(view.buffer));
}

/** A 64-bit float. */
export function double(tag: number, value: number): Element {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return element(tag, "FD", new Uint8Array(view.buffer));
}

/** A 32-bit unsigned integer. */
export function unsigned(tag: number, value: number): Element {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value, true);
  return element(tag, "UL", new Uint8Array(view.buffer));
}

export const otherBytes = (tag: number, bytes: Uint8Array): Element =>
  element(tag, "OB", padded(bytes, 0));

/** A sequence of data sets, with explicit lengths. */
export function sequence(tag: number, items: readonly (readonly Element[])[]): Element {
  const parts = items.map((elements) => {
    const body = dataSet(elements);
    return joined([tagAndLength(0xfffee000, body.length), body]);
  });
  return element(tag, "SQ", joined(parts));
}

/** The bytes of a data set: its elements in the order of their tags. */
export const dataSet = (elements: readonly Element[]): Uint8Array =>
  joined([...elements].sort((a, b) => a.tag - b.tag).map(({ bytes }) => bytes));

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A number as a decimal string of at most 16 characters. */
export function decimalString(value: number): string {
  for (let digits = 17; digits > 0; digits--) {
    const written = String(Number(value.toPrecision(digits)));
    if (written.length <= 16) return written;
  }
  return fail("BAD_VALUE", "a number of at most 16 characters", value);
}

/** Representations with four bytes for the length. */
const LONG = ["OB", "SQ", "UT"];

function element(tag: number, vr: string, value: Uint8Array): Element {
  const long = LONG.includes(vr);
  const head = new Uint8Array(long ? 12 : 8);
  const view = new DataView(head.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  head.set(new TextEncoder().encode(vr), 4);
  if (long) view.setUint32(8, value.length, true);
  else view.setUint16(6, value.length, true);
  return { tag, bytes: joined([head, value]) };
}

function tagAndLength(tag: number, length: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  view.setUint32(4, length, true);
  return new Uint8Array(view.buffer);
}

function padded(bytes: Uint8Array, by: number): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const even = new Uint8Array(bytes.length + 1).fill(by);
  even.set(bytes);
  return even;
}
