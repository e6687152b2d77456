import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type CompiledStep, compileStep, type StagedTensor, stagedTensor } from '@neutype/core';
import { engine, matMul, ones, relu, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { configureEngine, EngineOutOfMemoryError, engineInfo } from '../../src/index.js';

const MEBIBYTE = 2 ** 20;

beforeEach(() => configureEngine({ memoryLimitBytes: 16 * MEBIBYTE }));
afterAll(() => configureEngine({}));

/** A step that makes three tensors of so many mebibytes each, of which two are needed at a time. */
function stepOf(mebibytes: number): { x: StagedTensor; step: CompiledStep; run: (value: number) => number } {
  const x = stagedTensor([mebibytes * 256, 1], 'float32');
  const row = relu(ones([1, 1024])) as Tensor2D;
  const forward = () =>
    tidy(() => {
      let y: Tensor = matMul(x.tensor as Tensor2D, row);
      for (let times = 0; times < 2; times++) {
        const next = relu(y);
        y.dispose();
        y = next;
      }
      return matMul(ones([1, mebibytes * 256]), y as Tensor2D);
    });
  const step = compileStep({ step: () => [forward()], replayable: true, externals: () => [row] });
  function run(value: number) {
    x.fill((target) => target.fill(value));
    return step.run()[0]!.dataSync()[0]! / (mebibytes * 256);
  }
  return { x, step, run };
}

function dispose({ x, step }: ReturnType<typeof stepOf>): void {
  step.dispose();
  x.dispose();
}

describe('where memory is short', () => {
  it('steps that were recorded give theirs up before anything fails, and are recorded anew', () => {
    const steps = [stepOf(3), stepOf(3)];
    for (const { run, step } of steps) {
      for (let times = 0; times < 4; times++) expect(run(times + 1)).toBe(times + 1);
      expect(step.replay).toBe('replayed');
    }
    const large = matMul(ones([6 * 256, 1]), ones([1, 1024]));
    expect(large.dataSync()[0]).toBe(1);
    large.dispose();
    for (const { run, step } of steps) {
      for (let times = 0; times < 4; times++) expect(run(times + 5)).toBe(times + 5);
      expect(step.replay).toBe('replayed');
    }
    for (const step of steps) dispose(step);
  });

  it('a step is replayed though two recordings of it do not fit side by side', () => {
    const step = stepOf(5);
    for (let times = 0; times < 8; times++) expect(step.run(times)).toBe(times);
    expect(step.step.replay).toBe('replayed');
    dispose(step);
  });

  it('a step whose program cannot be written has run all the same, and is replayed once there is room', () => {
    const { runtime } = engine().backend as unknown as CpuEngine;
    const step = stepOf(2);
    const noRoom = jest.spyOn(runtime!, 'writeProgram').mockImplementation(() => {
      throw new EngineOutOfMemoryError({ purpose: 'a recorded step', bytes: 1, usedBytes: 0, limitBytes: 0 });
    });
    const { usedBytes } = engineInfo();
    for (let times = 1; times < 9; times++) expect(step.run(times)).toBe(times);
    expect(noRoom).toHaveBeenCalled();
    noRoom.mockRestore();
    for (let times = 1; times < 9; times++) expect(step.run(times)).toBe(times);
    expect(step.step.replay).toBe('replayed');
    dispose(step);
    expect(engineInfo().usedBytes).toBeLessThan(usedBytes + MEBIBYTE); // scratch memory
  });

  it('leaves nothing behind of a step that fails, so that a smaller one works as if it were the first', () => {
    const { usedBytes } = engineInfo();
    const large = stepOf(9);
    expect(() => large.run(1)).toThrow(EngineOutOfMemoryError);
    dispose(large);
    expect(engineInfo().usedBytes).toBeLessThan(usedBytes + 2 * MEBIBYTE); // scratch memory, and a row
    const small = stepOf(5);
    for (let times = 0; times < 8; times++) expect(small.run(times)).toBe(times);
    dispose(small);
  });

  it('says of a request that can never fit that it cannot', () => {
    expect(() => matMul(ones([5 * 1024, 1]), ones([1, 1024]))).toThrow('It can never fit');
    const kept = Array.from({ length: 3 }, () => matMul(ones([1024, 1]), ones([1, 1024])));
    expect(() => matMul(ones([1024, 1]), ones([1, 2048]))).toThrow('Use smaller batches');
    for (const tensor of kept) tensor.dispose();
  });
});
