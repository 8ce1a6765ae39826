/** One SR document of TID 1500 as a DICOM file: Comprehensive SR, or Comprehensive 3D SR where it has points. */

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
import {
  dataSet,
  double,
  type Element,
  joined,
  otherBytes,
  sequence,
  text,
  unsigned,
} from "./encode.js";
import type { PixelAxes } from "./measurement-group.js";
import { sha1, uidOf } from "./uid.js";

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

const COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33";
const COMPREHENSIVE_3D_SR = "1.2.840.10008.5.1.4.1.1.88.34";
const EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
const NAME = "lesion-graph";

/**
 * Returns a report as the bytes of a file, and its identity. The same content gives the same bytes; the SOP
 * Instance UID is made of the content, so that another content never has the same. A report that would replace
 * only itself replaces nothing.
 */
export function encodeReport(content: ReportContent): EncodedReport {
  const alone = encoded({ ...content, replaced: [] });
  const replacesOthers = content.replaced.some(({ sopUid }) => sopUid !== alone.sopUid);
  return replacesOthers ? encoded(content) : alone;
}

type EncodedReport = ReportIdentity & { readonly bytes: Uint8Array };

function encoded(content: ReportContent): EncodedReport {
  const { studyUid, measurements } = content;
  const is3d = measurements.some(({ centre }) => centre !== undefined);
  const sopClassUid = is3d ? COMPREHENSIVE_3D_SR : COMPREHENSIVE_SR;
  const seriesUid = uidOf("series", studyUid);
  const body = [
    ...header(content),
    text(0x00080016, "UI", sopClassUid),
    text(0x0020000e, "UI", seriesUid),
    ...documentOf(content),
  ];
  const sopUid = uidOf("report", studyUid, digestOf(dataSet(body)));
  const bytes = joined([
    new Uint8Array(128),
    new TextEncoder().encode("DICM"),
    fileMeta(sopClassUid, sopUid),
    dataSet([...body, text(0x00080018, "UI", sopUid)]),
  ]);
  return { studyUid, seriesUid, sopUid, sopClassUid, bytes };
}

function fileMeta(sopClassUid: string, sopUid: string): Uint8Array {
  const elements = dataSet([
    otherBytes(0x00020001, Uint8Array.of(0, 1)),
    text(0x00020002, "UI", sopClassUid),
    text(0x00020003, "UI", sopUid),
    text(0x00020010, "UI", EXPLICIT_LITTLE_ENDIAN),
    text(0x00020012, "UI", uidOf("implementation")),
    text(0x00020013, "SH", "LESION_GRAPH"),
  ]);
  return joined([unsigned(0x00020000, elements.length).bytes, elements]);
}

/** Patient, study, series and equipment. */
function header(content: ReportContent): Element[] {
  const day = content.studyDate.replaceAll("-", "");
  return [
    text(0x00080005, "CS", "ISO_IR 192"),
    text(0x00080020, "DA", day),
    text(0x00080023, "DA", day),
    text(0x00080030, "TM", content.studyTime),
    text(0x00080033, "TM", "000000"),
    text(0x00080050, "SH", ""),
    text(0x00080060, "CS", "SR"),
    text(0x00080070, "LO", NAME),
    text(0x00080090, "PN", ""),
    text(0x0008103e, "LO", `${NAME} measurements`),
    text(0x00081090, "LO", NAME),
    sequence(0x00081111, []),
    text(0x00100010, "PN", ""),
    text(0x00100020, "LO", content.patientId),
    text(0x00100030, "DA", ""),
    text(0x00100040, "CS", content.sex ?? ""),
    text(0x00120050, "LO", String(content.study)),
    double(0x00120052, content.daysSinceBaseline),
    text(0x00120053, "CS", "BASELINE"),
    text(0x0020000d, "UI", content.studyUid),
    text(0x00200010, "SH", String(content.study)),
    text(0x00200011, "IS", "9001"),
    text(0x00200013, "IS", "1"),
  ];
}

function documentOf(content: ReportContent): Element[] {
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
    textItem("HAS OBS CONTEXT", CODES.deviceName, NAME),
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

const digestOf = (bytes: Uint8Array): string => Array.from(sha1(bytes)).join(".");
