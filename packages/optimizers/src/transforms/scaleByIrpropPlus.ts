import { checkChoice } from '@neutype/errors';
import { cast, greater, greaterEqual, logicalAnd, mul, neg, type Tensor } from '@tensorflow/tfjs-core';
import { proven } from './proven.js';
import { type ResilientOptions, type ResilientSlot, resilient } from './resilient.js';
import { type Moment, mapTargets, type Transform } from './transform.js';

/** Options of {@link scaleByIrpropPlus}. */
export interface IrpropPlusScale extends ResilientOptions {
  /**
   * Which change has to have made the loss worse for a weight to go back: the last one (`'immediate'`, as in the paper),
   * or the one before (`'delayed'`, as in NeuPy, which compares losses that it has written down already). `'delayed'`.
   */
  readonly backtracking?: 'delayed' | 'immediate';
}

type Losses = 'last' | 'beforeLast';

/**
 * Changes by the signs of gradients, as `irpropPlus` makes them: where a sign has turned, the last change is taken back if
 * the loss has grown, and otherwise the weight rests.
 *
 * @param initialSize what all changes begin with
 * @throws OptionError for a value out of range
 */
export function scaleByIrpropPlus(
  initialSize = 0.1,
  options: IrpropPlusScale = {},
): Transform<ResilientSlot, Losses> {
  const { backtracking = 'delayed' } = options;
  checkChoice('option backtracking', backtracking, ['delayed', 'immediate']);
  const { slots, update } = resilient(initialSize, options);
  const hasGrown = backtracking === 'delayed' ? hadGrown : growsNow;
  return proven({
    name: 'irpropPlus',
    slots,
    shared: { last: 0, beforeLast: 0 },
    apply(targets, moment) {
      const share = cast(hasGrown(moment), 'float32'); // 1 where the change is taken back, 0 where the weight rests
      const { last, beforeLast } = moment.shared;
      beforeLast.assign(last);
      last.assign(moment.loss);
      return mapTargets(targets, (target) =>
        update(target.gradient, target, (change) => mul(neg(change), share)),
      );
    },
  });
}

function hadGrown({ count, shared: { last, beforeLast } }: Moment<Losses>): Tensor {
  return logicalAnd(greaterEqual(count, 3), greater(last, beforeLast));
}

function growsNow({ count, loss, shared: { last } }: Moment<Losses>): Tensor {
  return logicalAnd(greaterEqual(count, 2), greater(loss, last));
}
