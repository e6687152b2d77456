import { checkNumber } from '@neutype/errors';
import {
  add,
  div,
  mean,
  mul,
  pow,
  rsqrt,
  type Scalar,
  square,
  sub,
  type Tensor,
  type Variable,
} from '@tensorflow/tfjs-core';
import { groupedByCount } from './groupedByCount.js';
import { proven } from './proven.js';
import { mapTargets, type SlotStart, type Transform } from './transform.js';

/** Options of {@link scaleByFactoredRms}. */
export interface FactoredRmsScale {
  /** How fast the means of squares slow down: at update t they keep `1 − t^−decay`. From 0 to 1; 0.8. */
  readonly decay?: number;
  /** Added to squared gradients; more than 0. 1e-30. */
  readonly epsilon1?: number;
}

const UNUSED = { shape: [] } as const;

/**
 * Adafactor's direction: `g / √v`, where the mean of squares `v` of a matrix is kept as means over its rows `r` and over
 * its columns `c`, of which `v = r·c / mean(r)`: memory for m + n numbers in place of m · n. The last two axes are the
 * matrix; of kernels those are channels in and out. What has one axis keeps `v` whole.
 *
 * @throws OptionError for a value out of range
 */
export function scaleByFactoredRms(
  options: FactoredRmsScale = {},
): Transform<'squares' | 'rows' | 'columns', never> {
  const { decay = 0.8, epsilon1 = 1e-30 } = options;
  checkNumber('option decay', decay, { above: 0, to: 1 });
  checkNumber('option epsilon1', epsilon1, { from: 2 ** -126, to: 1 });
  const rows: SlotStart = ({ shape }) => (shape.length < 2 ? UNUSED : { shape: [...shape.slice(0, -1), 1] });
  const columns: SlotStart = ({ shape }) =>
    shape.length < 2 ? UNUSED : { shape: [...shape.slice(0, -2), 1, shape.at(-1) as number] };
  const squares: SlotStart = ({ shape }) => (shape.length < 2 ? { shape } : UNUSED);
  return proven({
    name: 'factoredRms',
    slots: { squares, rows, columns },
    apply: (targets) =>
      groupedByCount(targets, (group, count) => {
        const fresh = pow(count, -decay) as Scalar;
        return mapTargets(group, ({ gradient, slots }) => {
          const squared = add(square(gradient), epsilon1);
          if (gradient.rank < 2) return mul(gradient, rsqrt(follow(slots.squares, squared, fresh)));
          const ofRows = follow(slots.rows, mean(squared, -1, true), fresh);
          const ofColumns = follow(slots.columns, mean(squared, -2, true), fresh);
          const shares = div(ofRows, mean(ofRows, -2, true));
          return mul(mul(gradient, rsqrt(shares)), rsqrt(ofColumns));
        });
      }),
  });
}

/** Moves a mean towards `next`. */
function follow(average: Variable, next: Tensor, fresh: Scalar): Variable {
  average.assign(add(average, mul(sub(next, average), fresh)));
  return average;
}
