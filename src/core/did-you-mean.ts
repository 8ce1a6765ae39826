/** Suggestions for misspelled names. */
import { closest, distance } from "fastest-levenshtein";

/** The known name that begins with `name`, else the one with the smallest edit distance. */
export const closestName = (name: string, known: readonly string[]): string =>
  known.find((one) => name !== "" && one.toLowerCase().startsWith(name.toLowerCase())) ??
  closest(name, [...known]);

/** "did you mean X? known are …": X where a name is close, the known names where they are at most 20. */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return "there are none";
  const all = `known are ${known.join(", ")}`;
  const near = closestName(name, known);
  const isNear =
    near.toLowerCase().startsWith(name.toLowerCase()) ||
    distance(name, near) <= Math.max(3, name.length / 2);
  if (!isNear && known.length <= 20) return all;
  return `did you mean ${JSON.stringify(near)}?${known.length <= 20 ? ` ${all}` : ""}`;
}
