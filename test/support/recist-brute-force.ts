/**
 * Rules 4 to 8 of RECIST 1.1 once more, with nothing in common with the package: recursion over studies, and
 * whole tenths of a millimetre, so that every limit is decided by exact arithmetic.
 */

/** A target: its diameter in tenths of a millimetre by study, the baseline first; none: not measured. */
export interface PlainTarget {
  readonly lymphNode: boolean;
  readonly tenths: readonly (number | undefined)[];
}

/** A sum, or none where a target was not measured. */
function sumOf(targets: readonly PlainTarget[], study: number): number | undefined {
  let sum = 0;
  for (const { tenths } of targets) {
    const own = tenths[study];
    if (own === undefined) return undefined;
    sum += own;
  }
  return sum;
}

const knownPart = (targets: readonly PlainTarget[], study: number): number =>
  targets.reduce((sum, { tenths }) => sum + (tenths[study] ?? 0), 0);

/** N: the smallest sum before this study, the baseline (study 0) included. */
function nadirBefore(targets: readonly PlainTarget[], study: number): number {
  const before = sumOf(targets, study - 1);
  if (study === 1) return before as number;
  const earlier = nadirBefore(targets, study - 1);
  return before !== undefined && before < earlier ? before : earlier;
}

/** The response at a study after the baseline (study 0). */
export function plainResponse(targets: readonly PlainTarget[], study: number): string {
  const [B, N, C] = [sumOf(targets, 0), nadirBefore(targets, study), sumOf(targets, study)];
  const grown = (to: number): boolean => 10 * to >= 12 * N && to - N >= 50;
  if (C === undefined) return grown(knownPart(targets, study)) ? "PD" : "NE";
  const gone = targets.every(({ lymphNode, tenths }) =>
    lymphNode ? tenths[study]! < 100 : tenths[study] === 0,
  );
  if (gone) return "CR";
  if (N === 0) return grown(C) ? "PD" : "NE";
  if (grown(C)) return "PD";
  if (10 * C <= 7 * (B as number)) return "PR";
  return lasting(targets, study - 1) ? "PR" : "SD";
}

/** Whether a response of this study or an earlier one has lasted. */
function lasting(targets: readonly PlainTarget[], study: number): boolean {
  if (study === 0) return false;
  const response = plainResponse(targets, study);
  if (response === "CR" || response === "PR") return true;
  return response !== "PD" && lasting(targets, study - 1);
}
