/**
 * The same steps by tfjs-node as it comes: tfjs's own operations, gradients and momentum optimizer, on the library
 * that TFJS_NODE leads to (a folder whose node_modules holds @tensorflow/tfjs-node with its binary).
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { measure, onehot, values } from './workload.mjs';

process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
const tf = createRequire(join(process.env.TFJS_NODE, 'package.json'))('@tensorflow/tfjs-node');

function parameter(...shape) {
  return tf.variable(tf.tensor(values(shape, shape.length > 1 ? 0.05 : 0), shape));
}

function network(inputShape, shapes, forward) {
  const parameters = shapes.map((shape) => parameter(...shape));
  const optimizer = tf.train.momentum(0.001, 0.9, true);
  const batch = values([128, ...inputShape], 1);
  const labels = onehot();
  return () =>
    tf.tidy(() => {
      const x = tf.tensor(batch, [128, ...inputShape]);
      const t = tf.tensor(labels, [128, 10]);
      const loss = optimizer.minimize(() => tf.losses.softmaxCrossEntropy(t, forward(x, parameters)), true);
      return loss.dataSync()[0];
    });
}

function dense(x, w, b) {
  return tf.add(tf.matMul(x, w), b);
}
const mlp = network([784], [[784, 500], [500], [500, 300], [300], [300, 10], [10]], (x, [a, b, c, d, e, f]) =>
  dense(tf.relu(dense(tf.relu(dense(x, a, b)), c, d)), e, f),
);
function conv(x, w, b) {
  return tf.relu(tf.add(tf.conv2d(x, w, 1, 'valid'), b));
}
const cnn = network(
  [28, 28, 1],
  [[3, 3, 1, 32], [32], [3, 3, 32, 64], [64], [9216, 128], [128], [128, 10], [10]],
  (x, [a, b, c, d, e, f, g, h]) => {
    const flat = tf.reshape(tf.maxPool(conv(conv(x, a, b), c, d), 2, 2, 'valid'), [128, 9216]);
    return dense(tf.relu(dense(flat, e, f)), g, h);
  },
);
console.log(JSON.stringify({ name: 'tfjs-node', mlp: measure(mlp, 100), cnn: measure(cnn, 8) }));
