/** Settings of a review: how patients are matched. */
import { assertShape } from "../core/shape.js";
import { assertMatchOptions, type MatchOptions } from "../matching/match.js";
import type { Method } from "../matching/result.js";
import type { Decision } from "./decision-log.js";

/** What the reviewer can set; absent means the matcher's default. */
export interface ReviewSettings {
  readonly method: Method;
  readonly t1?: number | undefined;
  readonly t2?: number | undefined;
  readonly location?: "auto" | "normalised" | "physical" | undefined;
  readonly weights?: Readonly<Record<string, number>> | undefined;
  readonly uncertainBelow?: number | undefined;
}

export const DEFAULT_REVIEW_SETTINGS: ReviewSettings = Object.freeze({ method: "joint" });

/** The options of the matcher for settings and the decisions of one patient. */
export function matchOptionsOf(
  { method, t1, t2, location, weights, uncertainBelow }: ReviewSettings,
  decisions: readonly Decision[],
): MatchOptions {
  const pairs = (kind: Decision["kind"]) =>
    decisions.filter((one) => one.kind === kind).map(({ pair }) => pair);
  const constraints = { mustLink: pairs("must-link"), cannotLink: pairs("cannot-link") };
  const options =
    method === "joint"
      ? { location, uncertainBelow, ...constraints }
      : { t1, t2, location, weights, ...constraints };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { method, ...Object.fromEntries(given) } as MatchOptions;
}

/**
 * Asserts settings that were saved.
 *
 * @throws LesionGraphError BAD_VALUE for other values; as {@link assertMatchOptions}.
 */
export function assertSettings(given: unknown): asserts given is ReviewSettings {
  assertShape(given, "settings of a review", ["method"]);
  assertMatchOptions(matchOptionsOf(given as ReviewSettings, []));
}
