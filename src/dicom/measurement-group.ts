/** One measurement group of a report: a lesion, or the reason why it is none. */
import type { LesionType, Vec3 } from "../core/lesion.js";
import { decimalOf } from "../csv/numbers.js";
import { CODES, type Code, typeOfSite } from "./codes.js";
import { type ContentItem, childrenOf } from "./content-tree.js";
import { type PlaneOfImage, placeOnPlane } from "./plane.js";
import { isUid } from "./uid.js";

/** Ends of axes: x1, y1, x2, y2 in pixels from the outer corner of the first pixel. */
export interface PixelAxes {
  readonly longAxis: readonly number[];
  readonly shortAxis: readonly number[] | undefined;
}

/** Where something was measured. */
export interface MeasuredImage {
  readonly sopUid: string;
  readonly sopClassUid: string;
  readonly frame?: number | undefined;
}

/** What a group says of a lesion. */
export interface GroupMeasurement {
  readonly trackingUid: string | undefined;
  readonly trackingIdentifier: string | undefined;
  readonly longAxisMm: number;
  readonly shortAxisMm: number | undefined;
  readonly centreMm: Vec3 | undefined;
  readonly type: LesionType | undefined;
  readonly finding: Code | undefined;
  readonly site: Code | undefined;
  readonly label: string | undefined;
  /** Image on which the long axis lies. */
  readonly image: MeasuredImage | undefined;
  /** Ends of the axes on that image. */
  readonly pixelAxes: PixelAxes | undefined;
  /** Frame of reference of 3D coordinates. */
  readonly frameOfReferenceUid: string | undefined;
}

/** A reason instead of a value. */
export interface Skipped {
  readonly reason: string;
}

export const isSkipped = (value: object): value is Skipped => "reason" in value;

/** Reads a group with a long axis and, where there is one, a short axis. Nothing is read in part. */
export function readGroup(group: ContentItem, planeOf: PlaneOfImage): GroupMeasurement | Skipped {
  const uids = childrenOf(group, CODES.trackingUid).map(({ text }) => text);
  const [trackingUid] = uids;
  if (uids.length > 1) return { reason: `${uids.length} tracking UIDs` };
  if (uids.length === 1 && !isUid(trackingUid ?? "")) return { reason: "an invalid tracking UID" };
  const long = axisOf(group, CODES.longAxis);
  const short = axisOf(group, CODES.shortAxis);
  if (long === undefined) return { reason: "no long axis" };
  if (isSkipped(long)) return long;
  if (short !== undefined && isSkipped(short)) return short;
  if (short !== undefined && short.mm > long.mm) return { reason: "a short axis above the long" };
  const site = codeOf(group, CODES.site);
  const axes = short === undefined ? [long] : [long, short];
  const centre = childrenOf(group, CODES.centre).find(({ valueType }) => valueType === "SCOORD3D");
  return {
    trackingUid,
    trackingIdentifier: textOf(group, CODES.trackingIdentifier),
    longAxisMm: long.mm,
    shortAxisMm: short?.mm,
    centreMm: centreOf(axes, planeOf) ?? pointOf(centre),
    type: typeOfSite(site),
    finding: codeOf(group, CODES.finding),
    site,
    label: textOf(group, CODES.comment),
    image: long.image,
    pixelAxes: pixelAxesOf(long, short),
    frameOfReferenceUid: long.frameOfReferenceUid ?? centre?.data.text("x30060024"),
  };
}

/** The ends of both axes, where they are known and lie on one image. */
function pixelAxesOf(long: Axis, short: Axis | undefined): PixelAxes | undefined {
  const isLine = ({ pixels, image }: Axis): boolean =>
    pixels.length === 4 &&
    pixels.every(Number.isFinite) &&
    image !== undefined &&
    image.sopUid === long.image?.sopUid &&
    image.frame === long.image.frame;
  if (!isLine(long) || (short !== undefined && !isLine(short))) return undefined;
  return { longAxis: long.pixels, shortAxis: short?.pixels };
}

function pointOf(item: ContentItem | undefined): Vec3 | undefined {
  const point = item?.data.floats("x00700022");
  return point?.length === 3 && point.every(Number.isFinite)
    ? [point[0]!, point[1]!, point[2]!]
    : undefined;
}

const textOf = (group: ContentItem, name: Code): string | undefined =>
  childrenOf(group, name).find(({ text }) => text !== undefined)?.text;

/** The site may be a modifier or contained: other programs write both. */
const codeOf = (group: ContentItem, name: Code): Code | undefined =>
  childrenOf(group, name).find(({ code }) => code !== undefined)?.code;

interface Axis {
  readonly mm: number;
  readonly image: MeasuredImage | undefined;
  /** Pixels from the outer corner of the first. */
  readonly pixels: readonly number[];
  /** Patient coordinates in mm. */
  readonly points: readonly number[];
  readonly frameOfReferenceUid: string | undefined;
}

function axisOf(group: ContentItem, name: Code): Axis | Skipped | undefined {
  const found = childrenOf(group, name).filter(({ valueType }) => valueType === "NUM");
  const [item] = found;
  if (item === undefined) return undefined;
  const what = name.meaning.toLowerCase();
  if (found.length > 1) return { reason: `${found.length} values of the ${what}` };
  const values = item.data.items("x0040a300");
  if (values.length > 1) return { reason: `${values.length} values of the ${what}` };
  const [measured] = values;
  const number = decimalOf(measured?.text("x0040a30a") ?? "");
  const unit = measured?.code("x004008ea");
  const factor = unit?.scheme === "UCUM" ? MILLIMETRES[unit.value] : undefined;
  if (Number.isNaN(number)) return { reason: `a ${what} without a value` };
  if (factor === undefined) {
    return { reason: `a ${what} in ${unitText(unit)} and not in mm` };
  }
  const isLength = Number.isFinite(number) && number > 0;
  if (!isLength) return { reason: `a ${what} of ${number} ${unit?.value}` };
  return { mm: number * factor, ...lineOf(item) };
}

/** Other schemes than UCUM are not known. */
const unitText = (unit: Code | undefined): string =>
  unit === undefined
    ? "no unit"
    : `${unit.value}${unit.scheme === "UCUM" ? "" : ` (${unit.scheme})`}`;

const MILLIMETRES: Readonly<Record<string, number>> = { mm: 1, cm: 10 };

function lineOf(item: ContentItem): Omit<Axis, "mm"> {
  const flat = item.children.find(({ valueType }) => valueType === "SCOORD");
  const solid = item.children.find(({ valueType }) => valueType === "SCOORD3D");
  // A length without coordinates may name its image directly.
  const image = (flat ?? item).children.find(({ valueType }) => valueType === "IMAGE");
  return {
    pixels: endsOf(flat),
    points: endsOf(solid),
    frameOfReferenceUid: solid?.data.text("x30060024"),
    image: image && imageOf(image),
  };
}

/** Coordinates of the ends of a line. Those of a circle are its centre and a point on it. */
const endsOf = (item: ContentItem | undefined): readonly number[] =>
  item === undefined || item.data.text("x00700023") === "CIRCLE"
    ? []
    : item.data.floats("x00700022");

/** Returns `undefined` where the frame number is invalid or several frames are referenced. */
function imageOf({ data }: ContentItem): MeasuredImage | undefined {
  const [reference] = data.items("x00081199");
  const [sopUid, sopClassUid] = [reference?.text("x00081155"), reference?.text("x00081150")];
  if (sopUid === undefined || sopClassUid === undefined) return undefined;
  const frame = reference?.text("x00081160");
  if (frame === undefined) return { sopUid, sopClassUid };
  return /^\d{1,9}$/.test(frame) ? { sopUid, sopClassUid, frame: Number(frame) } : undefined;
}

/**
 * The mean of all ends, in patient coordinates; `undefined` where it is not known of every axis, and where the axes
 * have different frames of reference.
 */
function centreOf(axes: readonly Axis[], planeOf: PlaneOfImage): Vec3 | undefined {
  const frames = axes.flatMap(({ frameOfReferenceUid }) => frameOfReferenceUid ?? []);
  if (new Set(frames).size > 1) return undefined;
  const ends = axes.map(({ points, pixels, image }): Vec3[] | undefined => {
    if (points.length === 6 && points.every(Number.isFinite)) return triples(points);
    const plane = image && planeOf(image.sopUid);
    if (plane === undefined || pixels.length !== 4 || !pixels.every(Number.isFinite))
      return undefined;
    const [x1, y1, x2, y2] = pixels as [number, number, number, number];
    return [placeOnPlane(plane, x1, y1), placeOnPlane(plane, x2, y2)];
  });
  if (ends.some((pair) => pair === undefined)) return undefined;
  const all = ends.flatMap((pair) => pair ?? []);
  const mean = (axis: 0 | 1 | 2): number =>
    all.reduce((sum, point) => sum + point[axis], 0) / all.length;
  return [mean(0), mean(1), mean(2)];
}

const triples = ([a, b, c, d, e, f]: readonly number[]): Vec3[] => [
  [a!, b!, c!],
  [d!, e!, f!],
];
