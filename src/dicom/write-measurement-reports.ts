/** Sequences of a match as DICOM measurement reports, one per study. */
import { daysBetween } from "../core/calendar.js";
import { fail } from "../core/errors.js";
import { groupBy } from "../core/group-by.js";
import type { Lesion, Warning } from "../core/lesion.js";
import { boolean, type OptionSchema, resolveOptions, value } from "../core/options.js";
import { assertPatientList, type PatientResultKind } from "../core/patient-list.js";
import { assertShape, assertShapes } from "../core/shape.js";
import type { Table } from "../csv/table.js";
import { encodeReport } from "./encode-report.js";
import { ImageRegistry } from "./image-registry.js";
import type { ImageUids } from "./image-uids.js";
import { measurementOf, positionWarning } from "./lesion-measurement.js";
import { sexOf } from "./pixel-axes.js";
import type { ReportIdentity } from "./report-content.js";
import {
  type ReportedPatient,
  type TRACKING_COLUMNS,
  type TrackingRow,
  trackingTable,
  trackingUids,
} from "./tracking.js";
import { assertUid } from "./uid.js";

/** Options of {@link writeMeasurementReports}. */
export interface WriteReportsOptions {
  /**
   * Tracking identifiers as OHIF and Cornerstone3D name them, so that these viewers take the measurements as
   * their own: `Cornerstone3DTools@^0.1.0:Bidirectional:lesion 3` instead of `lesion 3`. @defaultValue false
   */
  readonly ohif: boolean;
  /** Tracking UIDs of an earlier run, as {@link readTracking} gives them. @defaultValue [] */
  readonly tracking: readonly TrackingRow[];
  /**
   * Reports of the same studies that the new ones replace, as {@link readMeasurementReports} lists them: each new
   * report names those of its study as predecessors. @defaultValue []
   */
  readonly replaces: readonly ReportIdentity[];
}

const OPTIONS: OptionSchema<WriteReportsOptions> = {
  ohif: boolean(false, "tracking identifiers as OHIF and Cornerstone3D name them"),
  tracking: value<readonly TrackingRow[]>([], "UIDs of an earlier run", "a list", Array.isArray),
  replaces: value<readonly ReportIdentity[]>([], "replaced reports", "a list", Array.isArray),
};

/** One report as the bytes of a DICOM file. */
export interface MeasurementReport extends ReportIdentity {
  readonly patient: string;
  readonly study: number;
  /** A name for the file, without folder. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** Reports with the UIDs that they use. */
export interface MeasurementReports {
  readonly reports: readonly MeasurementReport[];
  readonly tracking: Table<typeof TRACKING_COLUMNS>;
  readonly warnings: readonly Warning[];
}

/**
 * Returns one DICOM SR (TID 1500 with one TID 1501 group per lesion) for each study in which a patient has a lesion.
 * Lesions of a DL_info.csv, and those of reports measured on the same image, have the ends of their axes. Others have
 * their lengths and, where the image's frame of reference is given, their centre as a 3D point (the report is then a
 * Comprehensive 3D SR, else a Comprehensive SR); without it they have no position, with a warning `"position"`. A
 * sequence has the same Tracking UID in all studies; UIDs that lesions carry or that `tracking` lists are kept. Of
 * duplicates the one with the longest long axis is written, with a warning `"duplicate"`. Content Date is the study's
 * date and the patient's name stays empty, so that the same input gives the same bytes. O(n log n).
 *
 * @param matches what `match` returns; `centreMm` is in patient coordinates (LPS) unless read from a DL_info.csv
 * @param images the image of each lesion: a list made by {@link readImageUids}, or the `images` of
 * {@link readMeasurementReports}
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_REPORT where a lesion has no image or no long axis above
 * 0 mm, or a short axis above it, where UIDs contradict each other, or a sequence has different lesions in one study;
 * BAD_DATES where a later study has an earlier date, and where a lesion and its image differ in date; BAD_VALUE for
 * texts that DICOM cannot hold, and for what is not a UID (`trackingUid` of a lesion too).
 */
export function writeMeasurementReports(
  matches: readonly ReportedPatient[],
  images: readonly ImageUids[],
  given?: Partial<WriteReportsOptions>,
): MeasurementReports {
  const options = resolveOptions("writeMeasurementReports", OPTIONS, given);
  assertPatientList(matches, REPORTED_KIND);
  for (const { sequences } of matches) assertShapes(sequences, SEQUENCES, ["id", "lesions"]);
  const isImage = (one: unknown): boolean =>
    typeof one === "object" && one !== null && "row" in one && "sopUid" in one;
  if (!Array.isArray(images) || !Array.from(images).every(isImage)) {
    fail("BAD_VALUE", "a list of images, as readImageUids returns it", images ?? "nothing");
  }
  for (const row of options.tracking) {
    assertShape(row, "a row of readTracking", ["patient", "sequence", "trackingUid"]);
    assertUid("trackingUid", row.trackingUid);
  }
  assertShapes(options.replaces, "reports, as readMeasurementReports lists them", ["studyUid"]);
  const registry = new ImageRegistry(images);
  const warnings: Warning[] = [];
  const tracking: TrackingRow[] = [];
  const earlier = groupBy(options.tracking, ({ patient }) => patient);
  const reports = matches.flatMap((match) => {
    const rows = earlier.get(match.patient) ?? [];
    const uids = trackingUids(match, new Map(rows.map((row) => [row.sequence, row.trackingUid])));
    for (const [sequence, trackingUid] of [...uids].sort(([a], [b]) => a - b)) {
      tracking.push({ patient: match.patient, sequence, trackingUid });
    }
    const written = lesionsToWrite(match, warnings);
    return reportsOf(match, written, { uids, registry, options, warnings });
  });
  return { reports, tracking: trackingTable(tracking), warnings };
}

/** Sequences suffice: matches of other programs are written too. */
const REPORTED_KIND: PatientResultKind = {
  name: "match",
  plural: "matches",
  ofAll: "match",
  ofOne: "matchPatient",
  field: "sequences",
};

const SEQUENCES = "sequences with their lesions, as match returns them";

interface Written {
  readonly sequence: number;
  readonly lesion: Lesion;
}

/** One lesion per sequence and study. */
function lesionsToWrite(match: ReportedPatient, warnings: Warning[]): Written[] {
  const duplicates = new Set(
    (match.duplicates ?? []).map(({ rows }) => JSON.stringify([...rows].sort((a, b) => a - b))),
  );
  return match.sequences.flatMap(({ id: sequence, lesions }) =>
    Array.from(groupBy(lesions, ({ study }) => study).values(), (own): Written => {
      const [largest, ...others] = [...own].sort(
        (a, b) => (b.longAxisMm ?? 0) - (a.longAxisMm ?? 0) || a.row - b.row,
      );
      const { row, patient, study } = largest!;
      const rows = own.map((lesion) => lesion.row).sort((a, b) => a - b);
      if (others.length > 0) {
        if (!duplicates.has(JSON.stringify(rows))) {
          fail("BAD_REPORT", "one lesion per sequence and study", `rows ${rows.join(", ")}`, {
            patient,
            study,
            remedy: "match with method joint, or add a cannot-link",
          });
        }
        const message = `of the duplicates in rows ${rows.join(", ")} the largest is written, row ${row}`;
        warnings.push({ kind: "duplicate", row, patient, message });
      }
      return { sequence, lesion: largest! };
    }),
  );
}

interface Writing {
  readonly uids: ReadonlyMap<number, string>;
  readonly registry: ImageRegistry;
  readonly options: WriteReportsOptions;
  readonly warnings: Warning[];
}

function reportsOf(
  { patient }: ReportedPatient,
  written: readonly Written[],
  { uids, registry, options, warnings }: Writing,
): MeasurementReport[] {
  const studies = [...groupBy(written, ({ lesion }) => lesion.study)].sort(([a], [b]) => a - b);
  const reports: MeasurementReport[] = [];
  let [baseline, before] = ["", ""];
  for (const [study, own] of studies) {
    const measured = own.map((one) => ({ ...one, image: registry.imageOf(one.lesion) }));
    warnings.push(...measured.flatMap(positionWarning));
    const [{ image, lesion }] = measured as [(typeof measured)[number]];
    const { studyUid, studyDate, patientId } = image;
    if (studyDate < before) {
      fail("BAD_DATES", "dates in the order of studies", studyDate, { patient, study });
    }
    baseline ||= studyDate;
    before = studyDate;
    const report = encodeReport({
      patientId,
      sex: sexOf(lesion),
      studyUid,
      study,
      studyDate,
      studyTime: image.studyTime ?? "000000",
      isBaseline: reports.length === 0,
      daysSinceBaseline: daysBetween(baseline, studyDate),
      measurements: measured.map((one) =>
        measurementOf(one, uids.get(one.sequence)!, options.ohif),
      ),
      earlier: reports.map(({ studyUid, seriesUid, sopUid, sopClassUid }) => ({
        studyUid,
        seriesUid,
        sopUid,
        sopClassUid,
      })),
      replaced: options.replaces.filter((one) => one.studyUid === studyUid),
    });
    reports.push({ ...report, patient, study, fileName: fileNameOf(patient, study, studyUid) });
  }
  return reports;
}

/** Never leaves a folder: ids with other characters than letters, digits, _ and - give way to the UID. */
const fileNameOf = (patient: string, study: number, studyUid: string): string =>
  /^[A-Za-z0-9_-]{1,64}$/.test(patient)
    ? `patient-${patient}_study-${study}.dcm`
    : `${studyUid}.dcm`;
