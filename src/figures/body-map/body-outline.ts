/**
 * A schematic outline of the body. Relative positions of lesions are fractions of the body's width and
 * depth at their own height; drawn into the outline, a lesion at the skin lies on its edge.
 */
import { linePath } from "../kit/svg.js";

/** The views of a body map. */
export const VIEWS = Object.freeze(["coronal", "sagittal", "axial"] as const);
/** View of a body map: `"coronal"`, `"sagittal"` or `"axial"`. */
export type View = (typeof VIEWS)[number];

/** Half the body's extent at heights z, as a part of its largest extent: width in front, depth from the side. */
type Profile = readonly (readonly [z: number, half: number])[];

const WIDTH: Profile = [
  [0, 0],
  [0.006, 0.075],
  [0.025, 0.145],
  [0.075, 0.185],
  [0.12, 0.178],
  [0.155, 0.145],
  [0.185, 0.12],
  [0.225, 0.125],
  [0.245, 0.175],
  [0.262, 0.29],
  [0.28, 0.4],
  [0.305, 0.465],
  [0.345, 0.485],
  [0.4, 0.455],
  [0.48, 0.425],
  [0.58, 0.395],
  [0.65, 0.385],
  [0.73, 0.425],
  [0.82, 0.475],
  [0.88, 0.478],
  [0.95, 0.455],
  [1, 0.43],
];
const DEPTH: Profile = [
  [0, 0],
  [0.008, 0.14],
  [0.03, 0.24],
  [0.07, 0.295],
  [0.12, 0.3],
  [0.17, 0.24],
  [0.21, 0.2],
  [0.27, 0.26],
  [0.35, 0.4],
  [0.46, 0.46],
  [0.62, 0.44],
  [0.76, 0.45],
  [0.86, 0.46],
  [1, 0.36],
];

/** The gap between the legs, seen from the front. */
const BETWEEN_LEGS = [
  [0.475, 1],
  [0.49, 0.95],
  [0.5, 0.935],
  [0.51, 0.95],
  [0.525, 1],
] as const;

/** Where regions of the body begin, z: between the 5 % and 95 % quantiles of DeepLesion's lesion types. */
export const REGIONS = Object.freeze([
  { name: "head, neck", from: 0, to: 0.3 },
  { name: "chest", from: 0.3, to: 0.57 },
  { name: "abdomen", from: 0.57, to: 0.72 },
  { name: "pelvis", from: 0.72, to: 0.92 },
] as const);

/** Half the extent at a height, by cubic Hermite interpolation; beyond the ends that of the end. */
function halfAt(profile: Profile, z: number): number {
  const after = profile.findIndex(([at]) => at > z);
  const [, last] = profile.at(-1) ?? [1, 0.5];
  if (after === -1) return last;
  const [z1, h1] = profile[after] ?? [1, last];
  const [z0, h0] = profile[after - 1] ?? [z1, h1];
  if (z1 === z0) return h1;
  const [zBefore, hBefore] = profile[after - 2] ?? [z0, h0];
  const [zNext, hNext] = profile[after + 1] ?? [z1, h1];
  const slope0 = ((h1 - hBefore) / (z1 - zBefore)) * (z1 - z0);
  const slope1 = ((hNext - h0) / (zNext - z0)) * (z1 - z0);
  const t = (z - z0) / (z1 - z0);
  const [t2, t3] = [t * t, t * t * t];
  return (
    (2 * t3 - 3 * t2 + 1) * h0 +
    (t3 - 2 * t2 + t) * slope0 +
    (3 * t2 - 2 * t3) * h1 +
    (t3 - t2) * slope1
  );
}

/** A position across the body (0-1 of its extent at height z) as a part of its largest extent. */
export function acrossOf(view: View, across: number, z: number): number {
  if (view === "axial") return across;
  return 0.5 + (across - 0.5) * 2 * halfAt(view === "coronal" ? WIDTH : DEPTH, z);
}

/** The outline as path data; `at` puts a part of the extent and a height on the page. */
export function outlinePath(
  view: View,
  at: (across: number, down: number) => readonly [x: number, y: number],
): string {
  if (view === "axial") {
    // An ellipse, as a trunk is seen from below.
    const points = Array.from({ length: 72 }, (_, i) => (i / 72) * 2 * Math.PI).map((angle) =>
      at(0.5 + 0.5 * Math.cos(angle), 0.5 + 0.5 * Math.sin(angle)),
    );
    return `${linePath(points)}Z`;
  }
  const profile = view === "coronal" ? WIDTH : DEPTH;
  // Closer together at the crown, where the outline is nearly level.
  const heights = Array.from({ length: 161 }, (_, i) => (i / 160) ** 1.5);
  const left = heights.map((z) => at(0.5 - halfAt(profile, z), z));
  const right = heights.map((z) => at(0.5 + halfAt(profile, z), z)).reverse();
  const legs = view === "coronal" ? linePath(BETWEEN_LEGS.map(([across, z]) => at(across, z))) : "";
  return `${linePath([...right, ...left])}${legs}`;
}
