const SHORTEST_MILLISECONDS = 2;
const LONGEST_MILLISECONDS = 250;
/** How long a machine that was found busy is taken to be. */
const REMEMBERED_MILLISECONDS = 100;

/**
 * Whether to share work just now. On a busy machine the operating system puts a worker aside in the middle of an item,
 * for milliseconds, and everybody waits for it; then one thread alone is faster. Each time the calling thread had to
 * sleep for a worker, sharing pauses, twice as long each time; each time it had not, the next pause is half as long.
 */
export class Patience {
  #sleeps = 0;
  #pause: number = SHORTEST_MILLISECONDS;
  #until = 0;
  #sleptAt: number = Number.NEGATIVE_INFINITY;

  /** Whether the calling thread had to sleep for a worker a short while ago. */
  get isTried(): boolean {
    return performance.now() - this.#sleptAt < REMEMBERED_MILLISECONDS;
  }

  sharingPays(): boolean {
    return this.#until === 0 || performance.now() >= this.#until;
  }

  /** After work was shared; `sleeps` is the number of sleeps since the engine started. */
  ran(sleeps: number): void {
    if (sleeps === this.#sleeps) {
      this.#until = 0;
      this.#pause = Math.max(SHORTEST_MILLISECONDS, this.#pause / 2);
    } else {
      this.#sleeps = sleeps;
      this.#sleptAt = performance.now();
      this.#until = this.#sleptAt + this.#pause;
      this.#pause = Math.min(LONGEST_MILLISECONDS, this.#pause * 2);
    }
  }
}
