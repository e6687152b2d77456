import type { OutputKind, Shape } from '@neutype/core';
import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';

/** Target values as they were given for training: all samples in one flat array. */
export interface Targets {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** How far values are from targets. Both tensors are `[batch, ...]`. */
export interface LossComputation {
  /** The loss of a batch, a scalar. */
  compute(targets: Tensor, values: Tensor): Scalar;
  /**
   * The loss of each sample, `[batch]`, whose mean is the loss of the batch. Sample and class weights multiply these
   * values, and cannot be used with a loss that does without.
   */
  computeEach?(targets: Tensor, values: Tensor): Tensor1D;
}

/** Measures how far outputs are from targets. Hand one to an optimizer's `loss` option, or write your own. */
export interface Loss extends LossComputation {
  /** The name that the `loss` option knows it by. */
  readonly name: string;
  /**
   * The same from what comes before a final softmax or sigmoid. It is exact where the probability has rounded to 0
   * or 1, and its gradient is simply the difference; networks that end in one of the two use it.
   */
  readonly fromLogits?: {
    readonly softmax?: LossComputation;
    readonly sigmoid?: LossComputation;
  };
  /** What the mean over samples becomes, where the loss is not that mean itself: its root, for rmse. */
  afterMean?(mean: Scalar): Scalar;
  /**
   * What outputs it is meant for. An optimizer refuses a network that gives others, or warns, before the first update.
   * Any, unless told.
   */
  readonly expects?: OutputKind;
  /**
   * `false` keeps training steps with this loss from being recorded and replayed. `true` promises that `compute` runs the
   * same operations with the same numbers each time, so that validation may be replayed too, and nothing is checked.
   * Otherwise training steps are replayed, and compared now and then.
   */
  readonly replayable?: boolean;
  /**
   * The shapes that the target of one sample may have, the usual one first. That of the outputs alone, unless told:
   * class numbers in place of one-hot rows are smaller.
   *
   * @param outputShape what the network gives for one sample
   */
  targetShapes?(outputShape: Shape): readonly Shape[];
  /**
   * Refuses targets that the loss cannot mean; called once before training.
   *
   * @param outputShape what the network gives for one sample
   * @throws DataError
   */
  checkTargets?(targets: Targets, outputShape: Shape): void;
}
