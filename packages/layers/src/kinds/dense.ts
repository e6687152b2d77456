import {
  activate,
  dense,
  type FusedActivation,
  OptionError,
  type OutputKind,
  ShapeError,
} from '@neutype/core';
import { shown } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import type { Initializer } from '../initializers/initializer.js';
import type { InitialValue } from '../initialValue.js';
import {
  type Layer,
  type LayerDefinition,
  type LayerForward,
  type LayerVariables,
  layer,
  type ParameterDefinitions,
} from '../layer.js';
import { kindOf } from '../names.js';
import { formatBatchShape, type Shape } from '../shape.js';

/** Options of all layers of the family. */
export interface ActivationOptions {
  /** A name of its own instead of the kind and a number. */
  readonly name?: string;
}

/** Options of the layers that multiply with weights. */
export interface DenseOptions extends ActivationOptions {
  /** Initial weights, `[inputs, units]`. */
  readonly weight?: InitialValue;
  /** Initial bias, `[units]`, `0` by default; `null` for no bias. */
  readonly bias?: InitialValue | null;
}

/** What a layer of the family does to its input, or to the product of that and its weights. */
export interface Activation {
  /** The function that makes the layer: `leakyRelu`. */
  readonly name: string;
  /** How the weights begin where the options do not say. */
  readonly weight: Initializer;
  apply(z: Tensor, own: LayerVariables): Tensor;
  /** What kernels know it by that compute it together with a product. */
  readonly fused?: FusedActivation | undefined;
  /** `'numbers'` unless told otherwise; `null` where it depends on the shape. */
  readonly outputs?: OutputKind | null;
  /** For softmax and sigmoid: a loss behind them is taken from what comes before them. */
  readonly logits?: 'softmax' | 'sigmoid' | undefined;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Refuses outputs of a shape that it cannot be computed on. */
  readonly check?: (outputShape: Shape, where: string) => void;
  /** Its own parameters, for outputs of this shape. */
  readonly parameters?: (outputShape: Shape, where: string) => ParameterDefinitions;
}

/** `(units, options)`, or the options alone for the activation alone. */
export type DenseArguments<Own = unknown> = readonly [
  units?: number | (Own & ActivationOptions) | undefined,
  options?: (Own & DenseOptions) | undefined,
];

interface Given<Own> {
  readonly units: number | undefined;
  readonly options: Own & DenseOptions;
}

/** A part of an activation that kernels compute by name. */
export function fusable(activation: FusedActivation): Pick<Activation, 'apply' | 'fused'> {
  return { fused: activation, apply: (z) => activate(z, activation) };
}

/**
 * Reads what a layer of the family was called with.
 *
 * @param own the names of the options that it has beside those of all
 * @throws OptionError
 */
export function denseArguments<Own>(
  name: string,
  [first, second]: DenseArguments<Own>,
  own: readonly (keyof Own & string)[] = [],
): Given<Own> {
  const isAlone = second === undefined && typeof first === 'object' && isRecord(first);
  const units = isAlone ? undefined : (first as number | undefined);
  const options = (isAlone ? first : (second ?? {})) as Own & DenseOptions;
  checkLayerOptions(name, options, units === undefined ? own : [...own, 'weight', 'bias']);
  if (units !== undefined) checkUnits(name, units);
  return { units, options };
}

/** `activation(x · weight + bias)` along the last axis or, without a number of units, the activation alone. */
export function denseLayer(activation: Activation, { units, options }: Given<unknown>): Layer {
  return units === undefined ? aloneLayer(activation, options) : unitsLayer(activation, units, options);
}

function aloneLayer(activation: Activation, { name }: ActivationOptions): Layer {
  const { apply, check, fused, parameters } = activation;
  return layer({
    ...commonOf(activation, name, {}),
    outputShape: (inputShape, where) => {
      check?.(inputShape, where);
      return inputShape;
    },
    ...(parameters && { parameters }),
    forward: apply,
    ...(fused !== undefined && { activation: fused }),
    ...withLogits(activation, (x) => x),
  });
}

function unitsLayer(activation: Activation, units: number, options: DenseOptions): Layer {
  const { weight = activation.weight, bias = 0, name } = options;
  const { apply, check, fused, parameters } = activation;
  const product = (x: Tensor, variables: LayerVariables): Tensor => multiplied(x, variables);
  const fusedProduct =
    (activation: FusedActivation): LayerForward =>
    (x, variables) =>
      multiplied(x, variables, activation);
  return layer({
    ...commonOf(activation, name, { units, ...(bias === null && { bias }) }),
    outputShape: (inputShape, where) => {
      const outputShape = endingIn(units, inputShape, where);
      check?.(outputShape, where);
      return outputShape;
    },
    parameters: (inputShape, where): ParameterDefinitions => ({
      weight: { shape: [inputShape.at(-1) as number, units], value: weight },
      bias: bias === null ? undefined : { shape: [units], value: bias },
      ...parameters?.(endingIn(units, inputShape, where), where),
    }),
    forward:
      fused === undefined ? (x, variables) => apply(product(x, variables), variables) : fusedProduct(fused),
    ...(fused === 'linear' && { forwardWith: fusedProduct }),
    ...withLogits(activation, product),
  });
}

function commonOf(
  { name, outputs = 'numbers', settings }: Activation,
  ownName: string | undefined,
  ofProduct: Readonly<Record<string, unknown>>,
): Pick<LayerDefinition, 'kind' | 'name' | 'outputs' | 'replayable' | 'settings'> {
  return {
    kind: kindOf(name),
    name: ownName,
    replayable: true,
    ...(outputs !== null && { outputs }),
    settings: { ...ofProduct, ...settings },
  };
}

/** Rows of features are multiplied as they are, whatever axes they are arranged along. */
function multiplied(x: Tensor, variables: LayerVariables, activation: FusedActivation = 'linear'): Tensor {
  const weight = variables['weight'] as Tensor;
  const bias = variables['bias'];
  if (x.rank === 2) return dense(x, weight, bias, activation);
  const leading = x.shape.slice(0, -1);
  const [inputs, units] = weight.shape as [number, number];
  return reshape(dense(reshape(x, [sizeOf(leading), inputs]), weight, bias, activation), [...leading, units]);
}

function withLogits({ logits }: Activation, forward: LayerForward): Pick<LayerDefinition, 'logits'> {
  return logits === undefined ? {} : { logits: { activation: logits, forward } };
}

function endingIn(units: number, inputShape: Shape, where: string): Shape {
  if (inputShape.length > 0) return [...inputShape.slice(0, -1), units];
  throw new ShapeError({
    where: `layer ${where}`,
    expected: 'features along the last axis, [?, …, features]',
    received: formatBatchShape(inputShape),
    remedy: 'A single number for each sample is input(1).',
  });
}

/** @throws OptionError for what is no number of units */
export function checkUnits(name: string, units: unknown): asserts units is number {
  if (Number.isSafeInteger(units) && Number(units) > 0) return;
  throw new OptionError({
    where: `${name}(units)`,
    expected: 'a whole number from 1',
    received: shown(units),
    remedy:
      name === 'linear' ? 'Write linear(10).' : `Write ${name}(10), or ${name}() for the activation alone.`,
  });
}

function isRecord(value: object | null): boolean {
  return value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
