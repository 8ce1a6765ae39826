/** Lesions of a label volume: where they are, how long, how wide and how large. */
import { fail } from "../core/errors.js";
import type { Lesion, Vec3, Warning } from "../core/lesion.js";
import {
  choice,
  integer,
  type OptionSchema,
  resolveOptions,
  text,
  value,
} from "../core/options.js";
import { type Affine, placeOf, voxelMm3 } from "./affine.js";
import { type AxialRuns, axialRuns } from "./axial-runs.js";
import { componentsOf } from "./components.js";
import { type Diameters, diametersOf, longAxisBound, type PixelRun } from "./diameters.js";
import { assertLabelVolume, type LabelVolume } from "./label-runs.js";

/** What makes voxels one lesion. */
export const LABEL_KINDS = Object.freeze(["instances", "components"] as const);
/** One of {@link LABEL_KINDS}. */
export type LabelKind = (typeof LABEL_KINDS)[number];

/** Options of {@link lesionsOfMask}. */
export interface MaskOptions {
  /** The patient's id. Required. */
  readonly patient: string;
  /** The study, counted from 1 in time order. @defaultValue 1 */
  readonly study: number;
  /** Series of the study; ids of its lesions then begin with it. @defaultValue undefined (none) */
  readonly series: number | undefined;
  /**
   * `"instances"`: each label value is one lesion, id `L<value>`. `"components"`: each connected component of
   * equal labels is one, id `C<n>` in scan order (z, y, x). @defaultValue "instances"
   */
  readonly labels: LabelKind;
  /** Row of the first lesion. @defaultValue 1 */
  readonly firstRow: number;
}

const MASK_OPTIONS: OptionSchema<MaskOptions> = {
  patient: text("", "the patient's id"),
  study: integer(1, "the study, counted from 1 in time order", 1),
  series: value<number | undefined>(
    undefined,
    "series of the study",
    "an integer >= 1",
    (given) => Number.isSafeInteger(given) && (given as number) >= 1,
  ),
  labels: choice(LABEL_KINDS, "instances", "what makes voxels one lesion"),
  firstRow: integer(1, "row of the first lesion", 1),
};

/** A lesion that was measured in a mask. */
export interface MaskLesion extends Lesion {
  readonly centreMm: Vec3;
  readonly longAxisMm: number;
  readonly shortAxisMm: number;
  readonly volumeMl: number;
  /** Value of its voxels. */
  readonly labelValue: number;
  readonly voxels: number;
  /** Index of the measured slice along the volume's axial axis, from 0. */
  readonly slice: number;
}

/** Lesions of a mask, and what is unusual about them. */
export interface MaskLesions {
  readonly lesions: readonly MaskLesion[];
  readonly warnings: readonly Warning[];
}

/**
 * Returns the lesions of a label volume in scan order of their ids: `centreMm`, the centroid in patient
 * coordinates (LPS, mm); `longAxisMm` and `shortAxisMm`, the maximum
 * Feret diameter and the longest perpendicular to it on the axial slice where it is largest (ties: the first
 * slice); `volumeMl`, the number of voxels times their volume. An empty mask gives no lesions.
 *
 * An instance in several separate pieces is one lesion with a warning `"pieces"`: its long axis may span them.
 * O(runs log runs).
 *
 * @throws LesionGraphError UNKNOWN_OPTION; BAD_OPTION, also without a patient; BAD_MASK where the volume is not
 * axial, or has runs outside its size or not in scan order.
 */
export function lesionsOfMask(volume: LabelVolume, given: Partial<MaskOptions>): MaskLesions {
  const options = resolveOptions("lesionsOfMask", MASK_OPTIONS, given);
  assertLabelVolume(volume);
  if (options.patient === "") {
    fail("BAD_OPTION", "patient to be the patient's id", "none", { option: "patient" });
  }
  const axial = axialRuns(volume);
  const components = componentsOf(axial.runs, axial.height);
  const instances = options.labels === "instances";
  const groups = groupedRuns(instances ? axial.runs.label : components);
  const warnings: Warning[] = [];
  const lesions = groups.map((members, at): MaskLesion => {
    const measured = measuredLesion(volume.affine, axial, members);
    const row = options.firstRow + at;
    const id = instances ? `L${measured.labelValue}` : `C${at + 1}`;
    if (instances) warnings.push(...piecesWarning(components, members, row, options.patient, id));
    const { patient, study, series } = options;
    return {
      row,
      patient,
      study,
      ...(series !== undefined && { series }),
      id: series === undefined ? id : `${series}-${id}`,
      ...measured,
    };
  });
  return { lesions, warnings };
}

/** Indices of the runs of each group, in scan order; groups by their number. */
function groupedRuns(groups: Int32Array): readonly (readonly number[])[] {
  const members = new Map<number, number[]>();
  groups.forEach((group, run) => {
    const own = members.get(group);
    if (own) own.push(run);
    else members.set(group, [run]);
  });
  return [...members].sort(([a], [b]) => a - b).map(([, runs]) => runs);
}

type Measured = Omit<MaskLesion, keyof Lesion> &
  Pick<MaskLesion, "centreMm" | "longAxisMm" | "shortAxisMm" | "volumeMl">;

function measuredLesion(affine: Affine, axial: AxialRuns, members: readonly number[]): Measured {
  const { voxels, centroid } = centroidOf(axial, members);
  const [x, y, z] = placeOf(affine, centroid);
  const { slice, diameters } = largestSlice(affine, axial, members);
  return {
    centreMm: [0 - x, 0 - y, z],
    ...diameters,
    volumeMl: (voxels * voxelMm3(affine)) / 1000,
    labelValue: axial.runs.label[members[0] ?? 0] ?? 0,
    voxels,
    slice,
  };
}

/** Number of voxels and their mean index along the array axes. */
function centroidOf({ runs, height, order }: AxialRuns, members: readonly number[]) {
  const { row, start, end } = runs;
  let [voxels, x, y, z] = [0, 0, 0, 0];
  for (const run of members) {
    const [from = 0, to = 0, at = 0] = [start[run], end[run], row[run]];
    const count = to - from;
    voxels += count;
    x += (count * (from + to - 1)) / 2;
    y += count * (at % height);
    z += count * Math.floor(at / height);
  }
  const centroid: [number, number, number] = [0, 0, 0];
  [x, y, z].forEach((sum, i) => {
    centroid[order[i] ?? 0] = sum / voxels;
  });
  return { voxels, centroid };
}

/** The first slice on which the long axis is largest. */
function largestSlice({ axes }: Affine, axial: AxialRuns, members: readonly number[]) {
  const [column, row] = [axes[axial.order[0]] ?? axes[0], axes[axial.order[1]] ?? axes[1]];
  const slices = Array.from(bySlice(axial, members), ([at, runs]) => ({
    at,
    runs,
    bound: longAxisBound(runs, column, row),
  })).sort((a, b) => b.bound - a.bound);
  let slice = -1;
  let diameters: Diameters = { longAxisMm: 0, shortAxisMm: 0 };
  for (const { at, runs, bound } of slices) {
    if (bound < diameters.longAxisMm * (1 - TIE)) break;
    const own = diametersOf(runs, column, row);
    const longer = own.longAxisMm - diameters.longAxisMm;
    const tie = Math.abs(longer) <= TIE * own.longAxisMm;
    if (tie ? at < slice : longer > 0) [slice, diameters] = [at, own];
  }
  return { slice, diameters };
}

const TIE = 1e-9;

function bySlice({ runs, height }: AxialRuns, members: readonly number[]): Map<number, PixelRun[]> {
  const { row, start, end } = runs;
  const slices = new Map<number, PixelRun[]>();
  for (const run of members) {
    const [from = 0, to = 0, at = 0] = [start[run], end[run], row[run]];
    const z = Math.floor(at / height);
    const pixels = { y: at % height, start: from, end: to };
    const own = slices.get(z);
    if (own) own.push(pixels);
    else slices.set(z, [pixels]);
  }
  return slices;
}

function piecesWarning(
  components: Int32Array,
  members: readonly number[],
  row: number,
  patient: string,
  id: string,
): Warning[] {
  const pieces = new Set(members.map((run) => components[run])).size;
  if (pieces === 1) return [];
  const message = `${id} is in ${pieces} separate pieces; its long axis may span them`;
  return [{ kind: "pieces", row, patient, message }];
}
