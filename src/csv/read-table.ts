/**
 * From tables to lesions: whole, or patient by patient. A format (DL_info.csv, vectors CSV) says how one row is read
 * and what belongs to a patient; this module does the rest once for all of them.
 */
import { fault, type LesionGraphError } from "../core/errors.js";
import { LargeSet } from "../core/large-set.js";
import type { Lesion, LesionTable, Patient, Warning } from "../core/lesion.js";
import { groupByPatient } from "../core/lesion-list.js";
import { byRow } from "../core/lesion-order.js";
import { countedChunks, progressCounter } from "../core/progress.js";
import type { ByteSource, ReadPatient, Resumption } from "./lesion-format.js";
import { LesionReader, type TableKind } from "./lesion-reader.js";
import type { ReadOptions } from "./read-options.js";
import { assertSource, encoded } from "./text.js";

/** Reads a whole table. Rows of a patient may stand anywhere. */
export function readTable<D extends Lesion>(
  source: string | Uint8Array,
  kind: TableKind<D>,
  given?: Partial<ReadOptions>,
): LesionTable<D> {
  assertSource(source);
  const table = tableReader(kind, given);
  const whole = kind.scannerOf === undefined ? source : encoded(source);
  const unit = typeof whole === "string" ? "characters" : "bytes";
  const count = progressCounter(given ?? {}, unit, whole.length);
  for (let at = 0; at < whole.length; at += PIECE) {
    const piece =
      typeof whole === "string" ? whole.slice(at, at + PIECE) : whole.subarray(at, at + PIECE);
    table.push(piece);
    count(piece.length);
  }
  return table.end();
}

/** Bytes or characters between two reports of progress. */
const PIECE = 1 << 18;

/** As `readTable`, from chunks. */
export async function collectTable<D extends Lesion>(
  source: ByteSource,
  kind: TableKind<D>,
  given?: Partial<ReadOptions>,
): Promise<LesionTable<D>> {
  const table = tableReader(kind, given);
  for await (const chunk of countedChunks(source, given)) table.push(chunk);
  return table.end();
}

function tableReader<D extends Lesion>(
  kind: TableKind<D>,
  given: Partial<ReadOptions> | undefined,
) {
  const read: D[] = [];
  const warnings: Warning[] = [];
  const reader = new LesionReader(kind, given, (lesion, noticed) => {
    if (lesion !== undefined) read.push(lesion);
    warnings.push(...noticed);
  });
  return {
    push: (chunk: string | Uint8Array) => reader.push(chunk),
    end(): LesionTable<D> {
      reader.end();
      const chosen = groupByPatient(read).filter(({ id }) => given?.only?.(id) !== false);
      return tableOfPatients(chosen, warnings, (lesions) => reader.complete(lesions));
    },
  };
}

/** The lesions of patients, completed, and all warnings about them; both by row. */
export function tableOfPatients<D extends Lesion>(
  patients: readonly Patient<D>[],
  noticed: readonly Warning[],
  complete: (lesions: readonly D[]) => LesionTable<D>,
): LesionTable<D> {
  const lesions: D[] = [];
  const warnings = [...noticed];
  for (const patient of patients) {
    const table = complete(patient.lesions);
    lesions.push(...table.lesions);
    warnings.push(...table.warnings);
  }
  return { lesions: lesions.sort(byRow), warnings: warnings.sort(byRow) };
}

/**
 * Reads patient by patient with memory for one patient and about 50 bytes for the id of each before it.
 *
 * @throws LesionGraphError SCATTERED_PATIENT where the rows of a patient are not consecutive.
 */
export async function* streamTable<D extends Lesion>(
  source: ByteSource,
  kind: TableKind<D>,
  given?: Partial<ReadOptions>,
  resumption?: Resumption,
): AsyncGenerator<ReadPatient<D>, void, undefined> {
  const seen = new LargeSet(resumption?.seen);
  let complete: ReadPatient<D>[] = [];
  let lesions: D[] = [];
  let warnings: Warning[] = [];

  const reader = new LesionReader(kind, given, (lesion, noticed) => {
    if (lesion === undefined) {
      warnings.push(...noticed);
      return;
    }
    const current = lesions[0];
    if (current !== undefined && current.patient !== lesion.patient) closePatient(current.patient);
    if (lesions.length === 0 && seen.has(lesion.patient)) throw scattered(lesion);
    lesions.push(lesion);
    warnings.push(...noticed);
  });
  const closePatient = (id: string): void => {
    if (given?.only?.(id) === false) {
      seen.add(id);
      lesions = [];
      warnings = [];
      return;
    }
    const completed = reader.complete(lesions);
    complete.push({
      id,
      lesions: completed.lesions,
      warnings: [...warnings, ...completed.warnings].sort(byRow),
    });
    seen.add(id);
    lesions = [];
    warnings = [];
  };

  if (resumption) reader.resume(resumption);
  for await (const chunk of countedChunks(source, given)) {
    try {
      reader.push(chunk);
    } finally {
      // Patients before an error are passed on before it, whatever the chunks are.
      yield* complete;
      complete = [];
    }
  }
  try {
    reader.end();
    if (lesions[0] !== undefined) closePatient(lesions[0].patient);
  } finally {
    yield* complete;
  }
}

function scattered({ row, patient }: Lesion): LesionGraphError {
  return fault(
    "SCATTERED_PATIENT",
    "the rows of a patient to be consecutive",
    `another row of patient ${patient} after rows of other patients`,
    { remedy: "sort the file by patient, or read it whole (--unsorted)", row, patient },
  );
}
