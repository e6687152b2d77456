import { dense, headMix, headScores, maskedSoftmax, ShapeError } from '@neutype/core';
import { checkCount, checkFlag, checkNumber } from '@neutype/errors';
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { dropped } from '../dropped.js';
import { xavierUniform } from '../initializers/xavierUniform.js';
import type { InitialValue } from '../initialValue.js';
import {
  type Layer,
  type LayerContext,
  type LayerVariables,
  mergingLayer,
  type ParameterDefinition,
  type ParameterDefinitions,
} from '../layer.js';
import { presentSteps } from '../presentSteps.js';
import { formatBatchShape, type Shape } from '../shape.js';
import type { QueriesKeysValues } from '../takes.js';

/** Options of `multiHeadAttention`. */
export interface MultiHeadAttentionOptions {
  /** Numbers by which one head compares a query with a key. The features of the queries, shared evenly among the heads. */
  readonly headSize?: number;
  /** Numbers that one head takes of each value. As many as `headSize`. */
  readonly valueSize?: number;
  /** Whether each time step looks at itself and what came before alone. `false`. */
  readonly causal?: boolean;
  /** The probability of a weight of the softmax to be dropped in training, as by `dropout`. 0. */
  readonly dropout?: number;
  /** A time step of the keys whose features all equal this number is padding, which is not looked at. None by default. */
  readonly maskValue?: number;
  /** Initial `[query features, heads · headSize]`. */
  readonly queryWeight?: InitialValue;
  /** Initial `[key features, heads · headSize]`. */
  readonly keyWeight?: InitialValue;
  /** Initial `[value features, heads · valueSize]`. */
  readonly valueWeight?: InitialValue;
  /** Initial `[heads · valueSize, query features]`. */
  readonly outputWeight?: InitialValue;
  /** What all four biases begin as, 0; `null` for none. */
  readonly bias?: InitialValue | null;
  /** A name of its own instead of `multi-head-attention-1`. */
  readonly name?: string;
}

/**
 * Each time step asks, by its query, how much of each other's value it takes:
 * `softmax(Q · Kᵀ / √headSize) · V`, in several heads beside each other, with `Q = x · queryWeight + queryBias` and keys
 * and values likewise. What the heads take is joined and goes through `outputWeight` and `outputBias`.
 *
 * - One input: queries, keys and values are all made from it (self-attention).
 * - Two: the queries from the first, keys and values from the second (cross-attention).
 * - Three: queries, keys and values, in this order.
 *
 * `[?, time, features]` → `[?, time, features]`; with several inputs, `[?, time, features]`, `[?, other time, …]`,
 * `[?, other time, …]` → the shape of the first. With `causal`, step t of the queries sees the keys from 0 to t.
 *
 * A step that may look at nothing, because all before it is padding, takes nothing: its output is `outputBias`. Steps of
 * the queries that are padding themselves get an output all the same.
 *
 * Weights begin as `xavierUniform()`, biases as 0. In PyTorch's `nn.MultiheadAttention(features, heads)` the rows of
 * `in_proj_weight` are `queryWeight`, `keyWeight` and `valueWeight`, transposed, one below the other, those of
 * `in_proj_bias` the three biases; `out_proj.weight` is `outputWeight` transposed.
 *
 * Vaswani et al., "Attention Is All You Need", 2017.
 *
 * @param heads how many heads look at the input, each in its own way
 * @throws OptionError for a number of heads below 1, or an option out of its range
 * @throws ShapeError in the network, for more than three inputs, inputs that are not `[?, time, features]`, keys and
 * values of different lengths, or features that the heads cannot share evenly where no headSize is given
 *
 * @example
 * ```ts
 * const network = input([64, 128]).to(multiHeadAttention(4, { causal: true })); // [?, 64, 128]
 * const translation = inputs({ target: [20, 32], source: [30, 32] }).to(multiHeadAttention(2)); // [?, 20, 32]
 * ```
 */
export function multiHeadAttention(
  heads: number,
  options: MultiHeadAttentionOptions = {},
): Layer<'same', QueriesKeysValues> {
  checkOptions(heads, options);
  const { bias = 0, causal = false, dropout = 0, headSize, maskValue, name, valueSize = headSize } = options;
  const attention: Attention = { heads, causal, dropout, maskValue };
  const sizesFor = (shapes: readonly Shape[], where: string): Sizes =>
    sizesOf(shapes, { heads, headSize, valueSize }, where);
  return mergingLayer({
    kind: 'multi-head-attention',
    name,
    fewestInputs: 1,
    replayable: true,
    outputs: 'numbers',
    settings: {
      heads,
      headSize,
      valueSize,
      causal,
      dropout,
      maskValue,
      ...(bias === null && { bias }),
    },
    outputShape: (shapes, where) => {
      checkInputs(shapes, where);
      sizesFor(shapes, where);
      return shapes[0];
    },
    parameters: (shapes, where) => parametersOf(sizesFor(shapes, where), bias, options),
    forward: (xs, parameters, context) => attend(xs, attention, parameters, context),
  });
}

function checkOptions(heads: number, options: MultiHeadAttentionOptions): void {
  checkLayerOptions('multiHeadAttention', options, OPTION_NAMES);
  checkCount('multiHeadAttention(heads)', heads);
  const { causal = false, dropout = 0, headSize = 1, maskValue = 0, valueSize = 1 } = options;
  checkCount('multiHeadAttention, option headSize', headSize);
  checkCount('multiHeadAttention, option valueSize', valueSize);
  checkFlag('multiHeadAttention, option causal', causal);
  checkNumber('multiHeadAttention, option dropout', dropout, { from: 0, below: 1 });
  checkNumber('multiHeadAttention, option maskValue', maskValue);
}

const OPTION_NAMES: readonly string[] = [
  'bias',
  'causal',
  'dropout',
  'headSize',
  'keyWeight',
  'maskValue',
  'outputWeight',
  'queryWeight',
  'valueSize',
  'valueWeight',
];

interface Attention {
  readonly heads: number;
  readonly causal: boolean;
  readonly dropout: number;
  readonly maskValue: number | undefined;
}

/** Queries, keys and values, of however many inputs there are. */
function rolesOf<Value>(given: readonly Value[]): readonly [query: Value, key: Value, value: Value] {
  const [query, key = query, value = key] = given as readonly [Value, Value?, Value?];
  return [query, key, value];
}

function checkInputs(shapes: readonly Shape[], where: string): void {
  const fits = shapes.length <= 3 && shapes.every((shape) => shape.length === 2);
  const [, [keys] = [], [values] = []] = rolesOf(shapes);
  if (fits && keys === values) return;
  throw new ShapeError({
    where: `layer ${where}`,
    expected: !fits
      ? 'sequences, [?, time, features]: one, or up to three for queries, keys and values'
      : 'as many time steps of values as of keys',
    received: shapes.map(formatBatchShape).join(' and '),
  });
}

/** Sizes of one head, and of all that it is computed from. */
interface Sizes {
  readonly features: readonly [query: number, key: number, value: number];
  readonly compared: number;
  readonly taken: number;
}

function sizesOf(
  shapes: readonly Shape[],
  {
    heads,
    headSize,
    valueSize,
  }: Record<'heads', number> & Record<'headSize' | 'valueSize', number | undefined>,
  where: string,
): Sizes {
  const features = rolesOf(shapes.map((shape) => shape[1] as number));
  const [own] = features;
  if (headSize !== undefined || own % heads === 0) {
    const compared = heads * (headSize ?? own / heads);
    return { features, compared, taken: valueSize === undefined ? compared : heads * valueSize };
  }
  throw new ShapeError({
    where: `layer ${where}`,
    expected: `features that ${heads} heads can share evenly`,
    received: `${own} in ${formatBatchShape(shapes[0] as Shape)}`,
    remedy: 'Choose a number of heads that divides them, or give a headSize.',
  });
}

interface Parameters extends ParameterDefinitions {
  readonly queryWeight: ParameterDefinition;
  readonly keyWeight: ParameterDefinition;
  readonly valueWeight: ParameterDefinition;
  readonly outputWeight: ParameterDefinition;
  readonly queryBias: ParameterDefinition | undefined;
  readonly keyBias: ParameterDefinition | undefined;
  readonly valueBias: ParameterDefinition | undefined;
  readonly outputBias: ParameterDefinition | undefined;
}

function parametersOf(
  { features: [query, key, value], compared, taken }: Sizes,
  bias: InitialValue | null,
  given: MultiHeadAttentionOptions,
): Parameters {
  const initial = xavierUniform();
  const biasOf = (size: number) => (bias === null ? undefined : { shape: [size], value: bias });
  return {
    queryWeight: { shape: [query, compared], value: given.queryWeight ?? initial },
    keyWeight: { shape: [key, compared], value: given.keyWeight ?? initial },
    valueWeight: { shape: [value, taken], value: given.valueWeight ?? initial },
    outputWeight: { shape: [taken, query], value: given.outputWeight ?? initial },
    queryBias: biasOf(compared),
    keyBias: biasOf(compared),
    valueBias: biasOf(taken),
    outputBias: biasOf(query),
  };
}

function attend(
  xs: readonly Tensor[],
  { heads, causal, dropout, maskValue }: Attention,
  parameters: LayerVariables<Parameters>,
  context: LayerContext,
): Tensor {
  const [query, key, value] = rolesOf(xs);
  const { queryWeight, keyWeight, valueWeight, outputWeight } = parameters;
  const { queryBias, keyBias, valueBias, outputBias } = parameters;
  const asked = projected(query, queryWeight, queryBias);
  const keys = projected(key, keyWeight, keyBias);
  const values = projected(value, valueWeight, valueBias);
  const keep = maskValue === undefined ? undefined : presentSteps(key, maskValue);
  const scale = 1 / Math.sqrt((keys.shape[2] as number) / heads);
  const weights = maskedSoftmax(headScores(asked, keys, heads), keep, { causal, scale });
  return projected(headMix(dropped(weights, dropout, context), values), outputWeight, outputBias);
}

/** The same product for every time step. */
function projected(x: Tensor, weight: Tensor, bias: Tensor | undefined): Tensor {
  const [batch, time, features] = x.shape as [number, number, number];
  const y = dense(reshape(x, [batch * time, features]), weight, bias);
  return reshape(y, [batch, time, weight.shape[1] as number]);
}
