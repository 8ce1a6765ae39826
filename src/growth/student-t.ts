/** Student's t distribution: the quantile that a 95 % confidence interval needs. */

/**
 * Returns the 97.5 % quantile of Student's t, the half-width of a two-sided 95 % interval in standard
 * errors. Up to 30 degrees of freedom from the table, beyond that by the Cornish-Fisher expansion
 * (Abramowitz and Stegun 26.7.5), within 1e-7.
 */
export function studentQuantile(degreesOfFreedom: number): number {
  const inTable = T_0975[degreesOfFreedom - 1];
  if (inTable !== undefined) return inTable;
  const d = degreesOfFreedom;
  const z = 1.959963984540054;
  const z3 = z * z * z;
  const [z5, z7, z9] = [z3 * z * z, z3 * z3 * z, z3 * z3 * z3];
  return (
    z +
    (z3 + z) / (4 * d) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * d * d) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * d * d * d) +
    (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / (92160 * d * d * d * d)
  );
}

/** For 1 to 30 degrees of freedom. */
const T_0975: readonly number[] = [
  12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157,
  2.228139, 2.200985, 2.178813, 2.160369, 2.144787, 2.13145, 2.119905, 2.109816, 2.100922, 2.093024,
  2.085963, 2.079614, 2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.04523,
  2.042272,
];
