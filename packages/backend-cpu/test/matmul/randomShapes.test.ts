import '../../src/index.js';
import { describe, expect, it } from '@jest/globals';
import { engine, fill, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { randomInteger, randomSource, randomValues } from '../support/random.js';
import { firstOutside, type Matrices, referenceProduct } from '../support/reference.js';

/** Mostly small, odd sizes; now and then 0, 1, or one dimension that is long. */
function randomSize(random: () => number): number {
  const kind = random();
  if (kind < 0.03) return 0;
  if (kind < 0.12) return 1;
  return kind < 0.9 ? randomInteger(2, 40, random) : randomInteger(41, 130, random);
}

function randomMatrices(random: () => number): Matrices {
  const [m, n] = [randomSize(random), randomSize(random)];
  const deep = m * n < 300 && random() < 0.2;
  const k =
    m * n > 3000
      ? randomInteger(1, 20, random)
      : deep
        ? randomInteger(500, 1400, random)
        : randomSize(random);
  return {
    m,
    n,
    k,
    a: randomValues(m * k, random),
    b: randomValues(k * n, random),
    ...(random() < 0.5 ? { bias: randomValues(n, random) } : {}),
    transposeA: random() < 0.5,
    transposeB: random() < 0.5,
  };
}

function product({ a, b, bias, m, n, k, transposeA, transposeB }: Matrices): Float32Array {
  const inputs = {
    a: tensor(a, transposeA ? [k, m] : [m, k]),
    b: tensor(b, transposeB ? [n, k] : [k, n]),
    ...(bias === undefined ? {} : { bias: tensor(bias, [n]) }),
  };
  fill([m, n], Number.NaN).dispose(); // what is not written shows
  const output: Tensor = engine().runKernel('_FusedMatMul', inputs, {
    transposeA,
    transposeB,
    activation: 'linear',
  });
  expect(output.shape).toEqual([m, n]);
  const values = output.dataSync() as Float32Array;
  for (const used of [...Object.values(inputs), output]) used.dispose();
  return values;
}

describe('matrix product on random shapes', () => {
  it.each(Array.from({ length: 10 }, (_, seed) => seed))(
    'is within the bound of float32 sums, seed %i',
    (seed) => {
      const random = randomSource(seed);
      for (let round = 0; round < 100; round++) {
        const matrices = randomMatrices(random);
        const { m, n, k, transposeA, transposeB } = matrices;
        const outside = firstOutside(product(matrices), referenceProduct(matrices), k + 1);
        expect({ m, n, k, transposeA, transposeB, outside }).toMatchObject({ outside: undefined });
      }
    },
  );
});

/** Around the seams: of tiles of 5 and 6 rows, of items of 72, of panels of 8 and 16 columns, of blocks of 512 k. */
const packedSizes = {
  m: [1, 4, 6, 7, 13, 73, 150],
  n: [64, 71, 80],
  k: [1, 33, 513],
};

describe('product of a transposed matrix, packed', () => {
  it.each(packedSizes.m)('is within the bound of float32 sums, %i rows', (m) => {
    const random = randomSource(m);
    for (const n of packedSizes.n) {
      for (const k of packedSizes.k) {
        const [a, b] = [randomValues(m * k, random), randomValues(k * n, random)];
        const matrices = { m, n, k, a, b, transposeA: true, transposeB: random() < 0.3 };
        const outside = firstOutside(product(matrices), referenceProduct(matrices), k + 1);
        expect({ m, n, k, outside }).toMatchObject({ outside: undefined });
      }
    }
  });
});
