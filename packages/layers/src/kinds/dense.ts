import { checkOptionNames, dense, type FusedActivation, OptionError, ShapeError } from '@neutype/core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { InitialValue } from '../initialValue.js';
import {
  type Layer,
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
  /** Initial bias, `[units]`, `0` unless told otherwise; `null` for a layer without one. */
  readonly bias?: InitialValue | null;
  /** A name of its own instead of the kind and a number. */
  readonly name?: string;
}

/** What tells one layer of the family from another. */
export interface DenseKind {
  readonly kind: string;
  /** Initial weights where the options give none. */
  readonly weight: InitialValue;
  /** The activation as far as it is computed together with the product. */
  readonly fused: FusedActivation;
  /** The activation by itself. */
  readonly activate: (x: Tensor) => Tensor;
  /** Softmax and sigmoid: a loss is taken from what comes before them. */
  readonly output?: 'softmax' | 'sigmoid';
}

/** `activation(x · weight + bias)`, or, without a number of units, the activation alone. */
export const denseLayer = (kind: DenseKind, units: number | undefined, options: DenseOptions = {}): Layer => {
  checkOptionNames(kind.kind, options, units === undefined ? ['name'] : ['weight', 'bias', 'name']);
  return units === undefined ? activationLayer(kind, options) : unitsLayer(kind, units, options);
};

interface DenseParameters extends ParameterDefinitions {
  readonly weight: ParameterDefinition;
  readonly bias: ParameterDefinition | undefined;
}

const activationLayer = ({ kind, activate, output }: DenseKind, { name }: DenseOptions): Layer =>
  layer({
    kind,
    name,
    replayable: true,
    forward: activate,
    ...(output && { logits: { activation: output, forward: (x: Tensor) => x } }),
  });

const unitsLayer = (kind: DenseKind, units: number, options: DenseOptions): Layer => {
  checkUnits(kind.kind, units);
  const { weight = kind.weight, bias = 0, name } = options;
  const product =
    (activation: FusedActivation): LayerForward<DenseParameters> =>
    (x, { weight, bias }) =>
      dense(x as Tensor2D, weight as Tensor as Tensor2D, bias as Tensor as Tensor1D | undefined, activation);
  const fused = product(kind.fused);
  return layer({
    kind: kind.kind,
    name,
    replayable: true,
    outputShape: (inputShape, where) => {
      checkRank(inputShape, where);
      return [units];
    },
    parameters: ([inputs]) => ({
      weight: { shape: [inputs as number, units], value: weight },
      bias: bias === null ? undefined : { shape: [units], value: bias },
    }),
    forward: kind.output === 'softmax' ? (...all) => kind.activate(fused(...all)) : fused,
    ...(kind.output && { logits: { activation: kind.output, forward: product('linear') } }),
  });
};

const checkUnits = (kind: string, units: number): void => {
  if (Number.isInteger(units) && units > 0) return;
  throw new OptionError({
    where: `${kind}(units)`,
    expected: 'a whole number of units from 1',
    received: String(units),
    remedy: `Write ${kind}(10), or ${kind}() for the activation alone.`,
  });
};

const checkRank = (inputShape: Shape, name: string): void => {
  if (inputShape.length === 1) return;
  throw new ShapeError({
    where: `layer ${name}`,
    expected: 'rows of features, (?, features)',
    received: formatBatchShape(inputShape),
    remedy: 'Put flatten() before it.',
  });
};
