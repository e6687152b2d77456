import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  add,
  getGradient,
  grad,
  memory,
  mul,
  registerGradient,
  type Scalar,
  scalar,
  square,
  type Tensor,
  variable,
} from '@tensorflow/tfjs-core';
import { registerGradients, useBackend, valueAndGradients } from '../src/index.js';

const tripled = (dy: Tensor | Tensor[]) => ({ x: () => mul(dy as Tensor, 3) });

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
