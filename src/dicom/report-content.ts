/** What one report of TID 1500 holds, and the document made of it. */
import { CODES, type Code } from "./codes.js";
import {
  coded,
  codeItem,
  container,
  type ImageReference,
  type Item,
  imageItem,
  lengthItem,
  type PatientPoint,
  pointItem,
  template,
  textItem,
  uidItem,
} from "./content.js";
import { type Element, sequence, text } from "./encode.js";
import type { PixelAxes } from "./measurement-group.js";
import { uidOf } from "./uid.js";

/** Name of the device that reports. */
export const DEVICE_NAME = "lesion-graph";

/** One bidirectional measurement. */
export interface Measurement {
  readonly trackingIdentifier: string;
  readonly trackingUid: string;
  readonly finding: Code;
  readonly site: Code | undefined;
  readonly comment: string;
  readonly image: ImageReference & { readonly seriesUid: string };
  readonly longAxisMm: number;
  readonly shortAxisMm: number | undefined;
  /** Ends of the axes on the image, where they are known. */
  readonly axes: PixelAxes | undefined;
  /** Centre, where the axes are not known. */
  readonly centre: PatientPoint | undefined;
}

/** What goes into one report. */
export interface ReportContent {
  readonly patientId: string;
  readonly sex: "F" | "M" | undefined;
  readonly studyUid: string;
  /** Number of the study, from 1. */
  readonly study: number;
  /** ISO 8601. */
  readonly studyDate: string;
  /** HHMMSS. */
  readonly studyTime: string;
  readonly isBaseline: boolean;
  readonly daysSinceBaseline: number;
  readonly measurements: readonly Measurement[];
  /** Reports of earlier studies of the patient. */
  readonly earlier: readonly ReportIdentity[];
  /** Reports of the same study whose content this one replaces. */
  readonly replaced: readonly ReportIdentity[];
}

/** How a report is referred to. */
export interface ReportIdentity {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
  readonly sopClassUid: string;
}

/** The document of a report: what it refers to, and its tree of content items. */
export function documentOf(content: ReportContent): Element[] {
  const { measurements, earlier, replaced, studyUid } = content;
  const images = measurements.map(({ image }) => ({ ...image, studyUid }));
  return [
    text(0x0040a040, "CS", "CONTAINER"),
    coded(0x0040a043, CODES.report),
    text(0x0040a050, "CS", "SEPARATE"),
    ...(replaced.length > 0 ? [evidence(0x0040a360, replaced)] : []),
    sequence(0x0040a372, []),
    evidence(0x0040a375, images),
    ...(earlier.length > 0 ? [evidence(0x0040a385, earlier)] : []),
    text(0x0040a491, "CS", "COMPLETE"),
    text(0x0040a493, "CS", "UNVERIFIED"),
    text(0x0040a496, "CS", "PRELIMINARY"),
    template("1500"),
    sequence(0x0040a730, contentItems(content)),
  ];
}

interface Referred extends ImageReference {
  readonly studyUid: string;
  readonly seriesUid: string;
}

/** Each referred object once, by study and series in order of first mention. */
function evidence(tag: number, referred: readonly Referred[]): Element {
  const studies = new Map<string, Map<string, Map<string, Referred>>>();
  for (const one of referred) {
    const series = studies.get(one.studyUid) ?? new Map<string, Map<string, Referred>>();
    const objects = series.get(one.seriesUid) ?? new Map<string, Referred>();
    studies.set(one.studyUid, series.set(one.seriesUid, objects.set(one.sopUid, one)));
  }
  const seriesItem = ([uid, objects]: readonly [string, ReadonlyMap<string, Referred>]) => [
    sequence(
      0x00081199,
      Array.from(objects.values(), ({ sopClassUid, sopUid }) => [
        text(0x00081150, "UI", sopClassUid),
        text(0x00081155, "UI", sopUid),
      ]),
    ),
    text(0x0020000e, "UI", uid),
  ];
  return sequence(
    tag,
    Array.from(studies, ([uid, series]) => [
      sequence(0x00081115, Array.from(series, seriesItem)),
      text(0x0020000d, "UI", uid),
    ]),
  );
}

function contentItems(content: ReportContent): Item[] {
  const images = new Map(
    content.measurements.map(({ image }) => [JSON.stringify([image.sopUid, image.frame]), image]),
  );
  return [
    codeItem("HAS CONCEPT MOD", CODES.language, CODES.english),
    codeItem("HAS OBS CONTEXT", CODES.observerType, CODES.device),
    uidItem("HAS OBS CONTEXT", CODES.deviceUid, uidOf("device")),
    textItem("HAS OBS CONTEXT", CODES.deviceName, DEVICE_NAME),
    codeItem("HAS CONCEPT MOD", CODES.procedure, CODES.ct),
    container(CODES.library, [
      container(
        CODES.libraryGroup,
        Array.from(images.values(), (image) => imageItem("CONTAINS", image)),
      ),
    ]),
    container(
      CODES.measurements,
      content.measurements.map((one) => groupOf(one, content)),
    ),
  ];
}

/** The first number of a group is the long axis: viewers take it as the one with coordinates. */
function groupOf(measurement: Measurement, { patientId, study, isBaseline }: ReportContent): Item {
  const { finding, site, image, longAxisMm, shortAxisMm, axes, centre } = measurement;
  return container(
    CODES.group,
    [
      textItem("HAS OBS CONTEXT", CODES.trackingIdentifier, measurement.trackingIdentifier),
      uidItem("HAS OBS CONTEXT", CODES.trackingUid, measurement.trackingUid),
      codeItem("CONTAINS", CODES.finding, finding),
      ...(site === undefined ? [] : [codeItem("HAS CONCEPT MOD", CODES.site, site)]),
      textItem("HAS OBS CONTEXT", CODES.timePoint, `study ${study}`),
      codeItem(
        "HAS OBS CONTEXT",
        CODES.timePointType,
        isBaseline ? CODES.baseline : CODES.posttreatment,
      ),
      textItem("HAS OBS CONTEXT", CODES.subjectTimePoint, `${patientId}/${study}`),
      textItem("CONTAINS", CODES.comment, measurement.comment),
      lengthItem(CODES.longAxis, longAxisMm, axes?.longAxis, image),
      ...(shortAxisMm === undefined
        ? []
        : [lengthItem(CODES.shortAxis, shortAxisMm, axes?.shortAxis, image)]),
      ...(centre === undefined ? [] : [pointItem(CODES.centre, centre)]),
    ],
    "1501",
  );
}
