/** Messages between the page and its worker. */
import type { LesionType } from "../../core/lesion.js";
import type { Link, RejectedPair } from "../../matching/result.js";
import type { Action, Decision } from "../decision-log.js";
import type { SavedReview } from "../exports.js";
import type { Question } from "../questions.js";
import type { ReviewReading } from "../session.js";
import type { ReviewSettings } from "../settings.js";

/** One patient of the list. */
export interface PatientEntry {
  readonly patient: string;
  /** Input rows: duplicates of a lesion are not known before matching. */
  readonly annotations: number;
  readonly studies: number;
}

/** Expected work on a patient. */
export interface Summary {
  readonly patient: string;
  /** Expected number of wrong decisions of the matcher. */
  readonly expectedWrong: number;
}

export interface LesionInfo {
  readonly row: number;
  readonly study: number;
  readonly id: string;
  readonly sequence: number;
  readonly type: LesionType | undefined;
  readonly longAxisMm: number | undefined;
  readonly shortAxisMm: number | undefined;
}

/** The data of one patient on the screen. */
export interface PatientView {
  readonly patient: string;
  readonly lesions: readonly LesionInfo[];
  readonly links: readonly Link[];
  readonly rejectedPairs: readonly RejectedPair[];
  readonly questions: readonly Question[];
  readonly contradiction: readonly Decision[];
  readonly moved: readonly number[];
}

export type CentreView = "board" | "graph" | "growth";
export type ExportKind = "constraints.csv" | "sequences.csv" | "growth.csv";

/** Decisions and settings of a request. */
export interface Context {
  readonly settings: ReviewSettings;
  readonly decisions: readonly Decision[];
}

export type Request =
  | {
      readonly type: "open";
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly reading: ReviewReading;
    }
  | ({ readonly type: "patient"; readonly patient: string } & Context)
  | ({
      readonly type: "figure";
      readonly patient: string;
      readonly view: Exclude<CentreView, "graph">;
      readonly dark: boolean;
      readonly widthMm: number;
      /** Address of key slices, if there are any. */
      readonly slices: string | undefined;
    } & Context)
  | { readonly type: "constraints"; readonly text: string }
  | { readonly type: "saved"; readonly text: string }
  | ({ readonly type: "summaries" } & Context)
  | ({ readonly type: "export"; readonly kind: ExportKind } & Context);

export type Answer =
  | { readonly type: "opened"; readonly sha256: string; readonly patients: readonly PatientEntry[] }
  | { readonly type: "view"; readonly view: PatientView }
  | { readonly type: "figure"; readonly svg: string }
  | { readonly type: "actions"; readonly actions: readonly Action[] }
  | { readonly type: "saved"; readonly saved: SavedReview }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "done" };

export interface Sent {
  readonly id: number;
  readonly request: Request;
}

export type Received =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly error: string }
  | { readonly summaries: readonly Summary[] };
