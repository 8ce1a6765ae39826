/** A patient for Algorithm 1, worked by hand. */
import { at } from "./lesions.js";

/**
 * Places on a line:
 *
 *   study 1:  row 1 at 0, row 2 at 0.5, row 3 at 10
 *   study 2:  row 4 at 1, row 5 at 2.5, row 6 at 30
 *   study 3:  row 7 at 1.25
 *
 * T1 = 1 merges rows 1 and 2 (0.5 apart) into a node at 0.25; 4 and 5 are 1.5 apart and stay.
 * T2 = 3 keeps {1,2}-4 (0.75), {1,2}-5 (2.25), {1,2}-7 (1), 4-7 (0.25), 5-7 (1.25).
 * Exclusion: {1,2} is nearest to 4 in study 2, and 4 to it: kept; {1,2}-5 goes, 4 is nearer.
 * 7 is nearest to 4 in study 2, and 4 to it: kept; 5-7 goes, 4-7 is nearer. {1,2}-7 is kept.
 * Sequences: {1, 2, 4, 7}, {3}, {5}, {6}.
 */
export const byHand = [
  at(1, 1, 0),
  at(2, 1, 0.5),
  at(3, 1, 10),
  at(4, 2, 1),
  at(5, 2, 2.5),
  at(6, 2, 30),
  at(7, 3, 1.25),
];

/** The rejected pairs nearer than T2, with the pair that took their place. */
export const rejectedByHand = [
  {
    from: 1,
    to: 5,
    distance: 2.25,
    step: "exclusion",
    competitor: { from: 1, to: 4, distance: 0.75 },
  },
  { from: 4, to: 5, distance: 1.5, step: "exclusion" },
  {
    from: 5,
    to: 7,
    distance: 1.25,
    step: "exclusion",
    competitor: { from: 4, to: 7, distance: 0.25 },
  },
];
