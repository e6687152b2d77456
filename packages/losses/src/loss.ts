import type { OutputKind } from '@neutype/core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/** Target values as they were given for training: all samples in one flat array. */
export interface Targets {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** Measures how far outputs are from targets. Hand one to an optimizer's `loss` option, or write your own. */
export interface Loss {
  /** The name that the `loss` option knows it by. */
  readonly name: string;
  /** The mean loss of a batch; both tensors are `[batch, ...]`. */
  compute(targets: Tensor, outputs: Tensor): Scalar;
  /**
   * The same from what comes before a final softmax or sigmoid. It is exact where the probability has rounded to 0
   * or 1, and its gradient is simply the difference; networks that end in one of the two use it.
   */
  readonly fromLogits?: {
    softmax?(targets: Tensor, logits: Tensor): Scalar;
    sigmoid?(targets: Tensor, logits: Tensor): Scalar;
  };
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
   * Refuses targets that the loss cannot mean; called once before training.
   *
   * @param outputShape what the network gives for one sample
   * @throws DataError
   */
  checkTargets?(targets: Targets, outputShape: readonly number[]): void;
}
