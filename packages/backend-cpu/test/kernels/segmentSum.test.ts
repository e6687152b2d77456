import '../support/stock.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import {
  engine,
  gather,
  grad,
  profile,
  setBackend,
  type Tensor,
  tensor,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { configureEngine } from '../../src/index.js';
import { type Input, leavesToStock, runOn } from '../support/compare.js';
import { randomInteger, randomSource } from '../support/random.js';
import { sizeOf, values } from '../support/shapes.js';

const CASES = 100;

leavesToStock(
  'UnsortedSegmentSum',
  ({ x }, { numSegments }) => sizeOf(x!.shape) * (numSegments as number) === 0,
);
afterAll(() => configureEngine({}));

interface Segments {
  readonly x: Input;
  readonly segmentIds: Input;
  readonly numSegments: number;
}

/** Ids of no segment among them: too large, and negative. */
function randomSegments(random: () => number, shape: number[], numSegments: number): Segments {
  const ids = Array.from({ length: shape[0]! }, () => randomInteger(-1, numSegments, random));
  return {
    x: { values: values(sizeOf(shape), random), shape },
    segmentIds: { values: ids, shape: [shape[0]!], dtype: 'int32' },
    numSegments,
  };
}

/** Each sum in float32, row after row: the order that the kernel keeps, whatever the number of threads. */
function sums({ x, segmentIds, numSegments }: Segments): Float32Array {
  const length = sizeOf(x.shape.slice(1));
  const result = new Float32Array(numSegments * length);
  for (const [row, id] of Array.from(segmentIds.values).entries()) {
    if (id < 0 || id >= numSegments) continue;
    for (let column = 0; column < length; column++) {
      result[id * length + column]! += x.values[row * length + column]!;
    }
  }
  return result;
}

function onEngine({ x, segmentIds, numSegments }: Segments) {
  return runOn('cpu', 'UnsortedSegmentSum', { x, segmentIds }, { numSegments })[0]!;
}

describe('UnsortedSegmentSum', () => {
  it('adds up the rows of each segment in their order, and leaves out those of none', () => {
    const random = randomSource(91);
    for (let index = 0; index < CASES; index++) {
      const inner = Array.from({ length: randomInteger(0, 2, random) }, () => randomInteger(1, 9, random));
      const segments = randomSegments(
        random,
        [randomInteger(1, 60, random), ...inner],
        randomInteger(1, 20, random),
      );
      const { values: actual, shape } = onEngine(segments);
      expect(shape).toEqual([segments.numSegments, ...inner]);
      expect(actual).toEqual(sums(segments));
    }
  });

  it.each([1, 2, 4])('gives the same bits on %i threads', async (threads) => {
    configureEngine({ threads });
    await setBackend('cpu');
    await (engine().backend as unknown as CpuEngine).runtime!.pool.warmUp(100_000);
    const segments = randomSegments(randomSource(92), [20_000, 16], 3000);
    expect(onEngine(segments).values).toEqual(sums(segments));
  });
});

describe('the gradient of gathered rows', () => {
  beforeAll(() => useBackend('cpu'));

  async function kernelsOf(rows: number): Promise<string[]> {
    const indices = tensor2d([0, 2, 2, 1], [2, 2], 'int32');
    const table = tensor(new Float32Array(rows * 16), [rows, 16]);
    const { kernels } = await profile(() => grad((x: Tensor) => gather(x, indices))(table) as Tensor);
    return kernels.map(({ name }) => name);
  }

  it('takes as many kernels for a table of 2,000 rows as for one of 20', async () => {
    const kernels = await kernelsOf(20);
    expect(kernels).toContain('UnsortedSegmentSum');
    expect(await kernelsOf(2000)).toEqual(kernels);
  });

  it('adds up what rows that were gathered several times get', () => {
    const table = tensor([1, 2, 3, 4, 5, 6], [3, 2]);
    const dy = tensor([1, 10, 100, 1000, 2, 20], [3, 2]);
    const gradient = grad((x: Tensor) => gather(x, tensor1d([2, 0, 2], 'int32')))(table, dy);
    expect([...gradient.dataSync()]).toEqual([100, 1000, 0, 0, 3, 30]);
  });
});
