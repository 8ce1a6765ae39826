/** One SR document of TID 1500 as a DICOM file: Comprehensive SR, or Comprehensive 3D SR where it has points. */

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
import {
  DEVICE_NAME,
  documentOf,
  type ReportContent,
  type ReportIdentity,
} from "./report-content.js";
import { sha1, uidOf } from "./uid.js";

const COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33";
const COMPREHENSIVE_3D_SR = "1.2.840.10008.5.1.4.1.1.88.34";
const EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

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
    text(0x00080070, "LO", DEVICE_NAME),
    text(0x00080090, "PN", ""),
    text(0x0008103e, "LO", `${DEVICE_NAME} measurements`),
    text(0x00081090, "LO", DEVICE_NAME),
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

const digestOf = (bytes: Uint8Array): string => Array.from(sha1(bytes)).join(".");
