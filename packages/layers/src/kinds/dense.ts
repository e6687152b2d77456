import {
  activate,
  dense,
  type FusedActivation,
  OptionError,
  type OutputKind,
  ShapeError,
} from '@neutype/core';
import { shown } from '@neutype/errors';
import { softmax, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import type { InitialValue } from '../initialValue.js';
import {
  type Layer,
  type LayerDefinition,
  type LayerForward,
  layer,
  type ParameterDefinition,
  type ParameterDefinitions,
} from '../layer.js';
import { formatBatchShape, type Shape } from '../shape.js';

/** Options of the layers that multiply with weights. */
export interface DenseOptions {
  /** Initial weights, `[inputs, units]`. */
  readonly weight?: InitialValue;
  /** Initial bias, `[units]`, `0` by default; `null` for no bias. */
  readonly bias?: InitialValue | null;
  /** A name of its own instead of the kind and a number. */
  readonly name?: string;
}

/** The layers of the family, which are called after their activations. */
export type DenseKind = 'linear' | 'relu' | 'sigmoid' | 'softmax' | 'tanh';

/**
 * `activation(x · weight + bias)`, or, without a number of units, the activation alone.
 *
 * @param initialWeight where the options give none
 */
export function denseLayer(
  kind: DenseKind,
  initialWeight: InitialValue,
  units: number | undefined,
  options: DenseOptions = {},
): Layer {
  checkLayerOptions(kind, options, units === undefined ? [] : ['weight', 'bias']);
  if (units === undefined && kind !== 'linear') return activationLayer(kind, options);
  checkUnits(kind, units);
  return unitsLayer(kind, units, { weight: initialWeight, ...options });
}

function activationLayer(kind: DenseKind, { name }: DenseOptions): Layer {
  return layer({
    kind,
    name,
    replayable: true,
    outputs: OUTPUT_KINDS[kind],
    forward: (x) => (kind === 'softmax' ? softmax(x) : activate(x, kind)),
    ...(kind !== 'softmax' && { activation: kind }),
    ...withLogits(kind, (x) => x),
  });
}

function unitsLayer(kind: DenseKind, units: number, options: DenseOptions & { weight: InitialValue }): Layer {
  const { bias = 0, name, weight } = options;
  return layer({
    kind,
    name,
    replayable: true,
    outputs: OUTPUT_KINDS[kind],
    outputShape: (inputShape, where) => {
      checkRank(inputShape, where);
      return [units];
    },
    parameters: ([inputs]): DenseParameters => ({
      weight: { shape: [inputs as number, units], value: weight },
      bias: bias === null ? undefined : { shape: [units], value: bias },
    }),
    forward: kind === 'softmax' ? (...all) => softmax(product('linear')(...all)) : product(kind),
    ...(kind === 'linear' && { forwardWith: product }),
    ...withLogits(kind, product('linear')),
  });
}

interface DenseParameters extends ParameterDefinitions {
  readonly weight: ParameterDefinition;
  readonly bias: ParameterDefinition | undefined;
}

const OUTPUT_KINDS: Readonly<Record<DenseKind, OutputKind>> = {
  linear: 'numbers',
  relu: 'numbers',
  sigmoid: 'probabilities',
  softmax: 'distribution',
  tanh: 'numbers',
};

function product(activation: FusedActivation): LayerForward<DenseParameters> {
  return (x, { weight, bias }) =>
    dense(x as Tensor2D, weight as Tensor as Tensor2D, bias as Tensor as Tensor1D | undefined, activation);
}

/** A loss behind softmax or sigmoid is taken from what comes before them. */
function withLogits<Definitions extends ParameterDefinitions>(
  kind: DenseKind,
  forward: LayerForward<Definitions>,
): Pick<LayerDefinition<Definitions>, 'logits'> {
  return kind === 'softmax' || kind === 'sigmoid' ? { logits: { activation: kind, forward } } : {};
}

function checkUnits(kind: DenseKind, units: unknown): asserts units is number {
  if (Number.isSafeInteger(units) && Number(units) > 0) return;
  throw new OptionError({
    where: `${kind}(units)`,
    expected: 'a whole number from 1',
    received: shown(units),
    remedy:
      kind === 'linear' ? 'Write linear(10).' : `Write ${kind}(10), or ${kind}() for the activation alone.`,
  });
}

function checkRank(inputShape: Shape, name: string): void {
  if (inputShape.length === 1) return;
  throw new ShapeError({
    where: `layer ${name}`,
    expected: 'rows of features, [?, features]',
    received: formatBatchShape(inputShape),
    remedy: 'Put flatten() before it.',
  });
}
