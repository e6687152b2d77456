import type * as Tfjs from '@tensorflow/tfjs-core';
import type { Workload } from '../worker/serve.js';
import type { MemoryKernel, Product } from './kernels.js';
import { someValues } from './values.js';

/** tfjs, from whichever of its packages; Neutype has a logSoftmax of its own. */
type Ops = Pick<
  typeof Tfjs,
  'add' | 'matMul' | 'relu' | 'slice2d' | 'softmax' | 'sum' | 'tensor2d' | 'transpose'
> & {
  logSoftmax(logits: Tfjs.Tensor2D): Tfjs.Tensor2D;
};

/** Columns that a copy leaves out, so that it has to be made. */
const LEFT_OUT = 16;

function matrix(tf: Ops, rows: number, columns: number): Tfjs.Tensor2D {
  return tf.tensor2d(someValues(rows * columns), [rows, columns]);
}

/** A product, with a fresh right-hand side each time as in training, so that nothing packed before can be used again. */
export function productWorkload(tf: Ops, { m, k, n, transposeA, transposeB }: Product): Workload {
  const a = transposeA ? matrix(tf, k, m) : matrix(tf, m, k);
  const [rows, columns] = transposeB ? [n, k] : [k, n];
  let b = matrix(tf, rows, columns);
  const values = someValues(rows * columns);
  return {
    before: () => {
      b.dispose();
      b = tf.tensor2d(values.slice(), [rows, columns]);
      tf.add(b, 0).dispose(); // and have it where the backend wants it
    },
    run: () => tf.matMul(a, b, transposeA, transposeB).dispose(),
  };
}

export function memoryWorkload(tf: Ops, { name, shape: [rows, columns] }: MemoryKernel): Workload {
  const a = matrix(tf, rows, columns + (name === 'copy' ? LEFT_OUT : 0));
  const b = matrix(tf, rows, columns);
  const kernels: Record<MemoryKernel['name'], () => Tfjs.Tensor> = {
    copy: () => tf.slice2d(a, [0, 0], [rows, columns]),
    add: () => tf.add(a, b),
    relu: () => tf.relu(a),
    sum: () => tf.sum(a, 0),
    transpose: () => tf.transpose(a),
    softmax: () => tf.softmax(a),
    logSoftmax: () => tf.logSoftmax(a),
  };
  return { run: () => kernels[name]().dispose() };
}
