import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import '../../src/index.js';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { CpuEngine } from '../../src/engine/cpuEngine.js';
import { Runtime } from '../../src/engine/runtime.js';
import * as launch from '../../src/generated/launch.js';
import { PROGRAM, PROGRESS } from '../../src/generated/layout.js';
import { createEngineMemory } from '../../src/memory/engineMemory.js';
import { type StartedWorker, type StartWorker, startWorker } from '../../src/threads/startWorker.js';
import { selectVariant } from '../../src/variants/select.js';
import { DONE_ITEMS, FIRST_ARGUMENT, fakeWorker, NEXT_ITEM } from '../support/fakeWorker.js';

const COUNT = 1 << 21;
/** Of an element. */
const BYTES = 4;
const ITEMS = 64;
/** So many commands that a worker is there long before the last one begins. */
const COMMANDS = 40;
/** A word of the control block that the engine does not use. */
const DEAD = 0x10800;
/** Of work that is shared, and of work that is not. */
const [LONG, SHORT] = [1e9, 0];

const engines: CpuEngine[] = [];
let warn: jest.SpiedFunction<typeof console.warn>;
beforeEach(() => {
  warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  for (const engine of engines.splice(0)) engine.dispose();
  warn.mockRestore();
});

function startWith(start: StartWorker) {
  const memory = createEngineMemory();
  const runtime = new Runtime(selectVariant(undefined, memory)!, memory, 2, start);
  const engine = new CpuEngine(runtime);
  engines.push(engine);
  const filled = (value: number, length = COUNT) =>
    engine.makeTensorInfo([length], 'float32', new Float32Array(length).fill(value));
  return { runtime, engine, filled, words: new Int32Array(memory.memory.buffer) };
}

function copy(engine: CpuEngine, x: TensorInfo, y: TensorInfo, nanoseconds: number): void {
  const [from, to] = [engine.pointer(x), engine.pointer(y)];
  const dimensions = [{ length: COUNT, from: BYTES, to: BYTES }];
  launch.copyRuns(engine, { from, to, runBytes: BYTES, runs: COUNT, dimensions }).run(ITEMS, nanoseconds);
}

/** A worker that takes an item of the last of all commands, and dies with it. */
const dyingInTheLast = fakeWorker(`
  let command = load(${PROGRAM});
  for (let index = 1; index < ${COMMANDS}; index++) command += load(command + 12);
  add(command + ${NEXT_ITEM}, 1);
`);

describe('a worker that dies', () => {
  it('in a later command of a program leaves the rest of it to the calling thread', async () => {
    const { runtime, engine, filled } = startWith(dyingInTheLast);
    const x = filled(1);
    const between = engine.output([COUNT]);
    const y = engine.output([COUNT]);
    const { recording } = engine.recordStep(() => {
      for (let command = 1; command < COMMANDS; command++) copy(engine, x, between, SHORT);
      copy(engine, between, y, LONG);
    });
    const program = recording!.compile();
    // The recorded step itself has written y: nothing of that is to be left.
    copy(engine, filled(0), y, SHORT);
    await runtime.pool.warmUp(100_000);
    program.replay();
    expect(runtime.pool.threads).toBe(1);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('goes on with one thread'));
    expect((engine.readSync(y.dataId) as Float32Array).every((value) => value === 1)).toBe(true);
  }, 120_000);

  it('in an update in place makes it throw, and the engine goes on with one thread', async () => {
    const { runtime, engine, filled } = startWith(dyingInTheLast);
    const x = filled(1);
    const between = engine.output([COUNT]);
    const weight = filled(3);
    function update() {
      const [from, to] = [engine.pointer(between), engine.writable(weight)];
      const sizes = { runBytes: 4, runs: COUNT, dimensions: [{ length: COUNT, from: 4, to: 4 }] };
      launch
        .copyRuns(engine, { from, to, ...sizes })
        .inPlace()
        .run(ITEMS, LONG);
    }
    engine.pointer(weight);
    const { recording } = engine.recordStep(() => {
      for (let command = 1; command < COMMANDS; command++) copy(engine, x, between, SHORT);
      update();
    });
    const program = recording!.compile();
    await runtime.pool.warmUp(100_000);
    expect(() => program.replay()).toThrow('Restore them from a checkpoint');
    expect(runtime.pool.threads).toBe(1);
    copy(engine, x, between, LONG);
    expect((engine.readSync(between.dataId) as Float32Array).every((value) => value === 1)).toBe(true);
  }, 120_000);

  it('after the last item of a command is noticed before the next one', async () => {
    const { runtime, engine, filled, words } = startWith(fakeWorker(`store(${DEAD}, 1);`));
    const [ones, twos, y] = [filled(1), filled(2), engine.output([COUNT])];
    await runtime.pool.warmUp(100_000);
    copy(engine, ones, y, LONG);
    expect(Atomics.wait(words, DEAD / 4, 0, 100_000)).not.toBe('timed-out');
    copy(engine, twos, y, LONG);
    expect(runtime.pool.threads).toBe(1);
    expect((engine.readSync(y.dataId) as Float32Array).every((value) => value === 2)).toBe(true);
  }, 120_000);

  it('while it waits is replaced', async () => {
    const started: { worker: StartedWorker; gone: Promise<void> }[] = [];
    const { runtime, engine, filled } = startWith((data, onExit) => {
      let tell: () => void;
      const gone = new Promise<void>((resolve) => {
        tell = resolve;
      });
      const worker = startWorker(data, () => {
        onExit();
        tell();
      })!;
      started.push({ worker, gone });
      return worker;
    });
    const [x, y] = [filled(1), engine.output([COUNT])];
    expect(await runtime.pool.warmUp(100_000)).toBe(true);
    started[0]!.worker.terminate();
    await started[0]!.gone;
    expect(runtime.pool.ready()).toBe(false);
    copy(engine, x, y, LONG);
    expect(await runtime.pool.warmUp(100_000)).toBe(true);
    expect(started).toHaveLength(2);
    copy(engine, x, y, LONG);
    expect(runtime.pool.threads).toBe(2);
    expect((engine.readSync(y.dataId) as Float32Array).every((value) => value === 1)).toBe(true);
  }, 120_000);
});

/** A worker that takes an item of the last of all commands, is put aside for long, and then does it. */
const slowInTheLast = fakeWorker(`
  let command = load(${PROGRAM});
  for (let index = 1; index < ${COMMANDS}; index++) command += load(command + 12);
  const share = ${COUNT / ITEMS};
  const item = add(command + ${NEXT_ITEM}, 1);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4000);
  const [from, to] = [load(command + ${FIRST_ARGUMENT}) / 4, load(command + ${FIRST_ARGUMENT} + 4) / 4];
  words.copyWithin(to + item * share, from + item * share, from + (item + 1) * share);
  if (add(command + ${DONE_ITEMS}, 1) + 1 === ${ITEMS}) store(${PROGRESS}, ${COMMANDS});
  leave();
`);

describe('a worker that is put aside for seconds', () => {
  it('is waited for, and all threads stay', async () => {
    const { runtime, engine, filled } = startWith(slowInTheLast);
    const [x, between, y] = [filled(1), engine.output([COUNT]), engine.output([COUNT])];
    const { recording } = engine.recordStep(() => {
      for (let command = 1; command < COMMANDS; command++) copy(engine, x, between, SHORT);
      copy(engine, between, y, LONG);
    });
    const program = recording!.compile();
    copy(engine, filled(0), y, SHORT);
    await runtime.pool.warmUp(100_000);
    program.replay();
    expect(runtime.pool.threads).toBe(2);
    expect((engine.readSync(y.dataId) as Float32Array).every((value) => value === 1)).toBe(true);
    expect(warn).not.toHaveBeenCalled();
  }, 120_000);
});
