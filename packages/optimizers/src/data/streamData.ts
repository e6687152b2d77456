import { DataError, shown } from '@neutype/errors';
import { arrayBatches } from './arrayBatches.js';
import type { Batch } from './batch.js';
import type { BatchedData, EpochOfBatches, SourcePosition } from './batchedData.js';
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
  #begunPasses = 0;
  #taken = 0;
  /** Where the source is to be brought before its first batch. */
  #target: SourcePosition | undefined;

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

  get position(): SourcePosition {
    if (this.#target !== undefined) return this.#target;
    const isOpen = this.#pass !== undefined;
    return { ended: this.#begunPasses - Number(isOpen), taken: isOpen ? this.#taken : 0 };
  }

  set position(position: SourcePosition) {
    this.#target = position;
  }

  open(epoch: number, skipped = 0): EpochOfBatches {
    let done = 0;
    return {
      next: async () => {
        await this.#catchUp(epoch);
        if (this.#continues) done = Math.max(done, skipped);
        while (done < skipped) {
          if ((await this.#next(epoch, done)) === undefined) return undefined;
          done += 1;
        }
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

  /**
   * Goes through a source again as far as the training that is resumed had. Each pass of a source may have an order of its own,
   * so that all are begun; a generator goes on from its beginning.
   */
  async #catchUp(epoch: number): Promise<void> {
    const target = this.#target;
    this.#target = undefined;
    if (target === undefined || typeof this.#source === 'function') return;
    for (let pass = 0; pass < target.ended; pass++) {
      await this.#take(epoch);
      await this.close();
    }
    if (!this.#continues) return;
    for (let taken = 0; taken < target.taken; taken++) await this.#take(epoch);
  }

  async #next(epoch: number, done: number): Promise<SourceBatch | undefined> {
    const isFresh = this.#pass === undefined;
    const batch = await this.#take(epoch);
    if (batch !== undefined) return batch;
    this.#pass = undefined;
    if (isFresh && done === 0) throw this.#gaveNothing(epoch);
    if (!this.#continues) return undefined;
    const again = isOneShot(this.#source) ? undefined : await this.#take(epoch);
    if (again === undefined) throw this.#endedEarly(epoch, done);
    return again;
  }

  async #take(epoch: number): Promise<SourceBatch | undefined> {
    if (this.#pass === undefined) {
      this.#pass = new SourcePass(await this.#batchesOf(epoch));
      this.#begunPasses += 1;
      this.#taken = 0;
    }
    const batch = await this.#pass.next();
    if (batch !== undefined) this.#taken += 1;
    return batch;
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
