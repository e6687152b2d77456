import { describe, expect, it } from '@jest/globals';
import { engine, fill, relu, setBackend, slice, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import { disagreement, type Input, runOn } from '../support/compare.js';
import { randomSource } from '../support/random.js';
import { firstOutside, gamma, referenceProduct } from '../support/reference.js';
import { sizeOf, values } from '../support/shapes.js';

const random = randomSource(61);
function input(...shape: number[]): Input {
  return { values: values(sizeOf(shape), random), shape };
}
const RELATIVE = 2 ** -20;

describe('kernels where their ways part', () => {
  it('a convolution pads by more pixels than its window has', () => {
    for (const [x, filter] of [
      [input(2, 6, 5, 3), input(2, 2, 3, 4)],
      [input(1, 4, 4, 8), input(1, 3, 8, 5)],
    ] as const) {
      const attrs = {
        strides: [1, 1],
        pad: [
          [0, 0],
          [4, 5],
          [5, 6],
          [0, 0],
        ],
        dilations: [1, 1],
        dataFormat: 'NHWC',
      };
      const magnitudes = runOn('stock', 'Conv2D', { x: absolute(x), filter: absolute(filter) }, attrs)[0]!
        .values;
      const bound = { relative: gamma(sizeOf(filter.shape.slice(0, 3)) + 1), magnitudes };
      expect(disagreement({ kernel: 'Conv2D', inputs: { x, filter }, attrs }, bound)).toBe(undefined);
    }
  });

  it.each([
    { m: 3, n: 40, transposeB: false },
    { m: 70, n: 33, transposeB: false },
    { m: 5, n: 32, transposeB: true },
  ])('a product of $m rows and $n columns with 4,000 terms each', ({ m, n, transposeB }) => {
    const k = 4000;
    const [a, b] = [input(m, k), transposeB ? input(n, k) : input(k, n)];
    const attrs = { transposeA: false, transposeB };
    const [product] = runOn('cpu', 'BatchMatMul', { a, b }, attrs);
    const matrices = { a: a.values as Float32Array, b: b.values as Float32Array, m, n, k };
    const reference = referenceProduct({ ...matrices, transposeA: false, transposeB });
    expect(firstOutside(product!.values, reference, k)).toBe(undefined);
  });

  it('softplus of numbers far below zero keeps its digits', () => {
    const x = { values: [-20, -30, -60, -16.7], shape: [4] };
    const actual = runOn('cpu', 'Softplus', { x })[0]!.values;
    for (const [at, value] of x.values.entries()) {
      const expected = Math.log1p(Math.exp(value));
      expect(Math.abs(actual[at]! - expected)).toBeLessThanOrEqual(RELATIVE * expected);
    }
  });

  it('the loss of a probability that is almost right keeps its digits', () => {
    const [labels, logits] = [
      { values: [1, 0, 1], shape: [3] },
      { values: [20, -20, 18], shape: [3] },
    ];
    const [loss] = runOn('cpu', 'NeutypeSigmoidCrossEntropy', { labels, logits });
    const expected = (2 * Math.log1p(Math.exp(-20)) + Math.log1p(Math.exp(-18))) / 3;
    expect(Math.abs(loss!.values[0]! - expected)).toBeLessThanOrEqual(RELATIVE * expected);
  });

  it('more than fifty million elements are shared out whole', async () => {
    await setBackend('cpu');
    const length = 55_000_000;
    const at = (y: Tensor1D, start: number) => tidy(() => [...slice(y, start, 3).dataSync()]);
    const y = tidy(() => relu(fill([length], 2)) as Tensor1D);
    for (let start = 0; start < length - 3; start += 1_234_567)
      expect([start, at(y, start)]).toEqual([start, [2, 2, 2]]);
    expect(at(y, length - 3)).toEqual([2, 2, 2]);
    y.dispose();
    expect(engine().backendName).toBe('cpu');
  });
});

function absolute({ values: numbers, shape }: Input): Input {
  return { values: Float32Array.from(numbers, Math.abs), shape };
}
