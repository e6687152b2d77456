import {
  avgPool2d,
  batchNorm,
  constant,
  conv2d,
  dropout,
  flatten,
  heNormal,
  heUniform,
  input,
  join,
  lecunNormal,
  lecunUniform,
  linear,
  maxPool2d,
  normal,
  relu,
  reshape,
  sigmoid,
  softmax,
  tanh,
  uniform,
  xavierNormal,
  xavierUniform,
} from '@neutype/layers';
import type { Scope, Signature } from './evaluateExpression.js';

function signature(least: number, most: number, call: unknown): Signature {
  return {
    least,
    most,
    call: call as Signature['call'],
  };
}

/** What a network's line may call: the layers and the initializers of `@neutype/layers`, by their names there. */
export const layerFunctions: Scope = new Map(
  Object.entries({
    input: signature(1, 2, input),
    join: signature(1, Number.POSITIVE_INFINITY, join),
    linear: signature(0, 2, linear),
    relu: signature(0, 2, relu),
    sigmoid: signature(0, 2, sigmoid),
    tanh: signature(0, 2, tanh),
    softmax: signature(0, 2, softmax),
    reshape: signature(1, 2, reshape),
    conv2d: signature(2, 3, conv2d),
    maxPool2d: signature(1, 2, maxPool2d),
    avgPool2d: signature(1, 2, avgPool2d),
    batchNorm: signature(0, 1, batchNorm),
    dropout: signature(1, 2, dropout),
    flatten: signature(0, 1, flatten),
    constant: signature(0, 1, constant),
    normal: signature(0, 1, normal),
    uniform: signature(0, 1, uniform),
    heNormal: signature(0, 1, heNormal),
    heUniform: signature(0, 1, heUniform),
    lecunNormal: signature(0, 0, lecunNormal),
    lecunUniform: signature(0, 0, lecunUniform),
    xavierNormal: signature(0, 1, xavierNormal),
    xavierUniform: signature(0, 1, xavierUniform),
  }),
);
