/** Columns of the tumour domains, named as in CDISC SDTM (TU, TR, RS). */
import { column, optional } from "../csv/table.js";

const HEAD = {
  STUDYID: optional(column.text("Study identifier, as given")),
  DOMAIN: column.text("Domain"),
  USUBJID: column.text("Patient"),
};
const VISIT = {
  VISITNUM: column.integer("Number of the study"),
  VISIT: column.text("SCREENING for the baseline, else STUDY and its number"),
};

/** Tumour identification: one row per target, non-target and new lesion. */
export const TU_COLUMNS = Object.freeze({
  ...HEAD,
  TUSEQ: column.integer("Row within the patient"),
  TULNKID: column.text("Target T01, non-target NT01, new lesion NEW01, in order of sequences"),
  TUTESTCD: column.text("TUMIDENT"),
  TUTEST: column.text("Tumor Identification"),
  TUORRES: column.text("TARGET, NON-TARGET or NEW"),
  TUSTRESC: column.text("As TUORRES"),
  TULOC: optional(
    column.text(
      "Term of C74456; LYMPH NODE for lymph nodes; empty where the organ has no known term",
    ),
  ),
  TUMETHOD: column.text("CT SCAN"),
  TUEVAL: optional(column.text("Evaluator, as given")),
  ...VISIT,
  TUDTC: optional(column.date("Day on which it was first identified")),
  sequence: column.integer("Number of the sequence"),
  organ: optional(column.text("Organ as given")),
});

/** Tumour results: diameters, sums and states per study. */
export const TR_COLUMNS = Object.freeze({
  ...HEAD,
  TRSEQ: column.integer("Row within the patient"),
  TRGRPID: column.text("TARGET, NON-TARGET or NEW"),
  TRLNKID: optional(column.text("TULNKID of the lesion; empty for the sum")),
  TRTESTCD: column.text("LDIAM, LPERP (lymph nodes), SUMDIAM or TUMSTATE"),
  TRTEST: column.text("Name of the test"),
  TRORRES: optional(column.text("Result as found")),
  TRORRESU: optional(column.text("Unit of TRORRES")),
  TRSTRESC: optional(column.text("Result as text")),
  TRSTRESN: optional(column.number("Result as number", "mm")),
  TRSTRESU: optional(column.text("Unit of TRSTRESN: mm")),
  TRSTAT: optional(column.text("NOT DONE where there is no result")),
  TRREASND: optional(column.text("Why there is none")),
  TREVAL: optional(column.text("Evaluator, as given")),
  ...VISIT,
  TRDTC: optional(column.date("Day of the study")),
});

/** Disease response: one row per study after baseline and kind of response. */
export const RS_COLUMNS = Object.freeze({
  ...HEAD,
  RSSEQ: column.integer("Row within the patient"),
  RSTESTCD: column.text("TRGRESP, NTRGRESP, NEWLIND or OVRLRESP"),
  RSTEST: column.text("Name of the test"),
  RSCAT: column.text("RECIST 1.1"),
  RSORRES: column.text("CR, PR, SD, PD, NE, NON-CR/NON-PD, NED; Y or N"),
  RSSTRESC: column.text("As RSORRES"),
  RSEVAL: optional(column.text("Evaluator, as given")),
  ...VISIT,
  RSDTC: optional(column.date("Day of the study")),
});
