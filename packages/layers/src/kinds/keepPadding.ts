import { ShapeError } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import { add, expandDims, mul, sub } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, mergingLayer } from '../layer.js';
import { presentSteps } from '../presentSteps.js';
import { formatBatchShape } from '../shape.js';
import type { TwoSequences } from '../takes.js';
import type { NameOption } from './elementWise.js';

/**
 * The first of two sequences, with padding wherever the second has it: a time step whose features all equal `maskValue`
 * there gets that value here. So layers behind, told the same maskValue, leave it out; a norm, a bias or a position would
 * else have made numbers of it.
 *
 * `[?, time, features]`, `[?, time, …]` → `[?, time, features]`
 *
 * @param maskValue what the features of padding equal
 * @throws OptionError for what is no number
 * @throws ShapeError in the network, for inputs that are not two sequences of one length
 *
 * @example
 * ```ts
 * const network = input(20).to(
 *   embedding(1000, 64, { paddingIndex: 0 }),
 *   parallel(layerNorm(), join()),
 *   keepPadding(0),
 *   multiHeadAttention(4, { maskValue: 0 }),
 * );
 * ```
 */
export function keepPadding(maskValue: number, options: NameOption = {}): Layer<'same', TwoSequences> {
  checkLayerOptions('keepPadding', options);
  checkNumber('keepPadding(maskValue)', maskValue);
  return mergingLayer({
    kind: 'keep-padding',
    name: options.name,
    replayable: true,
    settings: { maskValue },
    outputShape: (shapes, where) => {
      const [first, second] = shapes;
      const fits = shapes.length === 2 && shapes.every((shape) => shape.length === 2);
      if (fits && first[0] === second[0]) return first;
      throw new ShapeError({
        where: `layer ${where}`,
        expected: 'two sequences of one length, [?, time, features]',
        received: shapes.map(formatBatchShape).join(' and '),
      });
    },
    forward: ([x, source]) => {
      const present = expandDims(presentSteps(source, maskValue), -1);
      return maskValue === 0 ? mul(x, present) : add(mul(sub(x, maskValue), present), maskValue);
    },
  });
}
