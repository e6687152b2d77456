import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  backend,
  type DataType,
  dispose,
  memory,
  ones,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tensor,
  tensor2d,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import {
  activate,
  batchNormInference,
  batchNormTraining,
  conv2d,
  DataError,
  dense,
  dropout,
  type EngineCapabilities,
  hasKernel,
  maxPool,
  NeutypeDropout,
  runningAverageUpdate,
  ShapeError,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  stagedScalar,
  useBackend,
} from '../src/index.js';
import { scattered } from '../src/testing/index.js';
import { withReferenceKernels } from './support/referenceKernels.js';

beforeAll(() => useBackend('cpu'));

function x() {
  return tensor(scattered(12), [4, 3]) as Tensor2D;
}
function weight() {
  return tensor(scattered(6), [3, 2]) as Tensor2D;
}
function row() {
  return tensor([0.5, -1, 2]) as Tensor1D;
}
function image() {
  return tensor(scattered(32), [1, 4, 4, 2]) as Tensor4D;
}
function filter() {
  return tensor(scattered(8), [2, 2, 2, 1]) as Tensor4D;
}

/** Operations on inputs of their own, as many outputs as they have. */
const operations: Record<string, [makers: (() => Tensor)[], run: (...inputs: never[]) => Tensor[]]> = {
  'dense, relu': [[x, weight], (a: Tensor2D, b: Tensor2D) => [dense(a, b, undefined, 'relu')]],
  'dense, tanh': [[x, weight], (a: Tensor2D, b: Tensor2D) => [dense(a, b, undefined, 'tanh')]],
  'conv2d, tanh': [
    [image, filter],
    (a: Tensor4D, b: Tensor4D) => [conv2d(a, b, undefined, { activation: 'tanh', padding: 1 })],
  ],
  activate: [[x], (a: Tensor2D) => [activate(a, 'elu')]],
  softmaxCrossEntropy: [[x, x], (a: Tensor2D, b: Tensor2D) => [softmaxCrossEntropy(a, b)]],
  sigmoidCrossEntropy: [[x, x], (a: Tensor2D, b: Tensor2D) => [sigmoidCrossEntropy(a, b)]],
  batchNormTraining: [
    [x, row, row],
    (a: Tensor2D, gamma: Tensor1D, beta: Tensor1D) => {
      const { y, mean, variance } = batchNormTraining(a, gamma, beta, 1e-3);
      return [y, mean, variance];
    },
  ],
  batchNormInference: [[x, row], (a: Tensor2D, b: Tensor1D) => [batchNormInference(a, b, b, b, b, 1e-3)]],
  dropout: [
    [x],
    (a: Tensor2D) => {
      const counter = stagedScalar(1, 'int32');
      const y = dropout(a, 0.5, [1, 2], counter);
      counter.dispose();
      return [y];
    },
  ],
};

describe.each([
  ['composed', (body: () => void) => body()],
  ["with Neutype's kernels", withReferenceKernels],
])('operations outside of any tidy, %s', (_, within) => {
  it.each(Object.entries(operations))('%s leaves nothing but its outputs', async (_name, [makers, run]) => {
    await within(() => {
      const inputs = makers.map((make) => make());
      const before = memory().numTensors;
      const outputs = run(...(inputs as never[]));
      expect(memory().numTensors).toBe(before + outputs.length);
      dispose(outputs);
      expect(memory().numTensors).toBe(before);
    });
  });
});

describe('shapes that do not fit are told', () => {
  const of = (...shape: number[]) => zeros(shape);
  it.each<[string, () => unknown]>([
    ['dense, x: expected shape [?, 3], got [4, 5].', () => dense(of(4, 5), of(3, 2))],
    ['dense, x: expected shape [?, 3], got [4].', () => dense(of(4), of(3, 2))],
    ['dense, weight: expected shape [?, ?], got [3].', () => dense(of(4, 3), of(3))],
    ['dense, bias: expected shape [2], got [3].', () => dense(of(4, 3), of(3, 2), of(3))],
    [
      'conv2d, x: expected shape [?, ?, ?, 2], got [1, 4, 4, 3].',
      () => conv2d(of(1, 4, 4, 3), of(2, 2, 2, 1)),
    ],
    ['conv2d, bias: expected shape [1], got [2].', () => conv2d(of(1, 4, 4, 2), of(2, 2, 2, 1), of(2))],
    ['maxPool, x: expected shape [?, ?, ?, ?], got [4, 4].', () => maxPool(of(4, 4), { size: 2 })],
    [
      'softmaxCrossEntropy, labels: expected shape [4, 3], got [4].',
      () => softmaxCrossEntropy(of(4), of(4, 3)),
    ],
    [
      'sigmoidCrossEntropy, labels: expected shape [4, 3], got [3, 4].',
      () => sigmoidCrossEntropy(of(3, 4), of(4, 3)),
    ],
    [
      'batchNormTraining, gamma: expected shape [3], got [2].',
      () => batchNormTraining(of(4, 3), of(2), of(3), 1e-3),
    ],
    [
      'runningAverageUpdate, batch: expected shape [2, 3], got [3, 2].',
      () => runningAverageUpdate(variable(of(2, 3)), of(3, 2), 0.1),
    ],
  ])('%s', (message, run) => {
    expect(run).toThrow(ShapeError);
    expect(run).toThrow(message);
  });
});

describe('types that do not fit are told', () => {
  const whole = () => tensor([1, 2, 3], [3], 'int32');
  const held = () => variable(zeros([3]));
  const heldWhole = () => variable(whole());
  const remedy = "Convert it with cast(tensor, 'float32').";
  it.each<[string, () => unknown]>([
    ['batchNormTraining, gamma', () => batchNormTraining(zeros([2, 3]), whole(), zeros([3]), 1e-3)],
    ['batchNormTraining, beta', () => batchNormTraining(zeros([2, 3]), zeros([3]), whole(), 1e-3)],
    ['runningAverageUpdate, running', () => runningAverageUpdate(heldWhole(), zeros([3]), 0.1)],
    ['runningAverageUpdate, batch', () => runningAverageUpdate(held(), whole(), 0.1)],
  ])('%s', (where, run) => {
    expect(run).toThrow(DataError);
    expect(run).toThrow(`${where}: expected values of type float32, got int32. ${remedy}`);
  });

  it('dropout, counter', () => {
    expect(() => dropout(zeros([3]), 0.5, [1, 2], stagedScalar(1, 'float32'))).toThrow(
      "dropout, counter: expected values of type int32, got float32. Make it with stagedScalar(value, 'int32').",
    );
  });
});

describe('integers', () => {
  it('as labels count as the numbers they are', () => {
    const whole = tensor2d([1, 0, 0, 1], [2, 2], 'int32');
    const float = tensor2d([1, 0, 0, 1], [2, 2]);
    const logits = tensor2d([2, -1, 0.5, 1], [2, 2]);
    for (const loss of [softmaxCrossEntropy, sigmoidCrossEntropy]) {
      expect(loss(whole, logits).dataSync()[0]).toBe(loss(float, logits).dataSync()[0]);
    }
  });

  it('as inputs are not truncated behind a layer', () => {
    const whole = tensor2d([1, 2], [1, 2], 'int32');
    expect([...dense(whole, tensor2d([0.25, 0.5], [2, 1])).dataSync()]).toEqual([1.25]);
    const pixels = tensor([1, 2, 3, 4], [1, 2, 2, 1], 'int32') as Tensor4D;
    expect([...conv2d(pixels, tensor([0.5], [1, 1, 1, 1]) as Tensor4D).dataSync()]).toEqual([0.5, 1, 1.5, 2]);
  });

  it('are normalized and dropped out as the numbers they are', async () => {
    function compute(x: Tensor) {
      const counter = stagedScalar(1, 'int32');
      const { y, mean } = batchNormTraining(x, ones([2]), zeros([2]), 1e-3);
      return [y, mean, dropout(x, 0.5, [1, 2], counter)].map((output) => [...output.dataSync()]);
    }
    const read = (dtype: DataType) => compute(tensor([1, 2, 0, 1, 1, 0], [3, 2], dtype));
    expect(read('int32')).toEqual(read('float32'));
    await withReferenceKernels(() => {
      expect(read('int32')).toEqual(read('float32'));
    });
  });
});

describe('hasKernel', () => {
  it('is told by a backend that cannot run its kernels as it is configured', async () => {
    await withReferenceKernels(() => {
      expect(hasKernel(NeutypeDropout.kernel)).toBe(true);
      const capabilities = backend() as { runsOwnKernels?: boolean } & EngineCapabilities;
      capabilities.runsOwnKernels = false;
      expect(hasKernel(NeutypeDropout.kernel)).toBe(false);
      delete capabilities.runsOwnKernels;
    });
    expect(hasKernel(NeutypeDropout.kernel)).toBe(false);
  });
});
