const REMEMBERED_SECONDS = 5;

/** How many updates a second were made lately. */
export class SpeedMeter {
  #marks: { time: number; updates: number }[] = [];

  /** @param time in milliseconds */
  mark(time: number, updates: number): void {
    this.#marks.push({ time, updates });
    while ((this.#marks[0]?.time ?? time) < time - 1000 * REMEMBERED_SECONDS) this.#marks.shift();
  }

  /** A pause is no slowness: forget what was before it. */
  restart(): void {
    this.#marks = [];
  }

  /** `undefined` before there are two marks to tell it from, or where nothing was done between them. */
  get updatesPerSecond(): number | undefined {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    if (!first || !last || last.time === first.time) return undefined;
    return (1000 * (last.updates - first.updates)) / (last.time - first.time) || undefined;
  }
}
