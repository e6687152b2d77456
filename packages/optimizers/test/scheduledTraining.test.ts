import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/errors';
import {
  adamW,
  cosineDecay,
  gradientDescent,
  inverseTimeDecay,
  linearWarmup,
  momentum,
  oneCycle,
  polynomialDecay,
  reduceOnPlateau,
  type Schedule,
  type ScheduleMemory,
  stepDecay,
  stepSequence,
  warmRestarts,
} from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder, xor, xorNetwork, xorOptions } from './support.js';
import {
  expectWeights,
  follow,
  type Maker,
  problemNetwork,
  readTrajectories,
  type Trajectory,
} from './trajectories.js';

beforeAll(activateBackend);

interface Trained {
  readonly schedule: string;
  readonly arguments: unknown[];
  readonly momentum: number;
  readonly losses: number[];
  readonly valid: number[];
  readonly steps: number[];
}

const golden = JSON.parse(readFileSync(new URL('./golden/schedules.json', import.meta.url), 'utf8')) as {
  readonly x: number[];
  readonly y: number[];
  readonly trained: Trained[];
};

const MAKERS: Readonly<Record<string, unknown>> = {
  oneCycle,
  polynomialDecay,
  reduceOnPlateau,
  warmRestarts,
};

function expectClose(actual: readonly number[], expected: readonly number[], unit: number): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) {
    expect(Math.abs((actual[index] as number) - value)).toBeLessThanOrEqual(1e-5 * value + 1e-6 * unit);
  }
}

describe('training with a schedule follows PyTorch', () => {
  it.each(golden.trained)('by $schedule, update by update', async ({ schedule, ...run }) => {
    const step = (MAKERS[schedule] as (...values: unknown[]) => Schedule)(...run.arguments);
    const steps: number[] = [];
    const optimizer = momentum(oneWeight(), {
      step,
      momentum: run.momentum,
      batchSize: 1,
      signals: { updateEnd: ({ step: current }) => void steps.push(current) },
    });
    await optimizer.train(golden.x, golden.y, [2], [0.5], { epochs: run.valid.length });
    expectClose(steps, run.steps, 0);
    expectClose(optimizer.history.train, run.losses, 1);
    expectClose(optimizer.history.valid, run.valid, 1);
    const lastSteps = run.steps.filter((_, update) => update % golden.x.length === golden.x.length - 1);
    expectClose(
      optimizer.history.epochs.map((record) => record.step),
      lastSteps,
      0,
    );
  });
});

describe('sixty updates by inverseTimeDecay follow PyTorch', () => {
  const { momentum: slow, adamW: fast } = readTrajectories('schedule');

  it.each<[string, Maker, Schedule, Trajectory | undefined]>([
    ['momentum', momentum, inverseTimeDecay(0.1, { updates: 10 }), slow],
    ['adamW', adamW, inverseTimeDecay(0.01, { updates: 20 }), fast],
  ])('with %s, and are replayed', async (_, make, step, trajectory) => {
    const network = problemNetwork();
    const withSchedule: Maker = (model, options) => make(model, { ...options, step } as object);
    const optimizer = await follow(network, withSchedule, trajectory!);
    await expectWeights(network, trajectory!.final);
    expect(optimizer.replay).toBe('replayed');
  });
});

describe('an optimizer with a schedule', () => {
  const step = stepDecay(0.3, { epochs: 2, factor: 0.5 });

  it('begins at its first learning rate, and goes on where it was in the next call of train', async () => {
    const optimizer = momentum(xorNetwork(), { ...xorOptions, step });
    expect(optimizer.step).toBe(0.3);
    await optimizer.train(xor.x, xor.y, { epochs: 3 });
    expect(optimizer.step).toBe(0.15);
    await optimizer.train(xor.x, xor.y, { epochs: 2 });
    expect(optimizer.history.epochs.map((record) => record.step)).toEqual([0.3, 0.3, 0.15, 0.15, 0.075]);
  });

  it('is replayed as with a number, and gives the same as learning rates that are set by hand', async () => {
    const scheduled = momentum(xorNetwork(), { ...xorOptions, step });
    await scheduled.train(xor.x, xor.y, { epochs: 12 });
    const byHand = momentum(xorNetwork(), {
      ...xorOptions,
      signals: {
        epochStart: (optimizer, { epoch }) => {
          optimizer.step = 0.3 * 0.5 ** Math.floor((epoch - 1) / 2);
        },
      },
    });
    await byHand.train(xor.x, xor.y, { epochs: 12 });
    expect(scheduled.history.train).toEqual(byHand.history.train);
    expect(scheduled.replay).toBe(byHand.replay);
  });

  it('keeps a number that is set by hand, until another schedule is', async () => {
    const optimizer = momentum(xorNetwork(), {
      ...xorOptions,
      step,
      signals: {
        epochStart: (trained, { epoch }) => {
          if (epoch === 2) trained.step = 0.01;
          if (epoch === 4) trained.step = cosineDecay(0.2, { epochs: 8 });
        },
      },
    });
    await optimizer.train(xor.x, xor.y, { epochs: 5 });
    const steps = optimizer.history.epochs.map((record) => record.step);
    expect(steps.slice(0, 3)).toEqual([0.3, 0.01, 0.01]);
    expect(steps[4]).toBeCloseTo(0.1, 12);
  });

  it('shares it with others, whose memories are their own', async () => {
    const plateau = reduceOnPlateau(0.1, { monitor: 'train', patience: 0, threshold: 10 });
    const [first, second] = [1, 2].map((seed) => gradientDescent(oneWeight(), { seed, step: plateau }));
    await first?.train([1], [0], { epochs: 3 });
    await second?.train([1], [0], { epochs: 1 });
    expect([first?.step, second?.step]).toEqual([expect.closeTo(0.01, 9), 0.1]);
  });

  it('that looks at what is not there is refused before the first update', async () => {
    const onPlateau = linearWarmup(reduceOnPlateau(0.1), { epochs: 1 });
    const optimizer = gradientDescent(oneWeight(), { step: stepSequence([{ step: onPlateau }]) });
    await expect(optimizer.train([1], [0])).rejects.toThrow(
      "schedule stepSequence, monitor: expected validation data, for it looks at 'valid', got none.",
    );
    optimizer.step = reduceOnPlateau(0.1, { monitor: 'mae' });
    await expect(optimizer.train([1], [0])).rejects.toThrow(
      "Have the optimizer follow it: { metrics: ['mae'] }.",
    );
    expect(optimizer.updatesMade).toBe(0);
    optimizer.step = 0.1;
    await optimizer.train([1], [0], { epochs: 1 });
    const followed = gradientDescent(oneWeight(), {
      step: reduceOnPlateau(0.1, { monitor: 'mae', patience: 0, threshold: 1 }),
      metrics: 'mae',
    });
    await followed.train([1], [0], { epochs: 3 });
    expect(followed.step).toBeCloseTo(0.01, 12);
  });

  it('goes on from a memory that was stored as JSON', async () => {
    const plateau = reduceOnPlateau(0.1, { monitor: 'train', patience: 1, threshold: 10 });
    const [whole, begun, resumed] = [0, 1, 2].map(() => gradientDescent(oneWeight(), { step: plateau }));
    await whole!.train([1], [0], { epochs: 7 });
    expect(new Set(whole!.history.epochs.map((record) => record.step)).size).toBeGreaterThan(2);
    await begun!.train([1], [0], { epochs: 3 });
    resumed!.stepMemory = JSON.parse(JSON.stringify(begun!.stepMemory)) as ScheduleMemory;
    await resumed!.train([1], [0], { epochs: 4 });
    const [expected, steps] = [whole, resumed].map((each) => each!.history.epochs.map(({ step }) => step));
    expect(steps).toEqual(expected!.slice(3));
  });

  it('prints it as the code that makes it', () => {
    const reporter = recorder();
    const optimizer = momentum(xorNetwork(), { ...xorOptions, step, reporter, verbose: true });
    const code = 'stepDecay(0.3, { epochs: 2, factor: 0.5 })';
    expect(reporter.lines).toContain(`[OPTION] step = ${code}`);
    expect(optimizer.options).toMatchObject({ step: code, loss: 'binaryCrossentropy', seed: '0' });
    const own: Schedule = { name: 'mine', at: () => 0.1 };
    expect(momentum(xorNetwork(), { step: own }).options).toMatchObject({ step: 'mine' });
  });

  it('fails at the update for which it gives no learning rate, keeps what was learnt, and can be trained on', async () => {
    const broken: Schedule = { name: 'broken', at: ({ update }) => (update < 3 ? 0.1 : Number.NaN) };
    const optimizer = momentum(xorNetwork(), { ...xorOptions, step: broken });
    await expect(optimizer.train(xor.x, xor.y, { epochs: 9 })).rejects.toThrow(
      'schedule broken, after 3 updates: expected a number from 0 to 3.4028234663852886e+38, got NaN.',
    );
    expect(optimizer.history.train).toHaveLength(3);
    optimizer.step = 0.1;
    await optimizer.train(xor.x, xor.y, { epochs: 2 });
    expect(optimizer.history.train).toHaveLength(5);
  });

  it.each<[string, unknown]>([
    ['expected a number or a schedule, got null', null],
    ['A function goes into an object', () => 0.1],
    ['option step, at: expected a function', { name: 'x' }],
    ['option step, name: expected a name', { at: () => 1 }],
  ])('refuses what is no schedule: %s', (message, given) => {
    expect(() => momentum(xorNetwork(), { step: given as number })).toThrow(OptionError);
    expect(() => momentum(xorNetwork(), { step: given as number })).toThrow(message);
    const optimizer = momentum(xorNetwork());
    expect(() => {
      optimizer.step = given as number;
    }).toThrow(message);
  });
});
