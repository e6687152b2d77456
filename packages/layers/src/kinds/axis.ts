import { OptionError, ShapeError } from '@neutype/core';
import { shown } from '@neutype/errors';
import { type Tensor, transpose } from '@tensorflow/tfjs-core';
import { formatBatchShape } from '../shape.js';
import type { Activation } from './dense.js';

/**
 * Whether the option `axis` names the last one, as far as it says so in any shape.
 *
 * @throws OptionError for what is no axis, or the batch
 */
export function isLastAxis(where: string, axis: unknown): boolean {
  if (axis === undefined) return true;
  if (Number.isSafeInteger(axis) && axis !== 0) return axis === -1;
  throw new OptionError({
    where: `${where}, option axis`,
    expected: 'a whole number other than 0, which is the batch',
    received: shown(axis),
  });
}

/** An activation along an axis, from one along the last. */
export function along(
  axis: number | undefined,
  apply: (z: Tensor) => Tensor,
): Pick<Activation, 'apply' | 'check' | 'settings'> {
  if (axis === undefined) return { apply };
  return {
    settings: { axis },
    check: (outputShape, where) => {
      if (axis < 0 ? outputShape.length + axis >= 0 : axis <= outputShape.length) return;
      throw new ShapeError({
        where: `layer ${where}`,
        expected: `an output with the axis ${axis}`,
        received: formatBatchShape(outputShape),
      });
    },
    apply: (z) => {
      const order = z.shape.map((_, at) => at);
      const place = axis < 0 ? z.rank + axis : axis;
      if (place === z.rank - 1) return apply(z);
      order[place] = z.rank - 1;
      order[z.rank - 1] = place;
      return transpose(apply(transpose(z, order)), order);
    },
  };
}
