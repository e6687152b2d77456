import type { Occasion } from './view.js';

/** Between two updates of one picture, at least. */
const SHORTEST_PAUSE = 1000;
/** A picture that is long in coming is not given up for that. */
const LONGEST_PAUSE = 6000;
/** What a picture may take of the time. */
const SHARE = 1 / 40;

/** Keeps what is computed again and again from taking more than its share of the time. All times are in milliseconds. */
export class Pace {
  readonly #now: () => number;
  #spentAt = Number.NEGATIVE_INFINITY;
  #cost = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether enough time has gone by since the last time; an epoch's end waits only for the share. */
  isTime(occasion: Occasion): boolean {
    const share = Math.min(LONGEST_PAUSE, this.#cost / SHARE);
    return this.#now() - this.#spentAt >= (occasion === 'epoch' ? share : Math.max(SHORTEST_PAUSE, share));
  }

  async spend<Result>(work: () => Promise<Result>): Promise<Result> {
    const begun = this.#now();
    const result = await work();
    this.#spentAt = this.#now();
    this.#cost = this.#spentAt - begun;
    return result;
  }
}
