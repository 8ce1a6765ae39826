/** Patients written down as diameters over studies. */

import type { Lesion, LesionType } from "../../src/core/lesion.js";
import { grow, type PatientGrowth, type StudyDates } from "../../src/growth/index.js";
import type { PatientMatch } from "../../src/matching/result.js";
import {
  type LesionNote,
  type PatientResponse,
  type ResponseOptions,
  respond,
  type StatusNote,
} from "../../src/response/index.js";
import { matchOfSequences } from "./matches.js";

/** A lesion through the studies. */
export interface Course {
  /** By study: the long axis, or the short axis of a lymph node; none where it is not annotated. */
  readonly mm: readonly (number | undefined)[];
  readonly type?: LesionType | undefined;
  readonly lymphNode?: boolean;
  /** Distance between slices, mm. */
  readonly slice?: number;
  /** What the notes say, but for the row. */
  readonly note?: Omit<LesionNote, "row">;
  /** Status by study. */
  readonly statuses?: Readonly<Record<number, StatusNote["status"]>>;
}

export interface CourseOptions extends Partial<ResponseOptions> {
  readonly patient?: string;
  readonly annotationCompleteness?: "partial" | "complete";
  /** Days of the studies, from the first on; they also name studies without annotations. */
  readonly days?: readonly number[];
}

/** The row of the k-th lesion, counted from 1, in a study. */
export const rowOf = (lesion: number, study: number): number => 100 * lesion + study;

/** A soft tissue lesion of a type of its own would hide the rule of two per organ: one type per lesion. */
const TYPES = ["liver", "lung", "bone", "kidney", "pelvis", "abdomen", "mediastinum"] as const;

/** A lymph node is 4 mm longer than wide; other lesions are twice as long as wide. */
const lesionOf = (course: Course, k: number, study: number, mm: number, patient: string) => ({
  row: rowOf(k, study),
  patient,
  study,
  id: `L${k}`,
  type: "type" in course ? course.type : TYPES[(k - 1) % TYPES.length],
  longAxisMm: course.lymphNode ? mm + 4 : mm,
  shortAxisMm: course.lymphNode ? mm : mm / 2,
  ...(course.slice === undefined ? {} : { spacingMm: [0.8, 0.8, course.slice] }),
});

/** A match with one sequence for each course, in order. */
export const matchOfCourses = (courses: readonly Course[], patient = "p"): PatientMatch =>
  matchOfSequences(
    courses.map((course, i) =>
      course.mm.flatMap((mm, s): Lesion[] =>
        mm === undefined ? [] : [lesionOf(course, i + 1, s + 1, mm, patient)],
      ),
    ),
    patient,
  );

const DAY_MS = 86_400_000;

/** Days since 1 January 2020 as the dates of studies 1, 2, … */
export const datesOf = (days: readonly number[], patient = "p"): StudyDates =>
  new Map([
    [
      patient,
      new Map(
        days.map((day, i) => {
          const date = new Date(Date.UTC(2020, 0, 1) + day * DAY_MS);
          return [i + 1, date.toISOString().slice(0, 10)];
        }),
      ),
    ],
  ]);

const firstRow = ({ mm }: Course, k: number): number =>
  rowOf(k, mm.findIndex((one) => one !== undefined) + 1);

/** A row of every lymph node. */
const lymphNodeRowsOf = (courses: readonly Course[]): number[] =>
  courses.flatMap((course, i) => (course.lymphNode ? [firstRow(course, i + 1)] : []));

export const growthOf = (
  courses: readonly Course[],
  { patient = "p", annotationCompleteness = "partial", days }: CourseOptions = {},
): PatientGrowth => {
  const [growth] = grow([matchOfCourses(courses, patient)], {
    annotationCompleteness,
    lymphNodeRows: lymphNodeRowsOf(courses),
    dates: days && datesOf(days, patient),
  });
  return growth as PatientGrowth;
};

/** The response of a patient with these lesions. */
export function responseOf(
  courses: readonly Course[],
  options: CourseOptions = {},
): PatientResponse {
  const { patient: _, annotationCompleteness: __, days: ___, ...rest } = options;
  const lesionNotes = courses.flatMap((course, i) =>
    course.note === undefined ? [] : [{ row: firstRow(course, i + 1), ...course.note }],
  );
  const statusNotes = courses.flatMap((course, i) =>
    Object.entries(course.statuses ?? {}).map(([study, status]) => ({
      row: firstRow(course, i + 1),
      study: Number(study),
      status,
    })),
  );
  const [response] = respond([growthOf(courses, options)], {
    ...rest,
    lesionNotes: [...lesionNotes, ...(rest.lesionNotes ?? [])],
    statusNotes: [...statusNotes, ...(rest.statusNotes ?? [])],
  });
  return response as PatientResponse;
}

/** Overall response study by study. */
export const overallOf = ({ assessments }: PatientResponse): string[] =>
  assessments.map(({ overall }) => overall.response);

/** Response of the targets study by study; none where there are no targets. */
export const targetOf = ({ assessments }: PatientResponse): (string | undefined)[] =>
  assessments.map(({ target }) => target?.response);

export const nonTargetOf = ({ assessments }: PatientResponse): (string | undefined)[] =>
  assessments.map(({ nonTarget }) => nonTarget?.response);

export const immuneOf = ({ assessments }: PatientResponse): string[] =>
  assessments.map(({ immune }) => immune.response);

/** The sums of the targets study by study, that of the baseline in front. */
export const sumsOf = ({ baseline, assessments }: PatientResponse): (number | undefined)[] => [
  baseline?.sumMm,
  ...assessments.map(({ target }) => target?.sumMm),
];

/** One target with these diameters: the sums are these, the first that of the baseline. */
export const oneTarget = (...mm: readonly (number | undefined)[]): Course => ({ mm });
