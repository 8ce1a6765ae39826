/** Coarse lesion types of the sites that people write. */
import { LESION_TYPES, type LesionType } from "../core/lesion.js";

/** Words of a site and the coarse type they mean. Documented in docs/own-data.md. */
export const SITE_WORDS: Readonly<Record<LesionType, readonly string[]>> = Object.freeze({
  bone: [
    "bone",
    "osseous",
    "skeleton",
    "vertebra",
    "vertebral",
    "rib",
    "spine",
    "sternum",
    "femur",
  ],
  abdomen: [
    "abdomen",
    "abdominal",
    "adrenal",
    "bowel",
    "colon",
    "gallbladder",
    "mesentery",
    "mesenteric",
    "omentum",
    "pancreas",
    "pancreatic",
    "peritoneum",
    "peritoneal",
    "retroperitoneum",
    "retroperitoneal",
    "spleen",
    "splenic",
    "stomach",
    "gastric",
  ],
  mediastinum: ["mediastinum", "mediastinal", "hilum", "hilar", "subcarinal", "paratracheal"],
  liver: ["liver", "hepatic"],
  lung: ["lung", "pulmonary", "rul", "rml", "rll", "lul", "lll"],
  kidney: ["kidney", "renal"],
  "soft tissue": [
    "skin",
    "muscle",
    "subcutaneous",
    "subcutis",
    "breast",
    "neck",
    "axilla",
    "axillary",
    "cervical",
    "supraclavicular",
  ],
  pelvis: [
    "pelvis",
    "pelvic",
    "bladder",
    "iliac",
    "inguinal",
    "ovary",
    "ovarian",
    "prostate",
    "rectum",
    "rectal",
    "uterus",
    "uterine",
  ],
});

const TYPE_OF_WORD = new Map(
  LESION_TYPES.flatMap((type) => SITE_WORDS[type].map((word) => [word, type] as const)),
);

/**
 * Returns the coarse type that a site means ("Liver", "liver segment 4", "left adrenal"), and `undefined` where no
 * word of it is known or its words mean different types ("pelvic bone"). A lymph node alone ("LN") has no type.
 */
export function typeOfSite(site: string): LesionType | undefined {
  const words = site
    .toLowerCase()
    .replace("soft tissue", "subcutaneous")
    .split(/[^a-z]+/);
  const types = new Set(
    words.flatMap((word) => {
      const type = TYPE_OF_WORD.get(word) ?? TYPE_OF_WORD.get(word.replace(/s$/, ""));
      return type === undefined ? [] : [type];
    }),
  );
  const [only] = types;
  return types.size === 1 ? only : undefined;
}
