/**
 * Resident memory over 10,000 training steps of a small network, with another 1,000 before to settle.
 * Exits with 1 if it grows by more than 20 MB.
 *
 * node bench/memory.mjs [steps]
 */
import {
  assignInPlace,
  compileStep,
  dense,
  softmaxCrossEntropy,
  stagedScalar,
  stagedTensor,
  useBackend,
  valueAndGradients,
} from '@neutype/core';
import * as tf from '@tensorflow/tfjs-core';
import '../dist/index.js';
import { onehot, values } from './workload.mjs';

const STEPS = Number(process.argv[2] ?? 10_000);
const ALLOWED = 20e6;

await useBackend('node');
const shapes = [[64, 100], [100], [100, 10], [10]];
const parameters = shapes.map((shape) =>
  tf.tidy(() => assignInPlace(tf.variable(tf.tensor(values(shape, 0.1), shape)))),
);
const velocities = shapes.map((shape) => tf.tidy(() => assignInPlace(tf.variable(tf.zeros(shape), false))));
const x = stagedTensor([128, 64], 'float32');
const t = stagedTensor([128, 10], 'float32');
const step = stagedScalar(0.001, 'float32');
const [batch, labels] = [values([128, 64], 1), onehot()];

const compiled = compileStep({
  replayable: true,
  externals: () => [...parameters, ...velocities],
  step: () => {
    const [w0, b0, w1, b1] = parameters;
    const { value, gradients } = valueAndGradients(
      () => softmaxCrossEntropy(t.tensor, dense(dense(x.tensor, w0, b0, 'relu'), w1, b1)),
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

function train(steps) {
  for (let i = 0; i < steps; i++) {
    x.fill((target) => target.set(batch));
    t.fill((target) => target.set(labels));
    compiled.run()[0].dataSync();
  }
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

function native() {
  return tf.backend().binding.getNumOfTensors();
}
const settled = train(1000);
const handles = native();
console.log(`after 1,000 steps: ${(settled / 1e6).toFixed(1)} MB, ${handles} native tensors`);
for (let part = 1; part <= 5; part++) {
  const rss = train(STEPS / 5);
  console.log(`${(STEPS / 5) * part} more: ${(rss / 1e6).toFixed(1)} MB, ${native()} native tensors`);
}
const growth = process.memoryUsage().rss - settled;
console.log(`grown by ${(growth / 1e6).toFixed(1)} MB`);
process.exit(growth > ALLOWED || native() !== handles ? 1 : 0);
