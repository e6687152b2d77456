import { DataError, shown } from '@neutype/errors';
import { arrayBatches } from './arrayBatches.js';
import type { Batch } from './batch.js';
import type { BatchedData, EpochOfBatches } from './batchedData.js';
import type { Pairs } from './pairs.js';
import { SourcePass } from './sourcePass.js';
import { type BatchSource, isOneShot, type SourceBatch, type SourceBatches } from './sources.js';

/** What data from a source are held to. */
export interface StreamOptions {
  /** What the source is called in messages. */
  readonly name: string;
  /** Batches an epoch; as many as there are unless told otherwise. */
  readonly updatesPerEpoch?: number | undefined;
  /** Reads and checks a batch; `of` tells messages which it is. */
  readonly read: (batch: SourceBatch, of: string) => Pairs;
}

/** Data that come batch by batch from outside: more than memory holds, or made as they are needed. */
export class StreamData implements BatchedData {
  readonly samples = undefined;
  readonly batchSize = undefined;
  readonly #source: BatchSource;
  readonly #options: StreamOptions;
  #pass: SourcePass | undefined;
  #seen: Pairs | undefined;

  constructor(source: BatchSource, options: StreamOptions) {
    this.#source = source;
    this.#options = options;
  }

  get updates(): number | undefined {
    return this.#options.updatesPerEpoch;
  }

  get seen(): Pairs | undefined {
    return this.#seen;
  }

  open(epoch: number): EpochOfBatches {
    let done = 0;
    return {
      next: async () => {
        if (done === this.updates) return undefined;
        const batch = await this.#next(epoch, done);
        if (batch === undefined) return undefined;
        done += 1;
        return this.#toBatch(batch, `batch ${done} of epoch ${epoch}`, done !== this.updates);
      },
      close: () => (this.#continues ? undefined : this.close()),
    };
  }

  async close(): Promise<void> {
    const pass = this.#pass;
    this.#pass = undefined;
    await pass?.close();
  }

  /** Whether an epoch takes up where the one before has left the source. */
  get #continues(): boolean {
    return this.updates !== undefined && typeof this.#source !== 'function';
  }

  async #next(epoch: number, done: number): Promise<SourceBatch | undefined> {
    const isFresh = this.#pass === undefined;
    const batch = await this.#begun(epoch).then((pass) => pass.next());
    if (batch !== undefined) return batch;
    this.#pass = undefined;
    if (isFresh && done === 0) throw this.#gaveNothing(epoch);
    if (!this.#continues) return undefined;
    const again = isOneShot(this.#source) ? undefined : await this.#begun(epoch).then((pass) => pass.next());
    if (again === undefined) throw this.#endedEarly(epoch, done);
    return again;
  }

  async #begun(epoch: number): Promise<SourcePass> {
    this.#pass ??= new SourcePass(await this.#batchesOf(epoch));
    return this.#pass;
  }

  async #batchesOf(epoch: number): Promise<SourceBatches> {
    const source = this.#source;
    if (typeof source !== 'function') return source;
    const batches: unknown = await source(epoch);
    const isIterable =
      typeof batches === 'object' &&
      batches !== null &&
      (Symbol.iterator in batches || Symbol.asyncIterator in batches);
    if (isIterable) return batches as SourceBatches;
    throw new DataError({
      where: `${this.#options.name}, epoch ${epoch}`,
      expected: 'a function that gives batches to iterate over',
      received: shown(batches),
    });
  }

  #toBatch(given: SourceBatch, of: string, goesOn: boolean): Batch {
    const pairs = this.#options.read(given, of);
    this.#seen = pairs;
    const batch = arrayBatches(pairs, pairs.count).next().value as Batch;
    return { ...batch, ...(goesOn && { taken: () => this.#pass?.askAhead() }) };
  }

  #gaveNothing(epoch: number): DataError {
    return new DataError({
      where: `${this.#options.name}, epoch ${epoch}`,
      expected: 'at least one batch',
      received: 'none',
      remedy: ONE_SHOT_REMEDY,
    });
  }

  #endedEarly(epoch: number, done: number): DataError {
    return new DataError({
      where: `${this.#options.name}, epoch ${epoch}`,
      expected: `${this.updates} batches, as updatesPerEpoch says`,
      received: `an end after ${done}`,
      remedy: `${ONE_SHOT_REMEDY} What was learnt so far is kept.`,
    });
  }
}

const ONE_SHOT_REMEDY =
  'A generator can be gone through only once: give a function that makes one for each epoch, or a source such as batches(x, y, { seed }).';
