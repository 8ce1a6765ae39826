/**
 * The digital phantom of IBSI (reference manual, section "Digital phantom"): 4 slices of 4 rows and 5
 * columns, grey levels 1, 3, 4 and 6; 0 is outside the region of 74 voxels.
 */
export const PHANTOM: readonly (readonly (readonly number[])[])[] = [
  [
    [1, 4, 4, 1, 1],
    [1, 4, 6, 1, 1],
    [4, 1, 6, 4, 1],
    [4, 4, 6, 4, 1],
  ],
  [
    [1, 4, 4, 1, 1],
    [1, 1, 6, 1, 1],
    [0, 1, 3, 1, 1],
    [4, 4, 6, 1, 1],
  ],
  [
    [1, 4, 4, 0, 0],
    [1, 1, 1, 1, 1],
    [1, 1, 0, 1, 1],
    [1, 1, 6, 1, 1],
  ],
  [
    [1, 4, 4, 0, 0],
    [1, 1, 1, 1, 1],
    [1, 1, 1, 1, 1],
    [1, 1, 6, 1, 1],
  ],
];
