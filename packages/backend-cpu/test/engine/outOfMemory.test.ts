import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  conv2d,
  engine,
  fused,
  matMul,
  memory,
  ones,
  type Tensor,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { configureEngine, EngineOutOfMemoryError, engineInfo } from '../../src/index.js';

const LIMIT = 16 * 2 ** 20;

describe('the memory limit', () => {
  beforeAll(() => configureEngine({ memoryLimitBytes: LIMIT }));
  afterAll(() => configureEngine({}));

  it('is told with the request, what is in use and the limit, and the engine works on', () => {
    const kept = matMul(ones([1000, 100]), ones([100, 1000]));
    expect(engineInfo().memoryLimitBytes).toBe(LIMIT);
    const tooLarge = () => matMul(ones([3000, 1]), ones([1, 1000]));
    expect(tooLarge).toThrow(EngineOutOfMemoryError);
    expect(tooLarge).toThrow(
      'kernel BatchMatMul (a: float32 [3000,1], b: float32 [1,1000]) on the CPU engine: ' +
        'expected 12.0 MB of memory for a tensor [3000,1000] float32, got ',
    );
    expect(tooLarge).toThrow(/, got \d+\.\d MB in use of at most 16\.8 MB\. Use smaller batches, dispose/);
    expect(tooLarge).toThrow('configureEngine({ memoryLimitBytes })');
    expect(kept.dataSync().every((value) => value === 100)).toBe(true);
    kept.dispose();
    expect(matMul(ones([30, 2]), ones([2, 10])).dataSync()[299]).toBe(2);
  });

  it('is told in the same way by other kernels, and while a step is recorded', () => {
    const cpu = engine().backend as unknown as CpuEngine;
    const recorded = () => tidy(() => cpu.recordStep(() => matMul(ones([3000, 1]), ones([1, 1000]))).value);
    expect(recorded).toThrow(/^kernel BatchMatMul \(a: .* for a tensor \[3000,1000\] float32/);
    const convolution = () =>
      tidy(() => conv2d(ones([8, 30, 30, 2]) as Tensor4D, ones([1, 1, 2, 600]) as Tensor4D, 1, 'same'));
    expect(convolution).toThrow(
      /^kernel Conv2D \(x: float32 \[8,30,30,2\], .* for a tensor \[8,30,30,600\] float32/,
    );
    expect(matMul(ones([30, 2]), ones([2, 10])).dataSync()[299]).toBe(2);
  });

  it('leaves nothing behind of a kernel that fails on its way, in a step that is recorded either', () => {
    const cpu = engine().backend as unknown as CpuEngine;
    const account = () => ({ ...memory(), ids: cpu.numDataIds(), usedBytes: engineInfo().usedBytes });
    function failOften(failing: () => unknown) {
      expect(failing).toThrow(EngineOutOfMemoryError);
      const before = account();
      for (let round = 0; round < 100; round++) {
        expect(failing).toThrow(EngineOutOfMemoryError);
        expect(() => cpu.recordStep(failing)).toThrow(EngineOutOfMemoryError);
      }
      expect(account()).toEqual(before);
    }
    const x = ones([8, 30, 30, 4]) as Tensor4D;
    const filter = ones([3, 3, 4, 300]) as Tensor4D;
    // Elu follows as a kernel of its own, and there is no room for a second tensor of that size.
    failOften(() => fused.conv2d({ x, filter, strides: 1, pad: 'same', activation: 'elu' }));
    const [a, b] = [ones([256, 256]), ones([256, 9000])];
    // A is turned first; there is no room for the product.
    failOften(() => matMul(a, b, true));
    for (const tensor of [x, filter, a, b]) tensor.dispose();
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
