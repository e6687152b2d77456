import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  add,
  exp,
  getGradient,
  grad,
  memory,
  mul,
  pow,
  registerGradient,
  type Scalar,
  scalar,
  sigmoid,
  softmax,
  sqrt,
  square,
  sum,
  type Tensor,
  tensor,
  variable,
} from '@tensorflow/tfjs-core';
import {
  batchNormTraining,
  dense,
  registerGradients,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  useBackend,
  valueAndGradients,
} from '../src/index.js';
import { checkGradients, scattered } from '../src/testing/index.js';
import { withReferenceKernels } from './support/referenceKernels.js';

function tripled(dy: Tensor | Tensor[]) {
  return { x: () => mul(dy as Tensor, 3) };
}

beforeAll(async () => {
  registerGradient({ kernelName: 'Square', gradFunc: tripled });
  await useBackend('cpu');
});

describe('registerGradients', () => {
  it('replaces a gradient that was there', () => {
    expect(getGradient('Square').gradFunc).not.toBe(tripled);
    expect(grad(square)(scalar(5)).dataSync()[0]).toBe(10);
  });

  it('gives way to one that is registered later, until it is asked for again', () => {
    registerGradient({ kernelName: 'Square', gradFunc: tripled });
    const { value } = valueAndGradients(() => square(scalar(1)), []);
    value.dispose();
    expect(getGradient('Square').gradFunc).toBe(tripled);
    registerGradients();
    expect(getGradient('Square').gradFunc).not.toBe(tripled);
  });

  it('differentiates gradients', () => {
    const cube = (x: Tensor) => mul(x, mul(x, x));
    const second = grad(grad(cube));
    expect(second(scalar(2)).dataSync()[0]).toBeCloseTo(12, 5);
  });
});

describe('second derivatives', () => {
  const weight = () => tensor(scattered(6), [3, 2]);
  const gamma = () => tensor([1.5, 0.5]);
  const labels = () => tensor([0, 1, 0.5, 0.5], [2, 2]);
  const losses: Record<string, (x: Tensor) => Tensor> = {
    'dense, sigmoid': (x) => sum(square(dense(x, weight(), undefined, 'sigmoid'))),
    'sigmoid, exp, sqrt, softmax': (x) => sum(square(softmax(sqrt(exp(sigmoid(x)))))),
    'dense, elu': (x) => sum(square(dense(x, weight(), undefined, 'elu'))),
    softmaxCrossEntropy: (x) => softmaxCrossEntropy(labels(), dense(x, weight())),
    sigmoidCrossEntropy: (x) => sigmoidCrossEntropy(labels(), dense(x, weight())),
    batchNormTraining: (x) => sum(pow(batchNormTraining(dense(x, weight()), gamma(), gamma(), 0.1).y, 3)),
  };

  it.each(Object.entries(losses))('of %s agree with differences of first ones', async (_, loss) => {
    const x = tensor(scattered(6, -2, 2), [2, 3]);
    const first = (at?: Tensor) => grad(loss)(at!);
    await checkGradients(first, [x], { tolerance: 2e-3 });
    await withReferenceKernels(async () => void (await checkGradients(first, [x], { tolerance: 2e-3 })));
    x.dispose();
  });
});

describe('valueAndGradients', () => {
  it('gives one gradient a variable, and none where the loss does not depend on it', () => {
    const a = variable(scalar(3));
    const b = variable(scalar(4));
    const unused = variable(scalar(5));
    const before = memory().numTensors;
    const { value, gradients } = valueAndGradients(() => add(mul(a, b), a) as Scalar, [b, unused, a]);
    expect(value.dataSync()[0]).toBe(15);
    expect(gradients.map((gradient) => gradient?.dataSync()[0])).toEqual([3, undefined, 5]);
    value.dispose();
    for (const gradient of gradients) gradient?.dispose();
    expect(memory().numTensors).toBe(before);
    for (const held of [a, b, unused]) held.dispose();
  });
});
