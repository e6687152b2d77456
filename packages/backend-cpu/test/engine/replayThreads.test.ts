import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CompiledStep, compileStep } from '@neutype/core';
import { engine, setBackend } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { configureEngine, setThreads } from '../../src/index.js';
import type { ThreadPool } from '../../src/threads/pool.js';
import { convolutional, perceptron, type TrainedNetwork } from '../support/networks.js';

function pool(): ThreadPool {
  return (engine().backend as unknown as CpuEngine).runtime!.pool;
}

interface Training {
  readonly build: () => TrainedNetwork;
  readonly steps: number;
  readonly threads: number;
  readonly replayable: boolean;
  /** Threads from the middle of the run on, if they change. */
  readonly threadsLater?: number;
}

interface Run {
  readonly losses: readonly number[];
  readonly parameters: readonly Float32Array[];
  readonly wasReplayed: boolean;
  /** Shares of commands that workers did, rather than the calling thread. */
  readonly itemsOfWorkers: number;
}

/** Trains a network anew, all threads ready before the first step. */
async function train({ build, steps, threads, replayable, threadsLater = threads }: Training): Promise<Run> {
  configureEngine({ threads });
  await setBackend('cpu');
  await expectReady(threads);
  const network = build();
  const { variables } = network;
  const step = compileStep({ step: network.step, replayable, externals: () => variables });
  const losses: number[] = [];
  for (let update = 0; update < steps; update++) {
    if (update === steps / 2 && threadsLater !== threads) {
      setThreads(threadsLater);
      await expectReady(threadsLater);
    }
    losses.push(lossOf(network, step, update));
  }
  const run: Run = {
    losses,
    parameters: variables.map((variable) => variable.dataSync<'float32'>()),
    wasReplayed: step.replay === 'replayed',
    itemsOfWorkers: pool().itemsOfWorkers,
  };
  // Workers that are given up are waited for no more, and the calling thread does their work.
  expect(pool().threads).toBe(threadsLater);
  step.dispose();
  network.dispose();
  return run;
}

async function expectReady(threads: number): Promise<void> {
  await pool().warmUp(100_000);
  expect(pool().threads).toBe(threads);
  expect(pool().ready()).toBe(threads > 1);
}

function lossOf(network: TrainedNetwork, step: CompiledStep, update: number): number {
  network.nextBatch(update);
  return step.run()[0]!.dataSync()[0]!;
}

/** A busy machine may wake the workers too late for a whole run: then it is made again, and must be as good. */
const MOST_RUNS = 10;

async function trainUntilShared(training: Training, expected: Run): Promise<void> {
  for (let run = 0; run < MOST_RUNS; run++) {
    const replayed = await train(training);
    expectSameBits(replayed, expected);
    if (replayed.itemsOfWorkers > 0) return;
  }
  throw new Error(`In ${MOST_RUNS} runs no worker took an item.`);
}

function expectSameBits({ losses, parameters, wasReplayed }: Run, expected: Run): void {
  expect(wasReplayed).toBe(true);
  expect(losses).toEqual(expected.losses);
  expect(parameters.map((values, index) => firstDifference(values, expected.parameters[index]!))).toEqual(
    parameters.map(() => NONE),
  );
}

const NONE = -1;

function firstDifference(a: Float32Array, b: Float32Array): number {
  const [mine, theirs] = [new Uint32Array(a.buffer), new Uint32Array(b.buffer)];
  return mine.findIndex((bits, index) => bits !== theirs[index]);
}

describe.each([
  { name: '784-500-300-10 with Nesterov momentum, batches of 128', build: perceptron, steps: 30 },
  { name: 'convolution, batch normalisation, pooling and dropout', build: convolutional, steps: 50 },
])('replayed steps of a network: $name', ({ build, steps }) => {
  let expected: Run;

  beforeAll(async () => {
    expected = await train({ build, steps, threads: 1, replayable: false });
  }, 300_000);

  afterAll(() => configureEngine({}));

  it('are compared with ordinary ones on one thread, which learn', () => {
    expect(expected).toMatchObject({ wasReplayed: false, itemsOfWorkers: 0 });
    expect(expected.losses.at(-1)).toBeLessThan(expected.losses[0]! / 2);
  });

  it('give the same bits on one thread', async () => {
    expectSameBits(await train({ build, steps, threads: 1, replayable: true }), expected);
  }, 300_000);

  it.each([2, 3])(
    'give the same bits on %i threads',
    async (threads) => {
      await trainUntilShared({ build, steps, threads, replayable: true }, expected);
    },
    300_000,
  );

  it('give the same bits when threads join that there were not when the step was recorded', async () => {
    await trainUntilShared({ build, steps, threads: 1, threadsLater: 4, replayable: true }, expected);
  }, 300_000);
});
