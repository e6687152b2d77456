import { afterEach, describe, expect, it } from '@jest/globals';
import '../../src/index.js';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { CpuEngine } from '../../src/engine/cpuEngine.js';
import { Runtime } from '../../src/engine/runtime.js';
import * as launch from '../../src/generated/launch.js';
import { COMMAND } from '../../src/generated/layout.js';
import { createEngineMemory } from '../../src/memory/engineMemory.js';
import { selectVariant } from '../../src/variants/select.js';
import { fakeWorker, NEXT_ITEM } from '../support/fakeWorker.js';

/** Words of the control block that the engine does not use. */
const PARKED = 0x10800;
const LEFT = 0x10840;
const FEW_ITEMS = 32;
const COUNT = 1 << 22;
/** Of an element. */
const BYTES = 4;

/**
 * A worker that comes late to the first program that it sees: it is put aside once it has entered, wakes up as soon as
 * its command has items to be taken again, takes one, writes nothing, and leaves. After a while it wakes up anyhow.
 */
const startLateWorker = fakeWorker(`
  const next = ${COMMAND + NEXT_ITEM};
  while (load(next) < ${FEW_ITEMS});
  store(${PARKED}, 1);
  const until = Date.now() + 300;
  while (load(next) >= ${FEW_ITEMS} && Date.now() < until);
  add(next, 1);
  store(${LEFT}, 1);
  leave();
`);

const engines: CpuEngine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.dispose();
});

/** y = x, element by element, in so many items, shared if it takes as long as is said. */
function copy(engine: CpuEngine, x: TensorInfo, y: TensorInfo, items: number, nanoseconds: number): void {
  const [from, to] = [engine.pointer(x), engine.pointer(y)];
  const dimensions = [{ length: COUNT, from: BYTES, to: BYTES }];
  launch.copyRuns(engine, { from, to, runBytes: BYTES, runs: COUNT, dimensions }).run(items, nanoseconds);
}

/** An engine whose only worker is put aside in a program that is done. */
async function engineWithLateWorker() {
  const memory = createEngineMemory();
  const runtime = new Runtime(selectVariant(undefined, memory)!, memory, 2, startLateWorker);
  const engine = new CpuEngine(runtime);
  engines.push(engine);
  const x = engine.makeTensorInfo([COUNT], 'float32', new Float32Array(COUNT).fill(1));
  const y = engine.output([COUNT]);
  const { recording } = engine.recordStep(() => copy(engine, x, y, 1, 0));
  const program = recording!.compile();
  await runtime.pool.warmUp(100_000);
  copy(engine, x, y, 2 * FEW_ITEMS, 1e9);
  const words = new Int32Array(memory.memory.buffer);
  expect(Atomics.wait(words, PARKED / 4, 0, 100_000)).not.toBe('timed-out');
  return { engine, runtime, program, y, hasLeft: () => Atomics.load(words, LEFT / 4) === 1 };
}

describe('a worker that comes late to a program that is done', () => {
  it('takes no item of a command that the calling thread runs alone', async () => {
    const { engine, y } = await engineWithLateWorker();
    const twos = engine.makeTensorInfo([COUNT], 'float32', new Float32Array(COUNT).fill(2));
    copy(engine, twos, y, FEW_ITEMS, 0);
    expect((engine.readSync(y.dataId) as Float32Array).every((value) => value === 2)).toBe(true);
  }, 120_000);

  it.each([
    ['a command is written', ({ engine }) => void engine.command(0)],
    ['a program is replayed', ({ program }) => program.replay()],
    ['scratch memory is moved', ({ runtime }) => runtime.reserveScratch(1 << 20)],
    ['a program is freed', ({ program }) => program.dispose()],
  ] satisfies [string, (late: Awaited<ReturnType<typeof engineWithLateWorker>>) => void][])(
    'is waited for before %s',
    async (_, change) => {
      const late = await engineWithLateWorker();
      expect(late.hasLeft()).toBe(false);
      change(late);
      expect(late.hasLeft()).toBe(true);
    },
    120_000,
  );
});
