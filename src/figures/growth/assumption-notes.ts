/** The assumptions behind responses, as figures print them. */
import type { AssumptionKind } from "../../response/assumptions.js";
import type { PatientResponse } from "../../response/response-result.js";
import { counted } from "../kit/wording.js";

/** Assumptions that are worth a sentence for a cohort; the others are counted. */
const SHARED: ReadonlySet<AssumptionKind> = new Set([
  "partialAnnotation",
  "unknownOrgans",
  "coarseOrgans",
  "noDates",
  "noTargets",
]);
/** Texts that name sequences and sizes of one patient after a colon. */
const DETAILED: ReadonlySet<AssumptionKind> = new Set(["partialAnnotation", "noTargets"]);

/**
 * One line with every assumption once, in the order of the patients; none where there are none. Of several
 * patients it says how many an assumption concerns, without sequences and sizes.
 */
export function assumptionNotes(responses: readonly PatientResponse[]): string[] {
  const [only, ...others] = responses;
  if (only === undefined) return [];
  const texts =
    others.length === 0 ? only.assumptions.map(({ text }) => text) : ofCohort(responses);
  return texts.length === 0 ? [] : [`Assumptions: ${texts.join(". ")}.`];
}

function ofCohort(responses: readonly PatientResponse[]): string[] {
  const counts = new Map<string, number>();
  let single = 0;
  for (const { assumptions } of responses) {
    const own = assumptions.filter(({ kind }) => SHARED.has(kind));
    single += own.length < assumptions.length ? 1 : 0;
    const texts = own.map(({ kind, text }) =>
      DETAILED.has(kind) ? text.replace(/:.*/s, "") : text,
    );
    for (const text of new Set(texts)) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const shared = [...counts].map(([text, count]) =>
    count === responses.length ? text : `${text} (${count} of ${responses.length} patients)`,
  );
  return single === 0
    ? shared
    : [...shared, `further assumptions in ${counted(single, "patient")}`];
}
