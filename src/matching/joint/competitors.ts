/** The two lesions of every other study that suit a lesion best, for every lesion. */

/** A lesion and the log-odds of being the same. */
interface Competitor {
  readonly lesion: number;
  readonly logOdds: number;
}

export class Competitors {
  readonly #studies: number;
  /** First and second best for lesion i and study t at 2 (i x studies + t). */
  readonly #lesions: Int32Array;
  readonly #logOdds: Float64Array;

  constructor(count: number, studies: number) {
    this.#studies = studies;
    this.#lesions = new Int32Array(2 * count * studies).fill(-1);
    this.#logOdds = new Float64Array(2 * count * studies).fill(Number.NEGATIVE_INFINITY);
  }

  /** Notes what lesion i of study s and lesion j of study t are to each other; of equals the first stays. */
  meet(i: number, s: number, j: number, t: number, logOdds: number): void {
    this.#offer(2 * (i * this.#studies + t), j, logOdds);
    this.#offer(2 * (j * this.#studies + s), i, logOdds);
  }

  #offer(slot: number, lesion: number, logOdds: number): void {
    const first = this.#logOdds[slot]!;
    const at = logOdds > first ? slot : logOdds > this.#logOdds[slot + 1]! ? slot + 1 : -1;
    if (at < 0) return;
    if (at === slot) {
      this.#lesions[slot + 1] = this.#lesions[slot]!;
      this.#logOdds[slot + 1] = first;
    }
    this.#lesions[at] = lesion;
    this.#logOdds[at] = logOdds;
  }

  /** The best lesion of study t for lesion i, other than j. */
  best(i: number, t: number, j: number): Competitor | undefined {
    const slot = 2 * (i * this.#studies + t);
    const at = this.#lesions[slot] === j ? slot + 1 : slot;
    const lesion = this.#lesions[at]!;
    return lesion < 0 ? undefined : { lesion, logOdds: this.#logOdds[at]! };
  }
}
