/** Flags of a sequence: what to check before its measurements are used. */

/**
 * The kinds of flags. `"growth"`: implausibly fast growth. `"side"`: annotations on both sides of the body.
 * `"slice"`: the key slice is outside the slice range. `"spacing"`: slice distances that differ between
 * studies, or are too large for the lesion. `"pixelSpacing"`: an implausible in-plane pixel spacing, often a
 * wrong unit. `"conflict"`: two different lesions of one study. `"link"`: an uncertain link.
 */
export type FlagKind =
  | "growth"
  | "side"
  | "slice"
  | "spacing"
  | "pixelSpacing"
  | "conflict"
  | "link";

/** One reason to check a sequence. */
export interface Flag {
  readonly kind: FlagKind;
  /** Input rows that it concerns. */
  readonly rows: readonly number[];
  /** A sentence with the numbers. */
  readonly message: string;
}
