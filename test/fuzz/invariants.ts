/** What holds of every result, whatever the input. */
import type { Lesion } from "../../src/core/lesion.js";
import type { PatientMatch } from "../../src/matching/result.js";

/** Lesions of a reader: rows and names are unique, fields are of their kind. */
export function assertReadable(lesions: readonly Lesion[]): void {
  const rows = new Set<number>();
  const ids = new Set<string>();
  for (const lesion of lesions) {
    const { row, patient, study, id } = lesion;
    if (!(Number.isSafeInteger(row) && row >= 1)) throw new Error(`row ${row}`);
    if (!(Number.isSafeInteger(study) && study >= 1)) throw new Error(`study ${study}`);
    if (typeof patient !== "string" || patient === "" || id === "") throw new Error("no name");
    rows.add(row);
    ids.add(JSON.stringify([patient, study, id]));
  }
  if (rows.size < lesions.length || ids.size < lesions.length) throw new Error("a lesion twice");
  assertFiniteNumbers(lesions);
}

/** Every lesion is in exactly one sequence, of its own patient, and links join lesions of one sequence. */
export function assertPartition(
  lesions: readonly Lesion[],
  matches: readonly PatientMatch[],
): void {
  const seen = new Set<number>();
  for (const { patient, sequences, links } of matches) {
    const sequenceOf = new Map<number, number>();
    for (const sequence of sequences) {
      for (const lesion of sequence.lesions) {
        if (lesion.patient !== patient) throw new Error(`${lesion.patient} among ${patient}`);
        if (seen.has(lesion.row)) throw new Error(`row ${lesion.row} twice`);
        seen.add(lesion.row);
        sequenceOf.set(lesion.row, sequence.id);
      }
    }
    for (const { from, to } of links) {
      const [a, b] = [sequenceOf.get(from), sequenceOf.get(to)];
      if (a === undefined || a !== b) throw new Error(`link ${from}-${to} leaves its sequence`);
    }
  }
  if (seen.size !== lesions.length) throw new Error(`${seen.size} of ${lesions.length} lesions`);
}

/** No number anywhere is NaN or infinite. */
export function assertFiniteNumbers(value: unknown, path = ""): void {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new Error(`${value} at ${path}`);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (ArrayBuffer.isView(value)) {
    const numbers = Array.from(value as unknown as ArrayLike<number>);
    numbers.forEach((one, i) => void assertFiniteNumbers(one, `${path}[${i}]`));
    return;
  }
  for (const [name, one] of Object.entries(value)) assertFiniteNumbers(one, `${path}.${name}`);
}
