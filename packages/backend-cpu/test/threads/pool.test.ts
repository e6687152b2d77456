import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import '../../src/index.js';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { CpuEngine } from '../../src/engine/cpuEngine.js';
import { createRuntime, Runtime } from '../../src/engine/runtime.js';
import { PROGRAM } from '../../src/generated/layout.js';
import { product } from '../../src/kernels/matmul/product.js';
import { createEngineMemory } from '../../src/memory/engineMemory.js';
import { slotWord } from '../../src/threads/control.js';
import { type StartWorker, startWorker } from '../../src/threads/startWorker.js';
import { selectVariant } from '../../src/variants/select.js';
import { fakeWorker, NEXT_ITEM } from '../support/fakeWorker.js';

function pause(milliseconds: number) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
/** Of a product that is shared among threads: the engine puts it at about 100 µs. */
const SHARED_SIZE = 128;
const options = { transposeA: false, transposeB: false };

function matrixOf(engine: CpuEngine, size: number, value: number): TensorInfo {
  return engine.makeTensorInfo([size, size], 'float32', new Float32Array(size * size).fill(value));
}

/** size³ multiplications of ones by twos; true if every sum is right. */
function multiplies(engine: CpuEngine, size: number): boolean {
  const output = product(engine, matrixOf(engine, size, 1), matrixOf(engine, size, 2), options);
  const values = engine.readSync(output.dataId) as Float32Array;
  return values.length === size * size && values.every((value) => value === 2 * size);
}

describe('the thread pool', () => {
  const engines: CpuEngine[] = [];
  function engineOn(runtime: Runtime) {
    const engine = new CpuEngine(runtime);
    engines.push(engine);
    return engine;
  }
  function startWith(threads: number, start: StartWorker) {
    const memory = createEngineMemory();
    const runtime = new Runtime(selectVariant(undefined, memory)!, memory, threads, start);
    return { runtime, engine: engineOn(runtime) };
  }
  let warn: jest.SpiedFunction<typeof console.warn>;
  beforeAll(() => {
    warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
  });
  afterAll(() => {
    for (const engine of engines) engine.dispose();
    warn.mockRestore();
  });

  it('takes part once it has started, and never holds work up before', async () => {
    const runtime = createRuntime({ threads: 2 })!;
    const engine = engineOn(runtime);
    expect(multiplies(engine, 200)).toBe(true);
    expect(await runtime.pool.warmUp(100_000)).toBe(true);
    expect(multiplies(engine, 200)).toBe(true);
  }, 120_000);

  it('survives 400 starts and stops', async () => {
    const runtime = createRuntime({ threads: 2 })!;
    const engine = engineOn(runtime);
    for (let cycle = 0; cycle < 400; cycle++) {
      if (cycle % 10 === 0) expect(await runtime.pool.warmUp(100_000)).toBe(true);
      else runtime.pool.ready();
      if (cycle % 50 === 0) expect(multiplies(engine, SHARED_SIZE)).toBe(true);
      runtime.pool.stop();
      if (cycle % 5 === 0) await pause(0);
    }
    expect(await runtime.pool.warmUp(100_000)).toBe(true);
    expect(multiplies(engine, SHARED_SIZE)).toBe(true);
  }, 120_000);

  it('changes its size while it works', async () => {
    const runtime = createRuntime({ threads: 1 })!;
    const engine = engineOn(runtime);
    for (const threads of [3, 1, 2, 4, 1, 2]) {
      runtime.setThreads(threads);
      expect(await runtime.pool.warmUp(100_000)).toBe(threads > 1);
      expect(multiplies(engine, 150)).toBe(true);
      expect(runtime.pool.threads).toBe(threads);
    }
  }, 120_000);

  it('lets go of the workers that are too many, and of no others', async () => {
    const { runtime, engine } = startWith(4, startWorker);
    expect(await runtime.pool.warmUp(100_000)).toBe(true);
    const words = new Int32Array(runtime.memory.memory.buffer);
    const leaving = () => [1, 2, 3].filter((slot) => Atomics.load(words, slotWord(slot, 'leave')) === 1);
    expect(leaving()).toEqual([]);
    runtime.setThreads(2);
    expect(leaving()).toEqual([2, 3]);
    expect(multiplies(engine, SHARED_SIZE)).toBe(true);
  }, 120_000);

  it('finishes the work itself when a worker dies in the middle of it, and goes on', async () => {
    const { runtime, engine } = startWith(2, startDoomedWorker);
    expect(await runtime.pool.warmUp(100_000)).toBe(true);
    // Nobody tells the pool that the worker is gone, but the silence of the item that it took along.
    expect(multiplies(engine, 700)).toBe(true);
    expect(runtime.pool.threads).toBe(1);
    expect(multiplies(engine, 300)).toBe(true);
  }, 120_000);

  it('goes on when its workers are killed while they wait, and starts others when asked to, however often', async () => {
    const runtime = createRuntime({ threads: 2 })!;
    const engine = engineOn(runtime);
    for (let death = 0; death < 5; death++) {
      runtime.setThreads(2);
      expect(await runtime.pool.warmUp(100_000)).toBe(true);
      runtime.pool.abandon();
      expect(runtime.pool.threads).toBe(1);
      expect(multiplies(engine, SHARED_SIZE)).toBe(true);
    }
  }, 120_000);

  it('does with one thread where workers cannot be started', async () => {
    const { runtime, engine } = startWith(3, () => {
      throw new Error('no permission');
    });
    expect(multiplies(engine, SHARED_SIZE)).toBe(true);
    expect(runtime.pool.threads).toBe(1);
    expect(await runtime.pool.warmUp(100_000)).toBe(false);
    expect(warn).toHaveBeenLastCalledWith(
      expect.stringContaining('all of its 3 threads here and goes on with 1'),
    );
  }, 120_000);

  it('does with those that could be started', async () => {
    let left = 1;
    const { runtime, engine } = startWith(4, (data, onExit) => {
      if (left-- === 0) throw new Error('the limit of threads is reached');
      return startWorker(data, onExit);
    });
    expect(await runtime.pool.warmUp(100_000)).toBe(true);
    expect(runtime.pool.threads).toBe(2);
    expect(warn).toHaveBeenLastCalledWith(
      expect.stringContaining('all of its 4 threads here and goes on with 2'),
    );
    expect(multiplies(engine, SHARED_SIZE)).toBe(true);
  }, 120_000);

  it('gives up on workers that end before they are ready, until it is asked again', async () => {
    let starts = 0;
    const { runtime, engine } = startWith(2, (_, onExit) => {
      starts++;
      queueMicrotask(onExit);
      return { terminate: () => undefined };
    });
    async function workOften() {
      for (let round = 0; round < 10; round++) {
        expect(multiplies(engine, SHARED_SIZE)).toBe(true);
        await pause(0);
      }
    }
    await workOften();
    expect({ starts, threads: runtime.pool.threads }).toEqual({ starts: 3, threads: 1 });
    runtime.setThreads(2);
    await workOften();
    expect({ starts, threads: runtime.pool.threads }).toEqual({ starts: 6, threads: 1 });
  });
});

/** A worker that takes one item of the first program that it sees, and dies with it. */
const startDoomedWorker = fakeWorker(`add(load(${PROGRAM}) + ${NEXT_ITEM}, 1);`);
