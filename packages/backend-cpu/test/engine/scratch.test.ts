import '../../src/index.js';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { CpuEngine } from '../../src/engine/cpuEngine.js';
import { createRuntime, type Runtime } from '../../src/engine/runtime.js';
import { SCRATCH, SCRATCH_STRIDE } from '../../src/generated/layout.js';
import { product } from '../../src/kernels/matmul/product.js';
import type { Block } from '../../src/memory/block.js';
import { randomSource, randomValues } from '../support/random.js';

const SIZE = 400;
const random = randomSource(5);

const engines: CpuEngine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.dispose();
});

function start(options: { threads: number; memoryLimitBytes?: number }) {
  const runtime = createRuntime(options)!;
  const engine = new CpuEngine(runtime);
  engines.push(engine);
  return { runtime, engine };
}

function matrix(engine: CpuEngine, values: Float32Array): TensorInfo {
  return engine.makeTensorInfo([SIZE, SIZE], 'float32', values);
}

/** Where the scratch memory of all threads that there may be ends. */
function scratchEnd({ memory, pool }: Runtime): number {
  const words = new Int32Array(memory.memory.buffer);
  return words[SCRATCH / 4]! + words[SCRATCH_STRIDE / 4]! * pool.slots;
}

/** Blocks on both sides of the scratch memory, all ones. */
function surround(runtime: Runtime): Float32Array[] {
  const blocks = Array.from({ length: 50 }, () => runtime.allocate(50_000, 'a neighbour'));
  return blocks.map(({ address, bytes }) =>
    new Float32Array(runtime.memory.memory.buffer, address, bytes / 4).fill(1),
  );
}

function isUntouched(values: Float32Array): boolean {
  return values.every((value) => value === 1);
}

describe('scratch memory', () => {
  it('grows with the number of threads, for recorded steps too', async () => {
    const { runtime, engine } = start({ threads: 1 });
    const a = matrix(engine, randomValues(SIZE * SIZE, random));
    const b = matrix(engine, randomValues(SIZE * SIZE, random));
    const multiply = () => product(engine, a, b, { transposeA: false, transposeB: false });
    const expected = engine.readSync(multiply().dataId) as Float32Array;
    const { value, recording } = engine.recordStep(multiply);
    const program = recording!.compile();
    const before = surround(runtime);
    runtime.setThreads(4);
    const after = surround(runtime);
    const overlapping = [...before, ...after].filter(
      ({ byteOffset }) =>
        byteOffset >= new Int32Array(runtime.memory.memory.buffer)[SCRATCH / 4]! &&
        byteOffset < scratchEnd(runtime),
    );
    expect(overlapping.length).toBe(0);
    await runtime.pool.warmUp(100_000);
    for (let round = 0; round < 20; round++) {
      program.replay();
      const values = engine.readSync(value.dataId) as Float32Array;
      expect(values.every((one, index) => one === expected[index])).toBe(true);
    }
    expect([...before, ...after].every(isUntouched)).toBe(true);
  }, 120_000);

  const work: [string, (engine: CpuEngine) => () => TensorInfo][] = [
    [
      'a product with thousands of terms',
      (engine) => {
        const [rows, terms, columns] = [40, 4000, 64];
        const a = engine.makeTensorInfo([rows, terms], 'float32', new Float32Array(rows * terms));
        const b = engine.makeTensorInfo([terms, columns], 'float32', new Float32Array(terms * columns));
        return () => product(engine, a, b, { transposeA: false, transposeB: false });
      },
    ],
    [
      'a convolution with thousands of pixels of padding',
      (engine) => {
        const x = engine.makeTensorInfo([1, 2, 3, 32], 'float32', new Float32Array(6 * 32));
        const filter = engine.makeTensorInfo([2, 2, 32, 4], 'float32', new Float32Array(4 * 32 * 4));
        const pad = [
          [0, 0],
          [0, 0],
          [5000, 5000],
          [0, 0],
        ];
        const attrs = { strides: [1, 1], pad, dilations: [1, 1], dataFormat: 'NHWC' };
        return () => engine.runKernel('Conv2D', { x, filter }, attrs);
      },
    ],
  ];
  it.each(work)('is all that is written to by %s', (_, prepare) => {
    const { runtime, engine } = start({ threads: 1 });
    const run = prepare(engine);
    engine.disposeData(run().dataId);
    // Elsewhere, so that what lies behind it is free.
    const stride = new Int32Array(runtime.memory.memory.buffer)[SCRATCH_STRIDE / 4]!;
    runtime.reserveScratch(stride + 4096);
    const neighbours = surround(runtime);
    const distances = neighbours.map(({ byteOffset }) => byteOffset - scratchEnd(runtime));
    expect(Math.min(...distances.filter((distance) => distance >= 0))).toBeLessThan(50_000);
    run();
    expect(neighbours.every(isUntouched)).toBe(true);
  });

  it('is kept for threads that stay with a high number when there are to be fewer', () => {
    const { runtime } = start({ threads: 4 });
    const { slots } = runtime.pool;
    runtime.setThreads(2);
    runtime.reserveScratch(1000);
    expect(runtime.pool.slots).toBe(slots);
  });

  it('that did not fit is asked for again', () => {
    const { runtime, engine } = start({ threads: 2, memoryLimitBytes: 8 * 2 ** 20 });
    const ones = new Float32Array(SIZE * SIZE).fill(1);
    const multiply = () =>
      product(engine, matrix(engine, ones), matrix(engine, ones), { transposeA: false, transposeB: false });
    const ballast: Block[] = [];
    for (let block = runtime.heap.allocate(1 << 16); block !== undefined; ) {
      ballast.push(block);
      block = runtime.heap.allocate(1 << 16);
    }
    expect(multiply).toThrow('scratch memory');
    for (const block of ballast) engine.free(block);
    const neighbours = surround(runtime);
    const values = engine.readSync(multiply().dataId) as Float32Array;
    expect(new Int32Array(runtime.memory.memory.buffer)[SCRATCH / 4]).toBeGreaterThan(0);
    expect(values.every((value) => value === SIZE)).toBe(true);
    expect(neighbours.every(isUntouched)).toBe(true);
  });
});
