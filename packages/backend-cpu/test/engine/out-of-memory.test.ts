import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { engine, matMul, ones, type Tensor } from '@tensorflow/tfjs-core';
import { configureEngine, engineInfo } from '../../src/index.js';

const LIMIT = 16 * 2 ** 20;

describe('the memory limit', () => {
  beforeAll(() => configureEngine({ memoryLimitBytes: LIMIT }));
  afterAll(() => configureEngine({}));

  it('is told with the request, what is in use and the limit, and the engine works on', () => {
    const kept = matMul(ones([1000, 100]), ones([100, 1000]));
    expect(engineInfo().memoryLimitBytes).toBe(LIMIT);
    const tooLarge = () => matMul(ones([3000, 1]), ones([1, 1000]));
    expect(tooLarge).toThrow(
      /a tensor \[3000,1000\] float32: 12000000 bytes asked for, \d+ in use, limit 16777216/,
    );
    expect(kept.dataSync().every((value) => value === 100)).toBe(true);
    kept.dispose();
    expect(matMul(ones([30, 2]), ones([2, 10])).dataSync()[299]).toBe(2);
  });

  it('is not reached by what comes and goes', () => {
    const a = ones([500, 500]);
    for (let round = 0; round < 200; round++) matMul(a, a).dispose();
    const pieces: Tensor[] = [];
    for (let size = 100; size < 600; size += 50) pieces.push(matMul(ones([size, 3]), ones([3, size])));
    for (const piece of pieces) piece.dispose();
    expect(matMul(ones([1000, 2]), ones([2, 1000])).dataSync()[0]).toBe(2);
    expect(engine().memory().unreliable).toBe(false);
  });
});
