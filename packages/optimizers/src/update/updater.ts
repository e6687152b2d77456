import type { Breath, Parameter } from '@neutype/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Batch } from '../data/batch.js';
import type { BatchedData } from '../data/batchedData.js';
import type { MinimizerState } from '../fullBatch/minimizer.js';
import type { Averages } from './averages.js';
import type { EvaluationRuns } from './evaluation.js';
import type { MaskKey } from './updates.js';

/** An update that took its time. */
export interface MadeUpdate {
  /** The batch's loss before it. */
  readonly loss: number;
  /** Why there is no use in further updates, where there is none. */
  readonly ended?: string | undefined;
}

export type PossibleUpdate = Tensor | Promise<MadeUpdate | undefined> | undefined;

/** How far updates have come, as plain data. */
export interface UpdateCounts {
  readonly made: number;
  /** Batches seen, by which random masks go. */
  readonly batches: number;
  /** How many updates parameters have missed, because they were frozen, by name; those that have missed some. */
  readonly missed: Readonly<Record<string, number>>;
}

/** What an updater goes on from, beside the weights. */
export interface UpdateMemory {
  readonly counts: UpdateCounts;
  /** The names of `state`, whose values are yet to be written. */
  readonly names: ReadonlySet<string>;
  readonly maskKey: MaskKey;
}

/** What makes updates of a model's parameters, a batch at a time: all that an optimizer runs, and keeps, on the backend. */
export interface Updater {
  /** The loss of batches, the outputs for them, or both, by which nothing changes. */
  readonly evaluation: EvaluationRuns;
  /** The same with averaged weights, if there are any. */
  readonly averaged?: EvaluationRuns | undefined;
  readonly averages?: Averages | undefined;
  /** The learning rate. */
  step: number;
  /** Updates made so far. */
  readonly made: number;
  /** `'replayed'`, `'recording'`, or a sentence that tells why updates are not replayed. */
  readonly replay: string;
  /** What the updates remember, under unique names. */
  readonly state: readonly Parameter[];
  readonly counts: UpdateCounts;
  /** Whether batches were taken for an update that is not made yet. */
  readonly isBegun: boolean;
  /** What a full-batch method remembers, as plain data by name. */
  memory?: MinimizerState;
  /** What to do where training diverges, as the end of a sentence. */
  readonly remedy: string;
  /** A call of `train` begins. @throws OptionError, DataError for data that it cannot use */
  begin?(train: BatchedData): void;
  /** Why updates are not replayed where they could be, once that is settled; once, for the log. */
  takeReasonNotToReplay(): string | undefined;
  /** Has the next updates compared with what is replayed. */
  recheck(): void;
  /** Refuses what can never be trained on this backend. */
  requireRoom(rows: number): void;
  /**
   * Takes a batch, and makes an update if that was its last one.
   *
   * @param breath whenever it is due, others run
   * @returns the loss before the update, as a scalar tensor that is valid until the next run; or what became of an update
   * that took its time; nothing where there was none
   */
  run(batch: Batch, breath: Breath): PossibleUpdate;
  /** Makes the update of batches that are fewer than one is made of, if there are any: those at the end of an epoch. */
  finish(breath: Breath): PossibleUpdate;
  /** Forgets batches whose update is not to be made. */
  drop(): void;
  /** Goes on from there, as whoever gave `counts` and had such a `state` would have; what was recorded is recorded anew. */
  restore(memory: UpdateMemory): void;
  /** Goes on, on another backend, with the same weights and the same memory. */
  moveTo(backend: string): Promise<void>;
  /** Frees everything; the model stays. */
  dispose(): void;
}
