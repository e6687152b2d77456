/** Milliseconds between two looks at how training goes: a person needs no more, and losses on a graphics card are waited for. */
const BETWEEN_GLANCES = 50;

/** Tells when it is time to read losses and to draw progress again. */
export class Glances {
  #last: number = performance.now();

  /** Whether it is time; each time is told once. */
  get due(): boolean {
    const now = performance.now();
    if (now - this.#last < BETWEEN_GLANCES) return false;
    this.#last = now;
    return true;
  }
}
