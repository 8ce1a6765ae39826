/** The numbers of the first model of the joint matcher; model.ts says what they mean. */
export const MODEL_1 = {
  version: 1,
  fittedOn:
    "physical location, size, duplicates, weights, priors: the 711 lesions of 105 patients in the validation part of DLS (Cai et al. 2021). Normalised location: 1,000 simulated patients (seed 1001), as no linked truth with it is public. Type: 53 typed rows of DeepLesion's patients 89-100, linked without type. Appearance, support: set by hand.",
  location: {
    normalised: {
      same: [0.0289, 0.0326, 0.0108],
      duplicate: [0.00356, 0.00362, 0.00352],
      different: [0.284, 0.205, 0.229],
      shift: [0.0188, 0.0307, 0.00539],
      otherStart: 0.01,
    },
    physical: {
      same: [3.93, 4.25, 5.24],
      duplicate: [2.38, 1.48, 7.41],
      different: [73.3, 44.5, 149],
      shift: [10.2, 20.5, 14.4],
      otherStart: 0.12,
    },
  },
  size: { same: 0.179, duplicate: 0.0955, different: 0.705 },
  type: { same: 0.953, different: 0.335 },
  appearance: { same: -0.9, different: 0, deviation: 0.4 },
  weights: { location: 0.788, size: 0.642, type: 1, appearance: 0.7 },
  prior: { link: 0.45, duplicate: -1.97 },
  support: { full: 3, slope: 2 },
} as const;
