import type { Occasion } from './view.js';

export interface Pacing {
  /** What the work may take of the time. */
  readonly share: number;
  /** Between one end of it and the next beginning, at least. */
  readonly shortestPause?: number;
  /** What is long in coming is not given up for that. */
  readonly longestPause?: number;
}

/** Keeps what is computed again and again from taking more than its share of the time. All times are in milliseconds. */
export class Pace {
  readonly #pacing: Required<Pacing>;
  readonly #now: () => number;
  #spentAt = Number.NEGATIVE_INFINITY;
  #cost = 0;

  constructor(pacing: Pacing, now: () => number = () => performance.now()) {
    this.#pacing = { shortestPause: 0, longestPause: Number.POSITIVE_INFINITY, ...pacing };
    this.#now = now;
  }

  /** Whether enough time has gone by since the last time; an epoch's end waits only for the share. */
  isTime(occasion: Occasion): boolean {
    const { share, shortestPause, longestPause } = this.#pacing;
    const pause = Math.min(longestPause, this.#cost / share);
    return this.#now() - this.#spentAt >= (occasion === 'epoch' ? pause : Math.max(shortestPause, pause));
  }

  async spend<Result>(work: () => Promise<Result>): Promise<Result> {
    const begun = this.#now();
    const result = await work();
    this.#spentAt = this.#now();
    this.#cost = this.#spentAt - begun;
    return result;
  }
}
