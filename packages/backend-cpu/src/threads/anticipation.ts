/** Milliseconds that are spent on looking for a program rather than on sleeping: waking a thread costs about a third of this. */
const WORTH_LOOKING = 0.3;
/** A longer pause counts as this long, so that it is forgotten after three short ones. */
const LONGEST = 2 * WORTH_LOOKING;
/** How much of a pause is remembered at the next one. */
const REMEMBERED = 0.75;
/** How often a thread looks in a millisecond, about. */
const LOOKS_PER_MILLISECOND = 2_000_000;

/**
 * How soon the next program is to be expected. A training hands threads a program every few milliseconds, and needs tenths of
 * one in between; a thread that sleeps there comes late to each. Where pauses are longer, or a busy machine has better to do,
 * threads sleep at once.
 */
export class Anticipation {
  #ended: number = Number.NEGATIVE_INFINITY;
  #pause: number = LONGEST;

  /**
   * Before a program is handed to the threads.
   *
   * @param isBusy whether the machine has other work
   * @returns how often a thread is to look for the next program, after this one, before it sleeps
   */
  looks(isBusy: boolean): number {
    const pause = performance.now() - this.#ended;
    this.#pause = Math.max(Math.min(pause, LONGEST), REMEMBERED * this.#pause);
    if (isBusy || this.#pause > WORTH_LOOKING) return 0;
    return LOOKS_PER_MILLISECOND * Math.min(WORTH_LOOKING, 2 * this.#pause);
  }

  /** After the program. */
  ran(): void {
    this.#ended = performance.now();
  }
}
