import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  gather,
  grad,
  mirrorPad,
  profile,
  stridedSlice,
  type Tensor,
  tensor1d,
  zeros,
} from '@tensorflow/tfjs-core';
import { useBackend } from '../src/index.js';

beforeAll(() => useBackend('cpu'));

async function kernelsOf(f: (x: Tensor) => Tensor, shape: number[]): Promise<string[]> {
  const { kernels } = await profile(() => grad(f)(zeros(shape)) as Tensor);
  return kernels.map(({ name }) => name);
}

describe("gradients by place on tfjs's own cpu backend take no kernel for each row or element", () => {
  it.each<[string, (x: Tensor) => Tensor]>([
    ['gather', (x) => gather(x, tensor1d([2, 0, 2], 'int32'))],
    [
      'mirrorPad',
      (x) =>
        mirrorPad(
          x,
          [
            [1, 1],
            [0, 0],
          ],
          'reflect',
        ),
    ],
    ['stridedSlice', (x) => stridedSlice(x, [0, 0], [3, 2], [2, 1])],
  ])('%s', async (_, f) => {
    const kernels = await kernelsOf(f, [5, 2]);
    expect(await kernelsOf(f, [500, 2])).toEqual(kernels);
    expect(kernels).not.toContain('UnsortedSegmentSum'); // which does not count what it runs
  });
});
