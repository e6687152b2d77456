import { OptionError, ShapeError } from '@neutype/core';
import { shown } from '@neutype/errors';
import { formatShape } from '@neutype/ndarray';
import { add, mul, reshape, slice, type Tensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, mergingLayer, type ShapeRule } from '../layer.js';
import { formatBatchShape, type Shape } from '../shape.js';
import type { SeveralInputs } from '../takes.js';
import { checkSameShapes } from './elementWise.js';

/** Options of `gatedAverage`. */
export interface GatedAverageOptions {
  /** Which of the inputs is the gate; negative ones count from the end. 0, the first. */
  readonly gateIndex?: number;
  /** A name of its own instead of `gated-average-1`. */
  readonly name?: string;
}

/**
 * A mixture of its inputs, weighted sample by sample by one of them, the gate: `y = Σᵢ gate[i] · xᵢ`. What mixtures of
 * experts end in. The gate is taken as it is: end it in `softmax(n)` for weights that sum to 1.
 *
 * The gate `[?, n]` and n inputs `[?, …]` → `[?, …]`
 *
 * @throws OptionError for a gate index that is not a whole number
 * @throws ShapeError in the network, where the gate is no row of as many values as there are other inputs, or these
 * differ in shape
 *
 * @example
 * ```ts
 * const network = input(8).to(
 *   parallel(softmax(2), join(relu(16), linear(1)), join(tanh(16), linear(1))),
 *   gatedAverage(),
 * );
 * ```
 */
export function gatedAverage(options: GatedAverageOptions = {}): Layer<ShapeRule, SeveralInputs> {
  checkLayerOptions('gatedAverage', options, ['gateIndex']);
  const { gateIndex = 0, name } = options;
  if (!Number.isSafeInteger(gateIndex)) {
    throw new OptionError({
      where: 'gatedAverage, option gateIndex',
      expected: 'a whole number',
      received: shown(gateIndex),
    });
  }
  return mergingLayer({
    kind: 'gated-average',
    name,
    replayable: true,
    settings: { gateIndex },
    outputShape: (shapes, where) => {
      const [gate, experts] = apart(shapes, gateIndex, where);
      checkGate(gate, experts, where);
      checkSameShapes(experts, where);
      return experts[0] as Shape;
    },
    forward: (xs, _, { name: where }) => mixed(...apart(xs, gateIndex, where)),
  });
}

function apart<Value>(
  values: readonly Value[],
  gateIndex: number,
  where: string,
): [gate: Value, experts: readonly Value[]] {
  const gate = values.at(gateIndex);
  if (gate === undefined) {
    throw new ShapeError({
      where: `layer ${where}`,
      expected: `the gate to be one of ${values.length} inputs`,
      received: `gateIndex ${gateIndex}`,
    });
  }
  const place = gateIndex < 0 ? values.length + gateIndex : gateIndex;
  return [gate, values.filter((_, index) => index !== place)];
}

function checkGate(gate: Shape, experts: readonly Shape[], where: string): void {
  if (gate.length === 1 && gate[0] === experts.length) return;
  throw new ShapeError({
    where: `layer ${where}`,
    expected: `a gate of shape ${formatShape([null, experts.length])}, for ${experts.length} other inputs`,
    received: `${formatBatchShape(gate)}, and inputs ${experts.map(formatBatchShape).join(' and ')}`,
    remedy: `End the gate in softmax(${experts.length}).`,
  });
}

function mixed(gate: Tensor, experts: readonly Tensor[]): Tensor {
  const samples = gate.shape[0] as number;
  return experts
    .map((expert, index) => {
      const weight = slice(gate, [0, index], [samples, 1]);
      return mul(expert, reshape(weight, [samples, ...new Array(expert.rank - 1).fill(1)]));
    })
    .reduce((sum, part) => add(sum, part));
}
