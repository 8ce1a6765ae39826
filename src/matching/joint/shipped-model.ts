/**
 * The numbers of the joint matcher's model, which joint-model.ts describes. docs/accuracy.md says how they were
 * chosen.
 */
export const SHIPPED_MODEL = {
  version: 2,
  fittedOn:
    "physical and combined location, size, weights: the 711 lesions of 105 patients in the validation part of DLS (Cai et al. 2021). Normalised location: 1,000 simulated patients (seed 1001). Type: 53 typed rows of DeepLesion's patients 89-100, linked without type. Priors, calibration: simulated patients with complete truth. Appearance, support: set by hand.",
  location: {
    normalised: {
      same: [0.0289, 0.0326, 0.0108],
      duplicate: [0.00356, 0.00362, 0.00352],
      different: [0.284, 0.205, 0.229],
      shift: [0.0188, 0.0307, 0.00539],
      perLongAxis: [1.4e-4, 1.7e-4, 4.3e-5],
      otherStart: 0.01,
      duplicateOtherStart: 0.01,
    },
    physical: {
      same: [3.93, 4.25, 5.24],
      duplicate: [2.38, 1.48, 2.97],
      different: [73.3, 44.5, 149],
      shift: [10.2, 20.5, 14.4],
      perLongAxis: [0.05, 0.05, 0.05],
      otherStart: 0.12,
      duplicateOtherStart: 0.0741,
    },
    combined: {
      same: [3.93, 4.25, 5.24],
      duplicate: [2.38, 1.48, 2.97],
      different: [73.3, 44.5, 149],
      shift: [10.2, 20.5, 14.4],
      perLongAxis: [0.05, 0.05, 0.05],
      otherStart: 0.01,
      duplicateOtherStart: 0.01,
    },
  },
  size: { same: 0.179, duplicate: 0.0955, different: 0.705 },
  type: { same: 0.953, different: 0.335 },
  appearance: { same: -0.9, different: 0, deviation: 0.4 },
  weights: { location: 0.743, size: 0.614, type: 1, appearance: 0.7 },
  prior: { link: 1.45, crowding: 1.5, duplicate: -1.97 },
  support: { full: 3, slope: 2 },
  calibration: {
    link: {
      intercept: 0.461,
      strength: 1.21,
      detour: -0.608,
      crowding: 0.391,
      withoutOffset: -0.415,
      competitor: 0,
    },
    duplicate: {
      intercept: 2.32,
      strength: 0.927,
      detour: 0,
      crowding: 0,
      withoutOffset: 0,
      competitor: 0,
    },
    conflict: {
      intercept: -0.507,
      strength: 0.499,
      detour: 0,
      crowding: -0.0601,
      withoutOffset: -0.0821,
      competitor: -0.349,
    },
    odds: {
      intercept: 0.393,
      strength: 1.07,
      detour: 0,
      crowding: 0.117,
      withoutOffset: -0.491,
      competitor: 0,
    },
  },
} as const;
