import * as tf from '@tensorflow/tfjs';
import { type NetworkName, tutorialSizes, XOR_HIDDEN } from '../workloads/networks.js';
import { someValues } from '../workloads/values.js';

/** A network as a tfjs user writes it: variables, and ops from the samples to the logits. */
export interface TfjsNetwork {
  readonly inputShape: readonly number[];
  readonly outputs: number;
  logits(x: tf.Tensor): tf.Tensor;
  loss(y: tf.Tensor, logits: tf.Tensor): tf.Scalar;
}

function weight(shape: readonly number[]): tf.Variable {
  const size = shape.reduce((product, length) => product * length, 1);
  const scale = Math.sqrt(24 / (size / (shape.at(-1) as number))); // He: variance 2 / inputs
  return tf.tidy(() => tf.mul(tf.tensor(someValues(size), [...shape]), scale).variable());
}

type Layer = (x: tf.Tensor) => tf.Tensor;

function dense(inputs: number, units: number): Layer {
  const [w, b] = [weight([inputs, units]), tf.zeros([units]).variable()];
  return (x) => tf.add(tf.matMul(x as tf.Tensor2D, w as tf.Tensor as tf.Tensor2D), b);
}

function conv2d(channels: number, filters: number): Layer {
  const [w, b] = [weight([3, 3, channels, filters]), tf.zeros([filters]).variable()];
  return (x) => tf.add(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor as tf.Tensor4D, 1, 'valid'), b);
}

const maxPool: Layer = (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid');
const flatten: Layer = (x) => tf.reshape(x, [x.shape[0] as number, -1]);

function through(...layers: readonly Layer[]): Layer {
  return (x) => layers.reduce((value, layer) => layer(value), x);
}

function softmaxLoss(y: tf.Tensor, logits: tf.Tensor): tf.Scalar {
  return tf.losses.softmaxCrossEntropy(y, logits);
}
function sigmoidLoss(y: tf.Tensor, logits: tf.Tensor): tf.Scalar {
  return tf.losses.sigmoidCrossEntropy(y, logits);
}

const [pixels, first, second, classes] = tutorialSizes as [number, number, number, number];

/** The networks with tfjs's ops. */
export const tfjsNetworks: Readonly<Record<NetworkName, () => TfjsNetwork>> = {
  tutorial: () => ({
    inputShape: [pixels],
    outputs: classes,
    loss: softmaxLoss,
    logits: through(dense(pixels, first), tf.relu, dense(first, second), tf.relu, dense(second, classes)),
  }),
  cnn: () => ({
    inputShape: [28, 28, 1],
    outputs: classes,
    loss: softmaxLoss,
    logits: through(
      ...[conv2d(1, 32), tf.relu, conv2d(32, 64), tf.relu, maxPool, flatten],
      ...[dense(12 * 12 * 64, 128), tf.relu, dense(128, classes)],
    ),
  }),
  smallCnn: () => ({
    inputShape: [28, 28, 1],
    outputs: classes,
    loss: softmaxLoss,
    logits: through(
      ...[conv2d(1, 8), tf.relu, maxPool, conv2d(8, 16), tf.relu, maxPool, flatten],
      dense(5 * 5 * 16, classes),
    ),
  }),
  xor: () => ({
    inputShape: [2],
    outputs: 1,
    loss: sigmoidLoss,
    logits: through(dense(2, XOR_HIDDEN), tf.tanh, dense(XOR_HIDDEN, 1)),
  }),
};
