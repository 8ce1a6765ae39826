/** The measurement of a report that a lesion gives: its axes on the image, else its lengths and centre. */
import { fail } from "../core/errors.js";
import type { Lesion, Warning } from "../core/lesion.js";
import { CODES, type Code, SITES } from "./codes.js";
import type { PatientPoint } from "./content.js";
import type { ImageUids } from "./image-uids.js";
import { isRelativeToImage, pixelAxesOf } from "./pixel-axes.js";
import type { ReportLesion } from "./read-measurement-reports.js";
import type { Measurement } from "./report-content.js";

/** A lesion of a sequence and the image that it was measured on. */
export interface LesionOnImage {
  readonly sequence: number;
  readonly lesion: Lesion;
  readonly image: ImageUids;
}

/** The measurement of a lesion on an image. @throws LesionGraphError BAD_REPORT. */
export function measurementOf(
  { sequence, lesion, image }: LesionOnImage,
  trackingUid: string,
  ohif: boolean,
): Measurement {
  const { row, patient, study, longAxisMm = 0, shortAxisMm, type, label } = lesion;
  const { finding, site } = lesion as Partial<ReportLesion>;
  const place = { row, patient, study };
  if (!(longAxisMm > 0) || !(shortAxisMm === undefined || shortAxisMm > 0)) {
    fail("BAD_REPORT", "axes longer than 0 mm", `${longAxisMm} x ${shortAxisMm} mm`, place);
  }
  if (shortAxisMm !== undefined && shortAxisMm > longAxisMm) {
    const received = `${shortAxisMm} mm and ${longAxisMm} mm`;
    fail("BAD_REPORT", "a short axis that is not above the long", received, place);
  }
  const axes = pixelAxesOf(lesion, image);
  if (axes === undefined && isRelativeToImage(lesion)) {
    fail("BAD_REPORT", "axes in pixels, as a DL_info.csv has them", "none", place);
  }
  const name = `lesion ${sequence}`;
  return {
    trackingIdentifier: ohif ? `Cornerstone3DTools@^0.1.0:Bidirectional:${name}` : name,
    trackingUid,
    finding: withMeaning(finding) ?? CODES.lesion,
    site: type === undefined ? withMeaning(site) : SITES[type],
    comment: label ?? name,
    image,
    longAxisMm,
    shortAxisMm,
    axes,
    centre: axes === undefined ? centreOf(lesion, image) : undefined,
  };
}

/** A code of another program, where it can be written again. */
const withMeaning = (code: Code | undefined): Code | undefined =>
  code === undefined || code.meaning === "" ? undefined : code;

/** The centre in the frame of reference of the image. */
const centreOf = (
  { centreMm }: Lesion,
  { frameOfReferenceUid }: ImageUids,
): PatientPoint | undefined =>
  centreMm && frameOfReferenceUid !== undefined
    ? { point: centreMm, frameOfReferenceUid }
    : undefined;

/** A warning for a lesion whose measurement has no position. */
export function positionWarning({ lesion, image }: LesionOnImage): Warning[] {
  if (pixelAxesOf(lesion, image) ?? centreOf(lesion, image)) return [];
  const message =
    lesion.centreMm === undefined
      ? "written without position: the lesion has none"
      : "written without position: the frameOfReferenceUid of its image is not given";
  return [{ kind: "position", row: lesion.row, patient: lesion.patient, message }];
}
