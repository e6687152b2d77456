import type { Metric } from '@neutype/metrics';
import type { NdArray, TypedArray } from '@neutype/ndarray';
import type { EpochRecord } from './history.js';
import type { Optimizer } from './optimizer.js';

/** What a training run is about to do. */
export interface TrainStart {
  readonly epochs: number;
  /** Not known of data that come from a source. */
  readonly samples: number | undefined;
  /** Samples an update; as many as there are samples for full batches. Not known of data that come from a source. */
  readonly batchSize: number | undefined;
  /** Whether there are validation data. */
  readonly isValidated: boolean;
  /** The metrics that are followed. */
  readonly metrics: readonly Metric[];
}

/** Where a training run stands within an epoch. */
export interface UpdateEnd {
  readonly epoch: number;
  /** Updates of the epoch so far. */
  readonly done: number;
  /** Updates that the epoch will have. Not known of a source that does not end after `updatesPerEpoch`. */
  readonly total: number | undefined;
}

/** How a training run ended. */
export interface TrainEnd {
  /** Why, if it was stopped before its last epoch. */
  readonly stopped?: string;
  /** What `train` throws, if it failed. */
  readonly error?: unknown;
}

/** What a signal goes on from, when a training that was interrupted is resumed. */
export interface SignalMemory {
  /** Plain data, as JSON can say it; numbers may also be NaN or infinite. */
  readonly data: unknown;
  /** Arrays by name; they may be kept, and must not be changed. */
  readonly tensors?: ReadonlyMap<string, NdArray<TypedArray>>;
}

/**
 * Hears of training as it goes on. Handlers may be asynchronous and are waited for: one that hears of updates can
 * pause training by giving a promise.
 *
 * @example Early stopping
 * ```ts
 * const earlyStopping: Signal = {
 *   epochEnd: (optimizer, { valid = Infinity }) => {
 *     if (valid < 0.05) optimizer.stop('good enough');
 *   },
 * };
 * momentum(network, { signals: earlyStopping });
 * ```
 */
export interface Signal {
  /** What the log calls it. */
  readonly name?: string;
  /** Whether it gives the network weights from before when training fails, so that there is no need of a new network. */
  readonly restoresWeights?: boolean;
  /**
   * What it remembers, for checkpoints; read after an update or an epoch. It is written back where training is resumed, after
   * `trainStart`: the signal must then go on as if it had heard of all that was before.
   */
  memory?: SignalMemory | undefined;
  trainStart?(optimizer: Optimizer, info: TrainStart): void | Promise<void>;
  epochStart?(optimizer: Optimizer, info: { readonly epoch: number }): void | Promise<void>;
  updateEnd?(optimizer: Optimizer, info: UpdateEnd): void | Promise<void>;
  epochEnd?(optimizer: Optimizer, record: EpochRecord): void | Promise<void>;
  trainEnd?(optimizer: Optimizer, info: TrainEnd): void | Promise<void>;
}

/** A function is a signal that hears of the end of every epoch. */
export type SignalFunction = NonNullable<Signal['epochEnd']>;

/** What the `signals` option takes. */
export type Signals = Signal | SignalFunction | readonly (Signal | SignalFunction)[];

/** Thrown by a signal, ends training after the current batch, as `optimizer.stop(message)` does. */
export class StopTraining extends Error {
  override readonly name: string = 'StopTraining';
}
