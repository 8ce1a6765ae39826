/**
 * Coded terms of TID 1500 measurement reports (PS3.16), and those that other programs write for the same. Terms
 * are compared by value and scheme, never by meaning.
 */
import type { LesionType } from "../core/lesion.js";

export interface Code {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

const code = (value: string, scheme: string, meaning: string): Code => ({ value, scheme, meaning });
const dcm = (value: string, meaning: string): Code => code(value, "DCM", meaning);
const sct = (value: string, meaning: string): Code => code(value, "SCT", meaning);

export const CODES = Object.freeze({
  report: dcm("126000", "Imaging Measurement Report"),
  language: dcm("121049", "Language of Content Item and Descendants"),
  english: code("en", "RFC5646", "English"),
  observerType: dcm("121005", "Observer Type"),
  device: dcm("121007", "Device"),
  deviceUid: dcm("121012", "Device Observer UID"),
  deviceName: dcm("121013", "Device Observer Name"),
  procedure: dcm("121058", "Procedure reported"),
  ct: code("25045-6", "LN", "CT unspecified body region"),
  library: dcm("111028", "Image Library"),
  libraryGroup: dcm("126200", "Image Library Group"),
  measurements: dcm("126010", "Imaging Measurements"),
  group: dcm("125007", "Measurement Group"),
  trackingIdentifier: dcm("112039", "Tracking Identifier"),
  trackingUid: dcm("112040", "Tracking Unique Identifier"),
  finding: dcm("121071", "Finding"),
  lesion: sct("52988006", "Lesion"),
  site: sct("363698007", "Finding Site"),
  timePoint: code("C2348792", "UMLS", "Time Point"),
  timePointType: dcm("126072", "Time Point Type"),
  baseline: code("C1442488", "UMLS", "Baseline"),
  posttreatment: dcm("126074", "Posttreatment"),
  subjectTimePoint: dcm("126070", "Subject Time Point Identifier"),
  comment: dcm("121106", "Comment"),
  centre: dcm("111010", "Center"),
  longAxis: sct("103339001", "Long Axis"),
  shortAxis: sct("103340004", "Short Axis"),
  millimetre: code("mm", "UCUM", "millimeter"),
});

/** The site of each coarse lesion type. */
export const SITES: Readonly<Record<LesionType, Code>> = Object.freeze({
  bone: sct("272673000", "Bone"),
  abdomen: sct("818981001", "Abdomen"),
  mediastinum: sct("72410000", "Mediastinum"),
  liver: sct("10200004", "Liver"),
  lung: sct("39607008", "Lung"),
  kidney: sct("64033007", "Kidney"),
  "soft tissue": sct("87784001", "Soft tissue"),
  pelvis: sct("816092008", "Pelvis"),
});

/** Retired SNOMED RT identifiers (PS3.16, annex L) of the terms above. */
const RETIRED: Readonly<Record<string, string>> = {
  "G-A185": CODES.longAxis.value,
  "G-A186": CODES.shortAxis.value,
  "G-C0E3": CODES.site.value,
  "T-D016E": SITES.bone.value,
  "T-D4000": SITES.abdomen.value,
  "T-D3300": SITES.mediastinum.value,
  "T-62000": SITES.liver.value,
  "T-28000": SITES.lung.value,
  "T-71000": SITES.kidney.value,
  "T-D03DB": SITES["soft tissue"].value,
  "T-D6000": SITES.pelvis.value,
};

/** True where two codes are the same term; SRT and the designators that stand for SNOMED count as SCT. */
export function isSame(found: Code | undefined, term: Code): boolean {
  if (found === undefined) return false;
  const snomed = ["SRT", "SNM3", "99SDM"].includes(found.scheme);
  const value = snomed ? RETIRED[found.value] : found.value;
  return value === term.value && (snomed ? "SCT" : found.scheme) === term.scheme;
}

/** The lesion type whose site a code is, if any. */
export const typeOfSite = (site: Code | undefined): LesionType | undefined =>
  (Object.keys(SITES) as LesionType[]).find((type) => isSame(site, SITES[type]));
