/** Anatomical locations by the terms of CDISC's codelist C74456 (LOC). */
import type { LesionType } from "../core/lesion.js";

/** Terms of the codelist that organs are written as; docs/sdtm.md says where each was compared. */
const TERMS = [
  "ABDOMINAL CAVITY",
  "ABDOMINAL REGION",
  "ABDOMINAL WALL",
  "ADRENAL GLAND",
  "AXILLA",
  "BACK",
  "BILE DUCT",
  "BLADDER",
  "BONE",
  "BONE MARROW",
  "BRAIN",
  "BREAST",
  "BRONCHUS",
  "CECUM",
  "CERVIX UTERI",
  "CHEST",
  "CHEST WALL",
  "COLON",
  "INTESTINE",
  "KIDNEY",
  "LARGE INTESTINE",
  "LARYNX",
  "LIVER",
  "LUNG",
  "LYMPH NODE",
  "MEDIASTINUM",
  "MESENTERY",
  "MUSCLE",
  "NECK",
  "OMENTUM",
  "OVARY",
  "PANCREAS",
  "PELVIC BONE",
  "PELVIS",
  "PERICARDIUM",
  "PERITONEAL CAVITY",
  "PERITONEUM",
  "PLEURAL CAVITY",
  "RECTUM",
  "RETROPERITONEUM",
  "RIB",
  "SACRUM",
  "SCAPULA",
  "SKIN",
  "SKULL",
  "SMALL INTESTINE",
  "SOFT TISSUE",
  "SPLEEN",
  "STERNUM",
  "STOMACH",
  "SUBCUTIS",
  "THYROID GLAND",
] as const;

type Term = (typeof TERMS)[number];

/** Terms of the coarse types. */
const OF_TYPE: Readonly<Record<LesionType, Term>> = {
  bone: "BONE",
  abdomen: "ABDOMINAL CAVITY",
  mediastinum: "MEDIASTINUM",
  liver: "LIVER",
  lung: "LUNG",
  kidney: "KIDNEY",
  "soft tissue": "SOFT TISSUE",
  pelvis: "PELVIS",
};

const TERM_OF: ReadonlyMap<string, Term> = new Map<string, Term>([
  ...TERMS.map((term) => [term.toLowerCase(), term] as const),
  ...Object.entries(OF_TYPE),
  ["adrenal", "ADRENAL GLAND"],
  ["bowel", "INTESTINE"],
  ["subcutaneous", "SUBCUTIS"],
  ["thyroid", "THYROID GLAND"],
  ["urinary bladder", "BLADDER"],
]);

/** Returns the codelist's term of an organ, and `undefined` where none is known. */
export const locationTerm = (organ: string | undefined): string | undefined =>
  organ === undefined ? undefined : TERM_OF.get(organ.trim().toLowerCase().replace(/\s+/g, " "));
