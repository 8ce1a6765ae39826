/** AdamW (Loshchilov & Hutter 2019) with one cycle of the learning rate. */
import type { Layer, Network } from "./network.js";

const [MOMENTUM, SQUARES, EPSILON, DECAY] = [0.9, 0.999, 1e-8, 0.01];
const PEAK_RATE = 0.012;
/** Share of the steps over which the rate rises. */
const WARM_UP = 0.25;

/** Changes a network step by step; `steps` is their planned number. */
export class Optimiser {
  readonly #steps: number;
  readonly #moments: readonly { mean: Float64Array; square: Float64Array }[];
  #step = 0;
  #meanLeft = 1;
  #squareLeft = 1;

  constructor(network: Network, steps: number) {
    this.#steps = steps;
    this.#moments = network.flatMap(parametersOf).map(({ length }) => ({
      mean: new Float64Array(length),
      square: new Float64Array(length),
    }));
  }

  /** One step against the gradient, in place. Weights decay, biases do not. */
  update(network: Network, gradient: Network): void {
    const rate = learningRate(this.#step++ / this.#steps);
    this.#meanLeft *= MOMENTUM;
    this.#squareLeft *= SQUARES;
    const slopes = gradient.flatMap(parametersOf);
    network.flatMap(parametersOf).forEach((parameters, p) => {
      const { mean, square } = this.#moments[p]!;
      const slope = slopes[p]!;
      const decay = p % 2 === 0 ? DECAY : 0;
      for (let i = 0; i < parameters.length; i++) {
        const g = slope[i]!;
        const m = MOMENTUM * mean[i]! + (1 - MOMENTUM) * g;
        const v = SQUARES * square[i]! + (1 - SQUARES) * g * g;
        mean[i] = m;
        square[i] = v;
        const step = m / (1 - this.#meanLeft) / (Math.sqrt(v / (1 - this.#squareLeft)) + EPSILON);
        parameters[i]! -= rate * (step + decay * parameters[i]!);
      }
    });
  }
}

const parametersOf = ({ weights, bias }: Layer): Float64Array[] => [weights, bias];

/** Rises on a line, falls on an S-shaped cubic to 0. */
function learningRate(done: number): number {
  if (done < WARM_UP) return (PEAK_RATE * done) / WARM_UP;
  const fallen = (done - WARM_UP) / (1 - WARM_UP);
  return PEAK_RATE * (1 - fallen * fallen * (3 - 2 * fallen));
}
