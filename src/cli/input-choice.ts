/** The selection of inputs and patients of a command. */
import type { ReadOptions } from "../csv/read-options.js";
import type { ConstraintOptions } from "../matching/constraints.js";
import type { Constraint } from "../matching/constraints-file.js";
import type { OnBytes } from "../node/file-bytes.js";

/** Inputs, and the selected patients. */
export interface InputChoice {
  readonly inputs: readonly string[];
  readonly reader: Partial<ReadOptions>;
  /** Read each input completely first, so that the rows of a patient need not be consecutive. */
  readonly unsorted: boolean;
  /** Only these patients. @defaultValue undefined (all) */
  readonly patients?: readonly string[] | undefined;
  /** Tells which patients belong to the shard. @defaultValue undefined (all) */
  readonly inShard?: ((patient: string) => boolean) | undefined;
  /** Constraints; their rows must be in the input, also for patients not selected. */
  readonly constraints?: ConstraintOptions | undefined;
  /** Those of a constraints file, which name their lesions. */
  readonly constraintsFile?: readonly Constraint[] | undefined;
  /** Called with the rows of every patient, also of those not selected. */
  readonly noteRows?: ((rows: readonly number[]) => void) | undefined;
  /** Called with the id of every patient, and whether it is selected. */
  readonly notePatient?: ((patient: string, isSelected: boolean) => void) | undefined;
  /** Called with the bytes of each input as they are read. */
  readonly onBytes?: OnBytes | undefined;
}
