import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { engine, matMul, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { configureEngine, setThreads } from '../../src/index.js';
import type { Variant } from '../../src/variants/variant.js';
import { randomSource, randomValues } from '../support/random.js';
import { firstOutside, referenceProduct } from '../support/reference.js';

const shapes: readonly (readonly [m: number, n: number, k: number])[] = [
  [66, 150, 130],
  [129, 17, 525],
  [7, 260, 115],
  [200, 11, 129],
  [64, 64, 256],
  [1, 500, 64],
  [500, 1, 64],
  [33, 7, 1],
];
const sides = [false, true];
const cases = shapes.flatMap((shape) =>
  sides.flatMap((transposeA) => sides.map((transposeB) => ({ shape, transposeA, transposeB }))),
);
function name({ shape, transposeA, transposeB }: (typeof cases)[number]) {
  return `${shape.join('×')}${transposeA ? ' Aᵀ' : ''}${transposeB ? ' Bᵀ' : ''}`;
}

function factors({ shape: [m, n, k], transposeA, transposeB }: (typeof cases)[number]) {
  const random = randomSource(m * n + k);
  const a = randomValues(m * k, random);
  const b = randomValues(k * n, random);
  const multiply = (): Tensor =>
    matMul(
      tensor2d(a, transposeA ? [k, m] : [m, k]),
      tensor2d(b, transposeB ? [n, k] : [k, n]),
      transposeA,
      transposeB,
    );
  return { matrices: { a, b, m, n, k, transposeA, transposeB }, multiply };
}

describe.each<Variant>(['simd', 'relaxed'])('variant %s', (variant) => {
  beforeAll(async () => {
    configureEngine({ variant, threads: 2 });
    await (engine().backend as unknown as CpuEngine).runtime!.pool.warmUp(100_000);
  });
  afterAll(() => configureEngine({}));

  it.each(cases.map((one) => [name(one), one] as const))('is within the bound on %s', (_, one) => {
    const { matrices, multiply } = factors(one);
    expect(firstOutside(multiply().dataSync(), referenceProduct(matrices), matrices.k + 1)).toBeUndefined();
  });

  it('gives the same bits on one thread and on two, every time', () => {
    for (const one of cases) {
      const { multiply } = factors(one);
      setThreads(2);
      const runs = [1, 2, 3].map(() => multiply().dataSync());
      setThreads(1);
      for (const run of runs) expect(run).toEqual(multiply().dataSync());
    }
  });
});
