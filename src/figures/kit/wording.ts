/** Texts that several figures share: descriptions, tooltips, counts. */
import type { Lesion } from "../../core/lesion.js";
import type { ShownPatient } from "./shown-patient.js";

/** How many lesions and studies, and where each sequence of two studies or more is seen. */
export function summary({ patient, lesions, studies, styles }: ShownPatient): string {
  const parts = [
    `Patient ${patient}: ${counted(lesions.length, "annotation")} in ${counted(studies.length, "study", "studies")}.`,
  ];
  for (const id of styles.keys()) {
    const own = lesions.filter(({ sequence }) => sequence === id);
    if (own.length === 0) continue;
    const seen = own.map(
      ({ lesion: { study, longAxisMm } }) =>
        `study ${study}${longAxisMm === undefined ? "" : ` ${longAxisMm.toFixed(1)} mm`}`,
    );
    parts.push(`Sequence ${id}: ${seen.join(", ")}.`);
  }
  return parts.join(" ");
}

/** "1 lesion", "2 lesions". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** What a tooltip and a screen reader say of a lesion. */
export function lesionText({ row, study, id, type, longAxisMm, shortAxisMm }: Lesion): string {
  const size =
    longAxisMm === undefined
      ? "size unknown"
      : shortAxisMm === undefined
        ? `${longAxisMm.toFixed(1)} mm`
        : `${longAxisMm.toFixed(1)} × ${shortAxisMm.toFixed(1)} mm`;
  return [`row ${row}`, `study ${study}`, id, size, ...(type === undefined ? [] : [type])].join(
    ", ",
  );
}

/** Decimals with which distances up to `largest` differ from each other: three for 0.1, one for 10. */
export function decimalsFor(largest: number): number {
  let decimals = 0;
  for (let unit = 100; decimals < 6 && largest < unit * 0.999999; unit /= 10) decimals++;
  return decimals;
}
