import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  backend,
  dispose,
  memory,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tensor,
  tensor2d,
} from '@tensorflow/tfjs-core';
import {
  activate,
  batchNormInference,
  batchNormTraining,
  conv2d,
  dense,
  dropout,
  type EngineCapabilities,
  hasKernel,
  NeutypeDropout,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  stagedScalar,
  useBackend,
} from '../src/index.js';
import { scattered } from '../src/testing/index.js';
import { withReferenceKernels } from './support/referenceKernels.js';

beforeAll(() => useBackend('cpu'));

const x = () => tensor(scattered(12), [4, 3]) as Tensor2D;
const weight = () => tensor(scattered(6), [3, 2]) as Tensor2D;
const row = () => tensor([0.5, -1, 2]) as Tensor1D;
const image = () => tensor(scattered(32), [1, 4, 4, 2]) as Tensor4D;
const filter = () => tensor(scattered(8), [2, 2, 2, 1]) as Tensor4D;

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
      const { y, mean, invStd } = batchNormTraining(a, gamma, beta, 1e-3);
      return [y, mean, invStd];
    },
  ],
  batchNormInference: [[x, row], (a: Tensor2D, b: Tensor1D) => [batchNormInference(a, b, b, b, b)]],
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
});

describe('hasKernel', () => {
  it('is told by a backend that cannot run its kernels as it is configured', async () => {
    await withReferenceKernels(() => {
      expect(hasKernel(NeutypeDropout)).toBe(true);
      const capabilities = backend() as { runsOwnKernels?: boolean } & EngineCapabilities;
      capabilities.runsOwnKernels = false;
      expect(hasKernel(NeutypeDropout)).toBe(false);
      delete capabilities.runsOwnKernels;
    });
    expect(hasKernel(NeutypeDropout)).toBe(false);
  });
});
