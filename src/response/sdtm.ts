/** A response in the tumour domains of CDISC SDTM: identification (TU), results (TR), response (RS). */
import { fail } from "../core/errors.js";
import { type OptionSchema, resolveOptions, text, value } from "../core/options.js";
import { assertPatientList } from "../core/patient-list.js";
import { type RowOf, Table } from "../csv/table.js";
import { GROWTH_KIND, type PatientGrowth } from "../growth/growth-result.js";
import type { StudyTime } from "../growth/patient-dates.js";
import { sequencesByRow } from "../growth/sequence-rows.js";
import { type StatusOf, statusesOf } from "./lesion-statuses.js";
import { lesionState } from "./non-target-response.js";
import type { StatusNote } from "./reader-notes.js";
import { type Assessment, type PatientResponse, RESPONSE_KIND } from "./response-result.js";
import { RS_COLUMNS, TR_COLUMNS, TU_COLUMNS } from "./sdtm-columns.js";
import { type IdentifiedLesion, identifiedLesions, type LesionGroup } from "./sdtm-lesions.js";
import { locationTerm } from "./sdtm-locations.js";
import { diameter, NO_RESULT, type Result, STATES, sumOf, type TrRow } from "./sdtm-results.js";
import type { TargetSum } from "./target-sums.js";

/** Options of {@link sdtmTables}. */
export interface SdtmOptions {
  /** STUDYID of all rows. @defaultValue "" (empty) */
  readonly studyId: string;
  /** TUEVAL, TREVAL and RSEVAL of all rows, for example "INVESTIGATOR". @defaultValue "" (empty) */
  readonly evaluator: string;
  /** The notes on studies that the response was computed with. @defaultValue [] */
  readonly statusNotes: readonly StatusNote[];
}

export const SDTM_OPTIONS: OptionSchema<SdtmOptions> = {
  studyId: text("", "STUDYID of all rows of SDTM domains"),
  evaluator: text("", "Evaluator of all rows of SDTM domains, for example INVESTIGATOR"),
  statusNotes: value<readonly StatusNote[]>([], "notes on studies", "a list", Array.isArray),
};

/** The three domains. */
export interface SdtmTables {
  readonly tu: Table<typeof TU_COLUMNS>;
  readonly tr: Table<typeof TR_COLUMNS>;
  readonly rs: Table<typeof RS_COLUMNS>;
}

/**
 * Returns the tumour domains of responses, in the form that ADaM programs such as admiralonco start from: TULNKID
 * joins TU and TR, diameters are numbers in mm (TRSTRESN), a missing result is NOT DONE and never 0. Variables
 * are those of SDTM, values are RECIST 1.1's; it is no validated submission data set. Sequences that are ignored,
 * a part of a target, or first measured later without a note are left out; a target's parts are in its diameter.
 * O(sequences × studies).
 *
 * @param growths what `grow` returned
 * @param responses what `respond` returned for the same growths, in the same order
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for what is not growths or responses; BAD_RESPONSE
 * where growths and responses are not of the same patients.
 */
export function sdtmTables(
  growths: readonly PatientGrowth[],
  responses: readonly PatientResponse[],
  given?: Partial<SdtmOptions>,
): SdtmTables {
  const options = resolveOptions("sdtmTables", SDTM_OPTIONS, given);
  assertPatientList(growths, GROWTH_KIND);
  assertPatientList(responses, RESPONSE_KIND);
  const patients = growths.map(({ patient }) => patient);
  const others = responses.map(({ patient }) => patient);
  if (JSON.stringify(patients) !== JSON.stringify(others)) {
    fail("BAD_RESPONSE", "growths and responses of the same patients", others.join(", "));
  }
  const all = responses.map((response, i) => new PatientDomains(growths[i]!, response, options));
  return {
    tu: new Table(
      TU_COLUMNS,
      all.flatMap((one) => one.tu()),
    ),
    tr: new Table(
      TR_COLUMNS,
      all.flatMap((one) => one.tr()),
    ),
    rs: new Table(
      RS_COLUMNS,
      all.flatMap((one) => one.rs()),
    ),
  };
}

type RsRow = RowOf<typeof RS_COLUMNS>;

/** The rows of one patient. */
class PatientDomains {
  readonly #growth: PatientGrowth;
  readonly #response: PatientResponse;
  readonly #options: SdtmOptions;
  readonly #lesions: readonly IdentifiedLesion[];
  readonly #statusOf: StatusOf;

  constructor(growth: PatientGrowth, response: PatientResponse, options: SdtmOptions) {
    this.#growth = growth;
    this.#response = response;
    this.#options = options;
    this.#statusOf = statusesOf(growth, sequencesByRow(growth), options.statusNotes);
    this.#lesions = identifiedLesions(growth, response);
  }

  tu(): RowOf<typeof TU_COLUMNS>[] {
    return this.#lesions.map(({ group, link, organ, since, sequence }, i) => ({
      ...this.#head("TU"),
      TUSEQ: i + 1,
      TULNKID: link,
      TUTESTCD: "TUMIDENT",
      TUTEST: "Tumor Identification",
      TUORRES: group,
      TUSTRESC: group,
      TULOC: sequence.isLymphNode ? "LYMPH NODE" : locationTerm(organ),
      TUMETHOD: "CT SCAN",
      TUEVAL: this.#options.evaluator || undefined,
      ...this.#visit(since),
      TUDTC: since.date,
      sequence: sequence.sequence,
      organ,
    }));
  }

  tr(): TrRow[] {
    const { baseline, assessments } = this.#response;
    if (baseline === undefined) return [];
    const studies = [
      { time: baseline, sum: baseline as TargetSum },
      ...assessments.map((one) => ({
        time: one as StudyTime,
        sum: one.target as TargetSum | undefined,
      })),
    ];
    const rows = studies.flatMap(({ time, sum }) =>
      [...this.#diameters(sum), ...this.#states(time)].map(([group, link, result]) => ({
        group,
        link,
        result,
        time,
      })),
    );
    return rows.map(({ group, link, result, time }, i) => ({
      ...this.#head("TR"),
      TRSEQ: i + 1,
      TRGRPID: group,
      TRLNKID: link,
      ...NO_RESULT,
      ...result,
      TREVAL: this.#options.evaluator || undefined,
      ...this.#visit(time),
      TRDTC: time.date,
    }));
  }

  rs(): RsRow[] {
    const rows = this.#response.assessments.flatMap((one) =>
      [
        ["TRGRESP", "Target Response", one.target?.response],
        ["NTRGRESP", "Non-target Response", one.nonTarget?.response],
        ["NEWLIND", "New Lesion Indicator", this.#newLesion(one)],
        ["OVRLRESP", "Overall Response", one.overall.response],
      ].flatMap(([code, test, found]) =>
        found === undefined ? [] : [{ one, code: code!, test: test!, result: found.toUpperCase() }],
      ),
    );
    return rows.map(({ one, code, test, result }, i) => ({
      ...this.#head("RS"),
      RSSEQ: i + 1,
      RSTESTCD: code,
      RSTEST: test,
      RSCAT: "RECIST 1.1",
      RSORRES: result,
      RSSTRESC: result,
      RSEVAL: this.#options.evaluator || undefined,
      ...this.#visit(one),
      RSDTC: one.date,
    }));
  }

  /** Where not all lesions were annotated, nothing says that there is no new one. */
  #newLesion({ newLesions }: Assessment): "Y" | "N" | undefined {
    if (newLesions.sequences.length > 0) return "Y";
    return this.#growth.annotationCompleteness === "complete" ? "N" : undefined;
  }

  /** Diameters of the targets, and their sum. */
  #diameters(sum: TargetSum | undefined): (readonly [LesionGroup, string | undefined, Result])[] {
    if (sum === undefined || sum.values.length === 0) return [];
    const each = this.#lesions.flatMap(({ link, sequence }) => {
      const own = sum.values.find((one) => one.sequence === sequence.sequence);
      if (own === undefined) return [];
      return [["TARGET", link, diameter(own, sequence.isLymphNode)] as const];
    });
    return [...each, ["TARGET", undefined, sumOf(sum)]];
  }

  /** Whether non-targets and new lesions are there. */
  #states({ study }: StudyTime): (readonly [LesionGroup, string, Result])[] {
    return this.#lesions
      .filter(({ group, since }) => group !== "TARGET" && since.study <= study)
      .map(({ group, link, sequence }) => [
        group,
        link,
        STATES[lesionState(sequence, study, this.#statusOf)],
      ]);
  }

  #head<const D extends string>(domain: D) {
    const { patient } = this.#response;
    return { STUDYID: this.#options.studyId || undefined, DOMAIN: domain, USUBJID: patient };
  }

  #visit({ study }: StudyTime) {
    const isBaseline = study === this.#response.baseline?.study;
    return { VISITNUM: study, VISIT: isBaseline ? "SCREENING" : `STUDY ${study}` };
  }
}
