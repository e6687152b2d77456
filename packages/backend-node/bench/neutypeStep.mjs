/**
 * One training step of the tutorial's network and of a small convolutional one, through core's own operations.
 *
 * node bench/neutypeStep.mjs node|cpu
 */
import {
  assignInPlace,
  compileStep,
  conv2d,
  dense,
  maxPool,
  softmaxCrossEntropy,
  stagedScalar,
  stagedTensor,
  useBackend,
  valueAndGradients,
} from '@neutype/core';
import * as tf from '@tensorflow/tfjs-core';
import { measure, onehot, values } from './workload.mjs';

const backend = process.argv[2] ?? 'node';
await import(backend === 'node' ? '../dist/index.js' : '../../backend-cpu/dist/index.js');
await useBackend(backend);

function parameter(...shape) {
  return tf.tidy(() =>
    assignInPlace(tf.variable(tf.tensor(values(shape, shape.length > 1 ? 0.05 : 0), shape))),
  );
}

function network(inputShape, shapes, forward) {
  const parameters = shapes.map((shape) => parameter(...shape));
  const velocities = parameters.map(({ shape }) =>
    tf.tidy(() => assignInPlace(tf.variable(tf.zeros(shape), false))),
  );
  const x = stagedTensor([128, ...inputShape], 'float32');
  const t = stagedTensor([128, 10], 'float32');
  const step = stagedScalar(0.001, 'float32');
  const batch = values([128, ...inputShape], 1);
  const labels = onehot();
  const compiled = compileStep({
    replayable: true,
    externals: () => [x.tensor, t.tensor, step.tensor, ...parameters, ...velocities],
    step: () => {
      const { value, gradients } = valueAndGradients(
        () => softmaxCrossEntropy(t.tensor, forward(x.tensor, parameters)),
        parameters,
      );
      parameters.forEach((parameter, index) => {
        const velocity = velocities[index];
        velocity.assign(tf.add(tf.mul(velocity, 0.9), gradients[index]));
        parameter.assign(
          tf.sub(parameter, tf.mul(step.tensor, tf.add(gradients[index], tf.mul(velocity, 0.9)))),
        );
      });
      return [value];
    },
  });
  return () => {
    x.fill((target) => target.set(batch));
    t.fill((target) => target.set(labels));
    return compiled.run()[0].dataSync()[0];
  };
}

const mlp = network([784], [[784, 500], [500], [500, 300], [300], [300, 10], [10]], (x, [a, b, c, d, e, f]) =>
  dense(dense(dense(x, a, b, 'relu'), c, d, 'relu'), e, f),
);
const cnn = network(
  [28, 28, 1],
  [[3, 3, 1, 32], [32], [3, 3, 32, 64], [64], [9216, 128], [128], [128, 10], [10]],
  (x, [a, b, c, d, e, f, g, h]) => {
    const features = conv2d(conv2d(x, a, b, { activation: 'relu' }), c, d, { activation: 'relu' });
    const flat = tf.reshape(maxPool(features, { size: 2 }), [128, 9216]);
    return dense(dense(flat, e, f, 'relu'), g, h);
  },
);

console.log(JSON.stringify({ name: `neutype ${backend}`, mlp: measure(mlp, 100), cnn: measure(cnn, 8) }));
process.exit(0);
