/** The images of all lesions, checked against each other. */
import { isoDay } from "../core/calendar.js";
import { fail, withPlace } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { assertUids, type ImageUids } from "./image-uids.js";

/**
 * Gives the image of each lesion and finds contradictions between them: every UID and id has one meaning. O(1)
 * per lesion.
 */
export class ImageRegistry {
  readonly #imageOf: ReadonlyMap<number, ImageUids>;
  /** What each thing is known to belong to. */
  readonly #known = new Map<string, string>();

  constructor(images: readonly ImageUids[]) {
    this.#imageOf = new Map(images.map((image) => [image.row, image]));
  }

  /**
   * The image of a lesion.
   *
   * @throws LesionGraphError BAD_REPORT where there is none, or one that contradicts; BAD_DATES where its date is not
   * that of the lesion; BAD_VALUE for what is not a UID.
   */
  imageOf(lesion: Lesion): ImageUids {
    const { row, patient, study, date } = lesion;
    const image =
      this.#imageOf.get(row) ??
      fail("BAD_REPORT", "the UIDs of every lesion's image", "none", { row, patient, study });
    withPlace({ row, patient, study }, () => assertUids(image));
    if (date !== undefined && isoDay(date) !== image.studyDate) {
      const received = `${date} of the lesion, ${image.studyDate} of its image`;
      fail("BAD_DATES", "one date of a study", received, { row, patient, study });
    }
    const { patientId, studyUid, seriesUid, sopUid, sopClassUid, studyDate } = image;
    const own = `patient ${patient} study ${study}`;
    this.#bind(lesion, `PatientID of patient ${patient}`, patientId);
    this.#bind(lesion, `the patient with PatientID ${patientId}`, patient);
    this.#bind(lesion, `the study ${studyUid}`, own);
    this.#bind(lesion, `StudyInstanceUID of ${own}`, studyUid);
    this.#bind(lesion, `the date of ${own}`, studyDate);
    this.#bind(lesion, `the study of series ${seriesUid}`, studyUid);
    this.#bind(lesion, `the series of image ${sopUid}`, seriesUid);
    this.#bind(lesion, `the class of image ${sopUid}`, sopClassUid);
    return image;
  }

  #bind({ row, patient, study }: Lesion, what: string, value: string): void {
    const before = this.#known.get(what) ?? value;
    this.#known.set(what, before);
    if (before === value) return;
    fail("BAD_REPORT", `${what} to be one`, `${before} and ${value}`, { row, patient, study });
  }
}
