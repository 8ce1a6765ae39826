/** Content items of a structured report (PS3.3, C.17.3), each as the elements of its data set. */
import type { Vec3 } from "../core/lesion.js";
import { CODES, type Code } from "./codes.js";
import { decimalString, type Element, floats, sequence, text } from "./encode.js";

export type Item = readonly Element[];
export type Relationship =
  | "CONTAINS"
  | "HAS CONCEPT MOD"
  | "HAS OBS CONTEXT"
  | "INFERRED FROM"
  | "SELECTED FROM";

/** An image of which something was measured. */
export interface ImageReference {
  readonly sopClassUid: string;
  readonly sopUid: string;
  /** Frame of a multi-frame image, from 1. */
  readonly frame?: number | undefined;
}

export const coded = (tag: number, { value, scheme, meaning }: Code): Element =>
  sequence(tag, [
    [
      text(0x00080100, "SH", value),
      text(0x00080102, "SH", scheme),
      text(0x00080104, "LO", meaning),
    ],
  ]);

const start = (relationship: Relationship, type: string, name?: Code): Element[] => [
  text(0x0040a010, "CS", relationship),
  text(0x0040a040, "CS", type),
  ...(name ? [coded(0x0040a043, name)] : []),
];

const children = (items: readonly Item[]): Element => sequence(0x0040a730, items);

export const template = (identifier: string): Element =>
  sequence(0x0040a504, [[text(0x00080105, "CS", "DCMR"), text(0x0040db00, "CS", identifier)]]);

export const container = (name: Code, items: readonly Item[], identifier?: string): Item => [
  ...start("CONTAINS", "CONTAINER", name),
  text(0x0040a050, "CS", "SEPARATE"),
  ...(identifier === undefined ? [] : [template(identifier)]),
  children(items),
];

export const codeItem = (relationship: Relationship, name: Code, value: Code): Item => [
  ...start(relationship, "CODE", name),
  coded(0x0040a168, value),
];

export const textItem = (relationship: Relationship, name: Code, value: string): Item => [
  ...start(relationship, "TEXT", name),
  text(0x0040a160, "UT", value),
];

export const uidItem = (relationship: Relationship, name: Code, value: string): Item => [
  ...start(relationship, "UIDREF", name),
  text(0x0040a124, "UI", value),
];

export const imageItem = (relationship: Relationship, image: ImageReference): Item => [
  ...start(relationship, "IMAGE"),
  referencedSop(image),
];

const referencedSop = ({ sopClassUid, sopUid, frame }: ImageReference): Element =>
  sequence(0x00081199, [
    [
      text(0x00081150, "UI", sopClassUid),
      text(0x00081155, "UI", sopUid),
      ...(frame === undefined ? [] : [text(0x00081160, "IS", String(frame))]),
    ],
  ]);

/** A length in mm, measured on an image: along a line of pixels, where that is known. */
export const lengthItem = (
  name: Code,
  mm: number,
  line: readonly number[] | undefined,
  image: ImageReference,
): Item => [
  ...start("CONTAINS", "NUM", name),
  sequence(0x0040a300, [
    [coded(0x004008ea, CODES.millimetre), text(0x0040a30a, "DS", decimalString(mm))],
  ]),
  children([
    line === undefined
      ? imageItem("INFERRED FROM", image)
      : [
          ...start("INFERRED FROM", "SCOORD"),
          children([imageItem("SELECTED FROM", image)]),
          floats(0x00700022, line),
          text(0x00700023, "CS", "POLYLINE"),
        ],
  ]),
];

/** A point in a frame of reference, patient coordinates in mm. Only Comprehensive 3D SR has such items. */
export const pointItem = (name: Code, { point, frameOfReferenceUid }: PatientPoint): Item => [
  ...start("CONTAINS", "SCOORD3D", name),
  floats(0x00700022, point),
  text(0x00700023, "CS", "POINT"),
  text(0x30060024, "UI", frameOfReferenceUid),
];

/** A place in the patient. */
export interface PatientPoint {
  /** LPS, mm. */
  readonly point: Vec3;
  readonly frameOfReferenceUid: string;
}
