/** One report file: whose it is, and its measurement groups. */
import { isoDay } from "../core/calendar.js";
import { composed } from "../core/composed.js";
import { fail } from "../core/errors.js";
import { CODES, isSame } from "./codes.js";
import { below, type ContentItem, contentTree } from "./content-tree.js";
import type { DataSet } from "./data-set.js";
import { isUid } from "./uid.js";

/** A report as it is in its file. */
export interface ReportFile {
  readonly name: string;
  readonly sopUid: string;
  readonly sopClassUid: string;
  readonly seriesUid: string | undefined;
  readonly patientId: string;
  /** Who gave the PatientID. */
  readonly issuer: string | undefined;
  readonly birthDate: string | undefined;
  readonly studyUid: string;
  /** ISO 8601. */
  readonly date: string | undefined;
  /** HHMMSS, HHMM or HH; "" where the report has none. */
  readonly time: string;
  /** Reports that this one is a new version of. */
  readonly replaces: readonly string[];
  /** Study and series of the objects that it refers to, by SOP Instance UID. */
  readonly evidence: ReadonlyMap<string, Pick<ObjectReference, "studyUid" | "seriesUid">>;
  /** Groups, or why the report is skipped. */
  readonly groups: readonly ContentItem[] | string;
}

/** Enhanced, Comprehensive, Comprehensive 3D and Extensible SR. */
const SR_CLASSES = ["22", "33", "34", "35"].map((end) => `1.2.840.10008.5.1.4.1.1.88.${end}`);

/** @throws LesionGraphError BAD_REPORT for objects that are no SR, or name no patient, study or instance. */
export function readReport(name: string, data: DataSet): ReportFile {
  const sopClass = data.text("x00080016") ?? "";
  if (data.text("x00080060") !== "SR" || !SR_CLASSES.includes(sopClass)) {
    const found = `${data.text("x00080060") ?? "no modality"}, class ${sopClass || "none"}`;
    fail("BAD_REPORT", "a structured report (modality SR)", found);
  }
  return {
    name,
    sopUid: uidIn(data, "x00080018", "SOPInstanceUID"),
    sopClassUid: sopClass,
    seriesUid: data.text("x0020000e"),
    patientId: composed(
      data.text("x00100020") ?? fail("BAD_REPORT", "a report with a PatientID", "none"),
    ),
    issuer: data.text("x00100021"),
    birthDate: data.text("x00100030"),
    studyUid: uidIn(data, "x0020000d", "StudyInstanceUID"),
    date: dateOf(data.text("x00080020")),
    time: timeOf(data.text("x00080030")),
    replaces: referencesIn(data, "x0040a360").map(({ sopUid }) => sopUid),
    evidence: new Map(
      ["x0040a385", "x0040a375"]
        .flatMap((tag) => referencesIn(data, tag))
        .map(({ sopUid, ...where }) => [sopUid, where]),
    ),
    groups: groupsOf(data),
  };
}

function uidIn(data: DataSet, tag: string, keyword: string): string {
  const uid = data.text(tag);
  if (uid === undefined || !isUid(uid)) fail("BAD_REPORT", `a UID as ${keyword}`, uid ?? "none");
  return uid;
}

const dateOf = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : isoDay(text.replaceAll(".", ""), "yyyymmdd");

function timeOf(text = ""): string {
  const time = text.replaceAll(":", "").slice(0, 6);
  return TIME.test(time) ? time : "";
}

/** A minute may have a leap second. */
const TIME = /^(?:[01]\d|2[0-3])(?:[0-5]\d(?:[0-5]\d|60)?)?$/;

interface ObjectReference {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
}

/** The objects of a sequence by study and series; incomplete references are left out. */
const referencesIn = (data: DataSet, tag: string): ObjectReference[] =>
  data.items(tag).flatMap((study) =>
    study.items("x00081115").flatMap((series) =>
      series.items("x00081199").flatMap((object) => {
        const studyUid = study.text("x0020000d") ?? "";
        const seriesUid = series.text("x0020000e") ?? "";
        const sopUid = object.text("x00081155");
        return sopUid === undefined ? [] : [{ studyUid, seriesUid, sopUid }];
      }),
    ),
  );

function groupsOf(data: DataSet): readonly ContentItem[] | string {
  const root = contentTree(data);
  // A file that is cut at the end of an element has nothing else to show that.
  if (root.children.length === 0) fail("BAD_REPORT", "a report with content", "none");
  const [template] = data.items("x0040a504");
  const identifier = template?.text("x0040db00");
  if (identifier !== undefined && identifier !== "1500") return `template ${identifier}, not 1500`;
  if (!isSame(root.name, CODES.report)) return "no imaging measurement report (126000 DCM)";
  const groups = below(root, CODES.measurements).flatMap((item) => below(item, CODES.group));
  return groups.length > 0 ? groups : "no measurement group";
}
