import { type KernelOf, NeutypeSigmoidCrossEntropy, NeutypeSoftmaxCrossEntropy } from '@neutype/core';
import { util } from '@tensorflow/tfjs-core';
import type { Executor } from './execute.js';
import type { TensorflowKernel } from './kernel.js';

const FLOAT = { T: { type: 'float32' } } as const;

/**
 * TensorFlow's operation gives softmax - labels as the gradient, which is right for rows of labels that sum to one.
 * With s the sum of a row, (softmax * s - labels) / N = (softmax - labels) * s / N + labels * (s - 1) / N.
 */
export const softmaxCrossEntropy: TensorflowKernel<KernelOf<typeof NeutypeSoftmaxCrossEntropy>> = {
  name: NeutypeSoftmaxCrossEntropy.kernel,
  run({ inputs, executor }) {
    const labels = executor.id(inputs.labels);
    const logits = executor.id(inputs.logits);
    const [rows, classes] = inputs.logits.shape as [number, number];
    const float = executor.attributes('float', () => FLOAT);
    const [losses, difference] = executor.run('SoftmaxCrossEntropyWithLogits', float, [logits, labels], 2);

    const product = executor.attributes('MatMul/false/false', () => ({
      ...FLOAT,
      transpose_a: false,
      transpose_b: false,
    }));
    const share = executor.runForId('MatMul', product, [
      labels,
      executor.floatConstant(1 / rows, [classes, 1]),
    ]);
    const excess = executor.runForId('Sub', float, [share, executor.floatConstant(1 / rows)]);
    const main = executor.runForId('Mul', float, [difference!.id, share]);
    const rest = executor.runForId('Mul', float, [labels, excess]);
    const gradient = executor.run('AddV2', float, [main, rest])[0]!;
    const loss = mean(executor, losses!.id, 1);
    executor.release(losses!.id, difference!.id, share, excess, main, rest);
    return [executor.tensor(loss), executor.tensor(gradient)];
  },
};

/** softplus(z) - z t, and (sigmoid(z) - t) / size. */
export const sigmoidCrossEntropy: TensorflowKernel<KernelOf<typeof NeutypeSigmoidCrossEntropy>> = {
  name: NeutypeSigmoidCrossEntropy.kernel,
  run({ inputs, executor }) {
    const labels = executor.id(inputs.labels);
    const logits = executor.id(inputs.logits);
    const { shape } = inputs.logits;
    const size = util.sizeFromShape(shape);
    const float = executor.attributes('float', () => FLOAT);
    const softplus = executor.runForId('Softplus', float, [logits]);
    const product = executor.runForId('Mul', float, [logits, labels]);
    const losses = executor.runForId('Sub', float, [softplus, product]);
    const probability = executor.runForId('Sigmoid', float, [logits]);
    const difference = executor.runForId('Sub', float, [probability, labels]);
    const gradient = executor.run('Mul', float, [difference, executor.floatConstant(1 / size)])[0]!;
    const loss = mean(executor, losses, shape.length);
    executor.release(softplus, product, losses, probability, difference);
    return [executor.tensor(loss), executor.tensor(gradient)];
  },
};

function mean(executor: Executor, values: number, rank: number) {
  const reduction = executor.attributes('Mean/all', () => ({
    ...FLOAT,
    Tidx: { type: 'int32' },
    keep_dims: false,
  }));
  const axes = executor.intConstant(Array.from({ length: rank }, (_, axis) => axis));
  return executor.run('Mean', reduction, [values, axes])[0]!;
}
