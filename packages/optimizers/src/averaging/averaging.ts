import { checkChoice, checkCount, checkFlag, checkFunction, OptionError, shown } from '@neutype/errors';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/**
 * How weights are averaged while they are trained; {@link ema} and {@link swa} make one. With every new set of weights the
 * mean moves by a share: `mean ← mean + share · (w − mean)`.
 */
export interface Averaging {
  /** As the log tells it: `ema(0.999)`. */
  readonly name: string;
  /** When the weights go into the mean. */
  readonly every: 'update' | 'epoch';
  /** The first epoch whose weights go into it, for `every: 'epoch'`. 1 unless told otherwise. */
  readonly from?: number;
  /**
   * Whether the loss of the validation data, and metrics, are those of the averaged weights. `false`. What keeps the best
   * epoch goes by them then, and brings its averages back together with its weights.
   */
  readonly inValidation?: boolean;
  /**
   * The share of the newest weights, from 0 to 1; 1 at first.
   *
   * @param count how often the mean has been taken before, as a tensor, because it is recorded and replayed
   */
  share(count: Scalar): Tensor;
}

/** @throws OptionError for what does not say how to average */
export function checkAveraging(averaging: unknown): asserts averaging is Averaging {
  const { name, every, from = 1, inValidation = false, share } = (averaging ?? {}) as Partial<Averaging>;
  if (typeof averaging !== 'object' || averaging === null || typeof name !== 'string') {
    throw new OptionError({
      where: 'option average',
      expected: 'what ema or swa makes',
      received: shown(averaging),
      remedy: 'Write average: ema({ decay: 0.999 }), or average: swa({ from: 8 }).',
    });
  }
  checkChoice('option average, every', every, ['update', 'epoch']);
  checkCount('option average, from', from);
  checkFlag('option average, inValidation', inValidation);
  checkFunction('option average, share', share, 'a function of a count');
}
