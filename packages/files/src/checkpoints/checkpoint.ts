import type { NdArray, TypedArray } from '@neutype/ndarray';
import type { PlainData } from './plainData.js';

/** A moment of a training: all that it goes on from. */
export interface Checkpoint {
  /**
   * Arrays by name: `network/relu-1.weight`, `state/relu-1.weight/adam/m`. They are copies, which nobody changes: a store may
   * keep them, and write them while training goes on. Some may be empty, of shape `[0]`.
   */
  readonly tensors: ReadonlyMap<string, NdArray<TypedArray>>;
  /** All else. */
  readonly state: PlainData;
  readonly label: CheckpointLabel;
}

/** What a store sorts checkpoints by. */
export interface CheckpointLabel {
  /** Epochs that were finished. */
  readonly epoch: number;
  /** Updates made, over all epochs. */
  readonly update: number;
  /**
   * What tells how good the epoch was that has just ended; less is better (of a metric that should grow it is the negative).
   * Only checkpoints with a value can be the best; those from the middle of an epoch have none.
   */
  readonly value?: number;
}

/**
 * Where a training's checkpoints are kept: a directory, or something of your own such as a database or a page's file system.
 *
 * @example One in memory
 * ```ts
 * let kept: Checkpoint | undefined;
 * const memory: CheckpointStore = {
 *   name: 'memory',
 *   open: async () => {},
 *   newest: async () => kept,
 *   write: async (checkpoint) => {
 *     kept = checkpoint;
 *   },
 *   close: async () => {},
 * };
 * await optimizer.train(x, y, { epochs: 20, checkpoint: memory });
 * ```
 */
export interface CheckpointStore {
  /** What messages call it: `the directory runs/digits`. */
  readonly name: string;
  /**
   * Claims it for this training; called once, before all else.
   *
   * @throws where another training uses it, or it cannot be used
   */
  open(): Promise<void>;
  /**
   * The newest checkpoint that can be read; undefined where there is none.
   *
   * @throws where there are some and none of them can be read
   */
  newest(): Promise<Checkpoint | undefined>;
  /**
   * Keeps a checkpoint, whole or not at all, and then gives up those that are not to be kept any longer. Called again only when
   * the last call is done.
   */
  write(checkpoint: Checkpoint): Promise<void>;
  /** Gives it free again; called once when training ends, however it does. */
  close(): Promise<void>;
}
