import type { SourceBatch, SourceBatches } from './sources.js';

/** One pass through batches that come from outside. Those of an asynchronous source are asked for ahead. */
export class SourcePass {
  readonly #batches: Iterator<SourceBatch> | AsyncIterator<SourceBatch>;
  readonly #isAsync: boolean;
  #pending: Promise<IteratorResult<SourceBatch>> | undefined;
  #isOver = false;

  constructor(source: SourceBatches) {
    this.#isAsync = Symbol.asyncIterator in source;
    this.#batches =
      Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  /** The next batch; nothing where there are no more. */
  async next(): Promise<SourceBatch | undefined> {
    this.#pending ??= Promise.resolve(this.#batches.next());
    try {
      const result = await this.#pending;
      if (result.done !== true) return result.value;
      this.#isOver = true;
      return undefined;
    } catch (error) {
      this.#isOver = true;
      throw error;
    } finally {
      this.#pending = undefined;
    }
  }

  /**
   * Has the next batch begun, so that what it waits for (a file, a network, a worker) goes on while the last one is
   * computed. A plain generator would only run sooner, not at the same time.
   */
  askAhead(): void {
    if (!this.#isAsync || this.#isOver || this.#pending) return;
    this.#pending = Promise.resolve(this.#batches.next());
    this.#pending.catch(() => {}); // it is thrown when its turn comes
  }

  /** Ends the source. One that is being waited for may never come, and is told without waiting for it. */
  async close(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    const closed = Promise.resolve(this.#batches.return?.());
    if (this.#pending) closed.catch(() => {});
    else await closed;
  }
}
