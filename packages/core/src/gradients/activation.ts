import {
  add,
  cast,
  greaterEqual,
  lessEqual,
  logicalAnd,
  minimum,
  mul,
  relu,
  sigmoid,
  sign,
} from '@tensorflow/tfjs-core';
import type { FusedActivation } from '../operations/activation.js';
import { activationGrad } from '../operations/activationGrad.js';
import { fromInput, fromOutput, type Gradient, type GradientFamily } from './gradient.js';

/** Klambauer et al., "Self-normalizing neural networks", 2017. */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

export const activationGradients: GradientFamily = {
  Relu: activationFromOutput('relu'),
  Relu6: activationFromOutput('relu6'),
  Sigmoid: activationFromOutput('sigmoid'),
  Tanh: activationFromOutput('tanh'),
  Elu: activationFromOutput('elu'),
  // From the input, whose sign tells the branch whatever the slope's sign.
  LeakyRelu: fromInput<{ alpha: number }>((dy, x, { alpha }) => activationGrad(dy, x, 'leakyrelu', alpha)),
  // The scale above 0 and y + scale · alpha below it, without a choice between tensors that would have to be filled first.
  Selu: fromOutput((dy, y) => {
    const below = add(minimum(y, 0), SELU_SCALE * SELU_ALPHA);
    // tfjs's step takes arrays of ones with native TensorFlow, which then records nothing.
    const isAbove = relu(sign(y));
    return mul(dy, add(below, mul(isAbove, SELU_SCALE * (1 - SELU_ALPHA))));
  }),
  Softplus: fromInput((dy, x) => mul(dy, sigmoid(x))),
  ClipByValue: fromInput<{ clipValueMin: number; clipValueMax: number }>(
    (dy, x, { clipValueMin, clipValueMax }) =>
      mul(dy, cast(logicalAnd(greaterEqual(x, clipValueMin), lessEqual(x, clipValueMax)), 'float32')),
  ),
};

function activationFromOutput(activation: FusedActivation): Gradient {
  return fromOutput((dy, y) => activationGrad(dy, y, activation, 0));
}
