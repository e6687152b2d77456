import { afterAll, describe, expect, it } from '@jest/globals';
import { engine, matMul, slice, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { configureEngine, engineInfo } from '../../src/index.js';
import { randomInteger, randomSource, randomValues } from '../support/random.js';
import { firstOutside, gamma, referenceProduct } from '../support/reference.js';

const random = randomSource(11);
function make(...shape: number[]): Tensor {
  return tensor(
    randomValues(
      shape.reduce((size, length) => size * length, 1),
      random,
    ),
    shape,
  );
}

/** The same call on our kernels, then on those of tfjs. */
function bothWays(call: () => Tensor): [ours: Float32Array, stock: Float32Array] {
  const ours = call().dataSync() as Float32Array;
  configureEngine({ variant: 'javascript' });
  const stock = call().dataSync() as Float32Array;
  configureEngine({});
  return [ours, stock];
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - b[index]!)), 0);
}

afterAll(() => configureEngine({}));

describe('fused matrix product', () => {
  const activations = ['linear', 'relu', 'relu6', 'leakyrelu', 'elu', 'sigmoid', 'prelu'];
  const biases: Record<string, number[] | undefined> = {
    none: undefined,
    'per column': [19],
    'a row': [1, 19],
    scalar: [],
    'per row': [23, 1],
    full: [23, 19],
  };
  const cases = activations.flatMap((activation) =>
    Object.keys(biases).map((bias) => [activation, bias] as const),
  );

  it.each(cases)('does what tfjs does: %s, bias %s', (activation, bias) => {
    const shape = biases[bias];
    const inputs: Record<string, Tensor> = { a: make(23, 31), b: make(31, 19) };
    if (shape !== undefined) inputs['bias'] = make(...shape);
    if (activation === 'prelu') inputs['preluActivationWeights'] = make(19);
    const attrs = { transposeA: false, transposeB: false, activation, leakyreluAlpha: 0.2 };
    const [ours, stock] = bothWays(() => engine().runKernel('_FusedMatMul', inputs, attrs));
    // Every term is at most 1 in magnitude and every activation's slope at most 1; both ways round their own way.
    expect(largestDifference(ours, stock)).toBeLessThanOrEqual(2 * gamma(34) * 33 + 4e-7);
  });
});

describe('batched matrix product', () => {
  const batches: readonly (readonly [number[], number[], number[]])[] = [
    [[3], [3], [3]],
    [[1], [4], [4]],
    [
      [2, 3],
      [2, 3],
      [2, 3],
    ],
    [
      [2, 1],
      [1, 3],
      [2, 3],
    ],
    [[2, 3], [3], [2, 3]],
    [[], [5], [5]],
    [
      [2, 1, 3],
      [4, 1],
      [2, 4, 3],
    ],
    [[0], [1], [0]],
  ];
  const transposes = [false, true].flatMap((first) =>
    [false, true].map((second) => [first, second] as const),
  );

  it.each(batches)('broadcasts %j with %j', (aOuter, bOuter, outer) => {
    for (const [transposeA, transposeB] of transposes) {
      const [m, n, k] = [5, 9, 6];
      const a = make(...aOuter, ...(transposeA ? [k, m] : [m, k]));
      const b = make(...bOuter, ...(transposeB ? [n, k] : [k, n]));
      const product: Tensor = engine().runKernel('BatchMatMul', { a, b }, { transposeA, transposeB });
      expect(product.shape).toEqual([...outer, m, n]);
      const values = product.dataSync() as Float32Array;
      const [aValues, bValues] = [a.dataSync() as Float32Array, b.dataSync() as Float32Array];
      for (let batch = 0; batch * m * n < values.length; batch++) {
        const [fromA, fromB] = [source(aOuter, outer, batch) * m * k, source(bOuter, outer, batch) * k * n];
        const matrices = {
          ...{ m, n, k, transposeA, transposeB },
          a: aValues.subarray(fromA, fromA + m * k),
          b: bValues.subarray(fromB, fromB + k * n),
        };
        const mine = values.subarray(batch * m * n, (batch + 1) * m * n);
        expect(firstOutside(mine, referenceProduct(matrices), k)).toBeUndefined();
      }
    }
  });

  /** NumPy's rule, by coordinates. */
  function source(from: readonly number[], to: readonly number[], flat: number): number {
    let index = 0;
    let stride = 1;
    let rest = flat;
    for (let axis = 1; axis <= to.length; axis++) {
      const length = to.at(-axis)!;
      const own = from.at(-axis) ?? 1;
      if (axis <= from.length && own !== 1) index += (rest % length) * stride;
      if (axis <= from.length) stride *= own;
      rest = Math.floor(rest / length);
    }
    return index;
  }

  it('turns a transposed factor whose rows collide in the cache, in every batch', () => {
    const [m, n, k] = [256, 40, 30];
    const [a, b] = [make(2, k, m), make(2, k, n)];
    const values = matMul(a, b, true, false).dataSync() as Float32Array;
    for (const batch of [0, 1]) {
      const matrices = {
        ...{ m, n, k, transposeA: true, transposeB: false },
        a: (a.dataSync() as Float32Array).subarray(batch * m * k, (batch + 1) * m * k),
        b: (b.dataSync() as Float32Array).subarray(batch * k * n, (batch + 1) * k * n),
      };
      expect(
        firstOutside(values.subarray(batch * m * n, (batch + 1) * m * n), referenceProduct(matrices), k),
      ).toBeUndefined();
    }
  });

  it('tells which dimensions do not agree', () => {
    const call = () =>
      engine().runKernel(
        'BatchMatMul',
        { a: make(2, 3), b: make(4, 5) },
        { transposeA: false, transposeB: true },
      );
    expect(call).toThrow('A [2,3] with 3 and B [4,5] transposed with 5');
  });

  it('leaves integers to tfjs', () => {
    const a = tensor([1, 2, 3, 4], [2, 2], 'int32');
    const product: Tensor = engine().runKernel('BatchMatMul', { a, b: a }, {});
    expect([product.dtype, ...product.dataSync()]).toEqual(['int32', 7, 10, 15, 22]);
  });
});

describe('what is not a number', () => {
  it.each(['linear', 'relu', 'relu6', 'leakyrelu'])('is carried through %s', (activation) => {
    const size = randomInteger(9, 30, random);
    const [a, b] = [randomValues(size * size, random), randomValues(size * size, random)];
    a[0] = Number.NaN;
    a[size] = Number.POSITIVE_INFINITY;
    b[size + 3] = Number.NEGATIVE_INFINITY;
    const inputs = { a: tensor(a, [size, size]), b: tensor(b, [size, size]) };
    const attrs = { transposeA: false, transposeB: false, activation, leakyreluAlpha: 0.1 };
    const [ours, stock] = bothWays(() => engine().runKernel('_FusedMatMul', inputs, attrs));
    const kinds = (values: Float32Array) =>
      [...values].map((value) => (Number.isFinite(value) ? 'finite' : value));
    expect(kinds(ours)).toEqual(kinds(stock));
    expect(ours[0]).toBe(Number.NaN);
  });
});

describe('without shared memory', () => {
  it('computes the same on one thread, through growth that detaches every view', () => {
    const realm = globalThis as { SharedArrayBuffer?: unknown };
    const { SharedArrayBuffer: kept } = realm;
    const [a, b] = [make(70, 90), make(90, 50)];
    const shared = matMul(a, b).dataSync();
    realm.SharedArrayBuffer = undefined;
    try {
      configureEngine({});
    } finally {
      realm.SharedArrayBuffer = kept;
    }
    expect(engineInfo()).toMatchObject({ sharedMemory: false, threads: 1 });
    const held = [matMul(a, b)];
    for (let size = 100; size < 1500; size += 200) held.push(matMul(make(size, 2), make(2, size)));
    expect(held[0]!.dataSync()).toEqual(shared);
    expect(engineInfo().memoryBytes).toBeGreaterThan(8e6);
    configureEngine({});
    expect(matMul(a, b).dataSync()).toEqual(shared);
  });
});

describe('products of few rows', () => {
  const sizes = [1, 2, 3, 4].flatMap((m) => [1, 3, 7, 8, 50, 300].map((n) => [m, n] as const));

  it.each(sizes)('give the same bits as rows of a larger product: %d × %d', (m, n) => {
    for (const k of [1, 3, 4, 37, 1030]) {
      const [a, b, bias] = [make(12, k), make(k, n), make(n)];
      const attrs = { transposeA: false, transposeB: false, activation: 'relu' };
      const product = (rows: Tensor): Float32Array =>
        engine().runKernel<Tensor>('_FusedMatMul', { a: rows, b, bias }, attrs).dataSync<'float32'>();
      const few = product(slice(a, [0, 0], [m, k]));
      expect(few).toEqual(product(a).subarray(0, m * n));
    }
  });
});
