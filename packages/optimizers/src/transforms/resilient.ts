import { checkNumber } from '@neutype/errors';
import { clipByValue, greater, less, mul, sign, type Tensor, where, zerosLike } from '@tensorflow/tfjs-core';
import type { Slots, TrainedParameter } from './transform.js';

/** Options of `scaleByRprop` and `scaleByIrpropPlus`. */
export interface ResilientOptions {
  /** The least change of a weight in an update; more than 0. 0.001. */
  readonly minStep?: number;
  /** The greatest change of a weight in an update. 10. */
  readonly maxStep?: number;
  /** By what the change grows where the gradient keeps its sign, from 1. 1.2. */
  readonly increaseFactor?: number;
  /** By what it shrinks where the sign has turned, above 0 and up to 1. 0.5. */
  readonly decreaseFactor?: number;
}

/** What resilient propagation remembers: the size of each weight's next change, its last change, the last sign. */
export type ResilientSlot = 'size' | 'change' | 'sign';

/** Changes of weights by the signs of gradients alone, each of a size of its own. */
export interface Resilient {
  readonly slots: Slots<ResilientSlot>;
  /**
   * The update of one parameter.
   *
   * @param undo makes of the last change what is done where the sign has turned
   */
  update(
    gradient: Tensor,
    parameter: TrainedParameter<ResilientSlot>,
    undo: (change: Tensor) => Tensor,
  ): Tensor;
}

/**
 * @param initialSize what all changes begin with
 * @throws OptionError for a value out of range
 */
export function resilient(initialSize: number, options: ResilientOptions): Resilient {
  const { minStep = 0.001, maxStep = 10, increaseFactor = 1.2, decreaseFactor = 0.5 } = options;
  checkNumber('option minStep', minStep, { above: 0 });
  checkNumber('option maxStep', maxStep, { from: minStep });
  checkNumber('option increaseFactor', increaseFactor, { from: 1 });
  checkNumber('option decreaseFactor', decreaseFactor, { above: 0, to: 1 });
  return {
    slots: { size: initialSize, change: 0, sign: 0 },
    update(gradient, { slots }, undo) {
      const direction = sign(gradient);
      const turn = mul(direction, slots.sign);
      const [keeps, turns] = [greater(turn, 0), less(turn, 0)];
      const shrunk = where(turns, mul(slots.size, decreaseFactor), slots.size);
      const size = where(keeps, mul(slots.size, increaseFactor), shrunk);
      slots.size.assign(clipByValue(size, minStep, maxStep));
      const change = where(turns, undo(slots.change), mul(slots.size, direction));
      slots.change.assign(change);
      slots.sign.assign(where(turns, zerosLike(direction), direction));
      return change;
    },
  };
}
