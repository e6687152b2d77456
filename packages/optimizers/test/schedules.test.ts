import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/errors';
import {
  constantStep,
  cosineDecay,
  type EpochRecord,
  exponentialDecay,
  inverseTimeDecay,
  linearWarmup,
  multiStepDecay,
  oneCycle,
  polynomialDecay,
  reduceOnPlateau,
  type Schedule,
  type ScheduleMemory,
  stepDecay,
  stepSequence,
  type Unit,
  warmRestarts,
} from '../src/index.js';

const MAKERS: Readonly<Record<string, unknown>> = {
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  multiStepDecay,
  oneCycle,
  polynomialDecay,
  stepDecay,
  warmRestarts,
};

interface Golden {
  readonly cases: { schedule: string; arguments: unknown[]; rates: number[] }[];
  readonly plateaus: {
    arguments: [number, { monitor: string }];
    metrics: number[];
    rates: number[];
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL('./golden/schedules.json', import.meta.url), 'utf8'),
) as Golden;

/** Lengths are `N` in the golden file, and are measured in either unit. */
function inUnit<Value>(value: Value, unit: Unit): Value {
  return JSON.parse(JSON.stringify(value).replaceAll('"N":', `"${unit}":`)) as Value;
}

function make(name: string, given: readonly unknown[], unit: Unit): Schedule {
  const values = inUnit(given, unit);
  if (name === 'linearWarmup') {
    const [after, ...rest] = typeof values[0] === 'string' ? [nested(values, unit, 0), values[2]] : values;
    return linearWarmup(after as number | Schedule, rest[0] as { epochs: number });
  }
  if (name === 'stepSequence') {
    const [first, firstLength, , , secondLength, last] = values as number[];
    return stepSequence([
      { step: first, [unit]: firstLength },
      { step: nested(values, unit, 2), [unit]: secondLength },
      { step: last },
    ] as unknown as Parameters<typeof stepSequence>[0]);
  }
  return (MAKERS[name] as (...all: unknown[]) => Schedule)(...values);
}

function nested(values: readonly unknown[], unit: Unit, at: number): Schedule {
  return make(values[at] as string, values[at + 1] as unknown[], unit);
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, rate] of expected.entries()) {
    // Rounding near 0 is that of the largest terms, which are the initial rates.
    expect(Math.abs((actual[index] as number) - rate)).toBeLessThanOrEqual(1e-12 * rate + 1e-16);
  }
}

function ratesOf(schedule: Schedule, count: number, unit: Unit): number[] {
  const elsewhere = unit === 'updates' ? 'epoch' : 'update';
  const here = unit === 'updates' ? 'update' : 'epoch';
  return Array.from({ length: count }, (_, index) =>
    schedule.at({ [here]: index, [elsewhere]: 3 } as unknown as { update: number; epoch: number }),
  );
}

/** One cycle of so many updates ends at the last of them, and one of so many epochs after the last of them. */
function unitsOf(schedule: string): Unit[] {
  return schedule === 'oneCycle' ? ['updates'] : ['updates', 'epochs'];
}

function printed(value: unknown): string {
  return JSON.stringify(value).replaceAll('"', '').slice(1, -1);
}

const curves = golden.cases.flatMap(({ schedule, arguments: given, rates }) =>
  unitsOf(schedule).map((unit) => ({ schedule, given, rates, unit, call: printed(inUnit(given, unit)) })),
);

describe('the learning rates of PyTorch or NeuPy are those of', () => {
  it.each(curves)('$schedule($call)', ({ schedule, given, rates, unit }) => {
    expectClose(ratesOf(make(schedule, given, unit), rates.length, unit), rates);
  });
});

/** The learning rates of epochs whose records are given. */
function reactionsOf(schedule: Schedule, records: readonly EpochRecord[]): number[] {
  let memory: ScheduleMemory | undefined;
  return records.map((record, epoch) => {
    const rate = schedule.at({ update: epoch * 4, epoch }, memory);
    const next = schedule.react?.(record, memory, { update: epoch * 4 + 4, epoch: epoch + 1 });
    // Checkpoints keep it as JSON.
    memory = next === undefined ? undefined : (JSON.parse(JSON.stringify(next)) as ScheduleMemory);
    return rate;
  });
}

function recordOf(epoch: number, { valid, train, accuracy }: Record<string, number>): EpochRecord {
  return {
    epoch,
    train: 0,
    trainMean: train ?? 0,
    ...(valid !== undefined && { valid }),
    ...(accuracy !== undefined && { metrics: { accuracy } }),
    step: 0.1,
    seconds: 0,
    updates: 4,
  };
}

describe('reduceOnPlateau', () => {
  const plateaus = golden.plateaus.map((plateau) => ({ ...plateau, call: printed(plateau.arguments) }));

  it.each(plateaus)('gives PyTorch’s learning rates for $call', (plateau) => {
    const { monitor } = plateau.arguments[1];
    const records = plateau.metrics.map((value, epoch) => recordOf(epoch + 1, { [monitor]: value }));
    expectClose(reactionsOf(reduceOnPlateau(...plateau.arguments), records), plateau.rates);
  });

  it('does not count epochs without the monitored number', () => {
    const records = [1, 2, 3, 4, 5, 6].map((epoch) => recordOf(epoch, epoch === 1 ? { valid: 1 } : {}));
    expect(new Set(reactionsOf(reduceOnPlateau(0.1, { patience: 0 }), records))).toEqual(new Set([0.1]));
  });

  it('takes a loss below 0 for better only when it is less', () => {
    const records = [-1, -0.9999, -0.9999].map((valid, epoch) => recordOf(epoch + 1, { valid }));
    expectClose(reactionsOf(reduceOnPlateau(0.1, { patience: 0 }), records), [0.1, 0.1, 0.01]);
  });

  it('takes from a metric by name whether more is better', () => {
    const falling = [3, 2, 1].map((mae, epoch) => ({ ...recordOf(epoch + 1, {}), metrics: { mae } }));
    const rates = reactionsOf(reduceOnPlateau(0.1, { monitor: 'mae', patience: 0 }), falling);
    expect(new Set(rates)).toEqual(new Set([0.1]));
  });

  it('leaves a learning rate that is below the least one as it is', () => {
    const records = [1, 1, 1, 1].map((valid, epoch) => recordOf(epoch + 1, { valid }));
    const rates = reactionsOf(reduceOnPlateau(0.001, { patience: 0, to: 0.01 }), records);
    expect(new Set(rates)).toEqual(new Set([0.001]));
  });
});

describe('a schedule around one that reacts', () => {
  const plateau = reduceOnPlateau(0.1, { patience: 0, factor: 0.5 });
  const flat = [1, 1, 1, 1, 1, 1].map((valid, epoch) => recordOf(epoch + 1, { valid }));

  it('hands it the epochs after a warm-up', () => {
    const byEpochs = linearWarmup(plateau, { epochs: 2, from: 0 });
    expectClose(reactionsOf(byEpochs, flat), [0, 0.05, 0.1, 0.1, 0.05, 0.025]);
    const byUpdates = linearWarmup(plateau, { updates: 8, from: 0 });
    expectClose(reactionsOf(byUpdates, flat), [0, 0.05, 0.1, 0.1, 0.05, 0.025]);
  });

  it('hands each part of a sequence its own epochs, and no memories of another part', () => {
    const sequence = stepSequence([{ step: plateau, epochs: 3 }, { step: plateau }]);
    expectClose(reactionsOf(sequence, flat), [0.1, 0.1, 0.05, 0.1, 0.1, 0.05]);
  });
});

describe('by epochs', () => {
  it('a smooth schedule changes within an epoch, and a staircase between epochs', () => {
    const [early, late] = [
      { update: 0, epoch: 2 },
      { update: 0, epoch: 2.75 },
    ];
    const smooth = cosineDecay(0.1, { epochs: 4 });
    expect(smooth.at(late)).toBeCloseTo(0.05 * (1 + Math.cos((Math.PI * 2.75) / 4)), 12);
    const stairs = stepDecay(0.1, { epochs: 1 });
    expect(stairs.at(late)).toBe(stairs.at(early));
  });

  it('one cycle begins at its low rate, peaks where the warm-up ends, and ends at its lowest', () => {
    const cycle = oneCycle(0.5, { epochs: 10 });
    expectClose(
      [0, 3, 10, 11].map((epoch) => cycle.at({ update: 0, epoch })),
      [0.02, 0.5, 0.000002, 0.000002],
    );
  });
});

describe('a schedule', () => {
  it.each([
    [constantStep(0.1), 'constantStep(0.1)'],
    [stepDecay(0.1, { epochs: 30 }), 'stepDecay(0.1, { epochs: 30 })'],
    [multiStepDecay(0.1, { updates: [5, 9] }), 'multiStepDecay(0.1, { updates: [5, 9] })'],
    [reduceOnPlateau(0.1, { monitor: 'train' }), "reduceOnPlateau(0.1, { monitor: 'train' })"],
    [reduceOnPlateau(0.1), 'reduceOnPlateau(0.1, {})'],
    [
      linearWarmup(cosineDecay(0.1, { epochs: 18 }), { epochs: 2 }),
      'linearWarmup(cosineDecay(0.1, { epochs: 18 }), { epochs: 2 })',
    ],
    [
      stepSequence([{ step: 0.1, epochs: 5 }, { step: oneCycle(0.4, { epochs: 3 }) }]),
      'stepSequence([{ step: 0.1, epochs: 5 }, { step: oneCycle(0.4, { epochs: 3 }) }])',
    ],
  ])('prints as the code that makes it: %s', (schedule, code) => {
    expect(String(schedule)).toBe(code);
  });

  it.each<[string, () => unknown]>([
    [
      'cosineDecay: expected how long, in epochs or in updates, got neither.',
      () => cosineDecay(0.1, {} as never),
    ],
    [
      'cosineDecay: expected how long, in epochs or in updates, got both.',
      () => cosineDecay(0.1, { epochs: 1, updates: 2 } as never),
    ],
    ['stepDecay, updates: expected a whole number from 1, got 2.5.', () => stepDecay(0.1, { updates: 2.5 })],
    ['stepDecay, epochs: expected a number above 0, got 0.', () => stepDecay(0.1, { epochs: 0 })],
    ['stepDecay, initial: expected a number from 0, got NaN.', () => stepDecay(Number.NaN, { epochs: 1 })],
    ['got -1', () => constantStep(-1)],
    ["It is called 'factor' here.", () => exponentialDecay(0.1, { epochs: 1, gamma: 0.9 } as never)],
    ["It is called 'updates' here.", () => inverseTimeDecay(0.1, { reduction_freq: 500 } as never)],
    [
      'exponentialDecay, factor: expected a number above 0, got undefined',
      () => exponentialDecay(0.1, { epochs: 1 } as never),
    ],
    ['multiStepDecay, epochs: expected a list of numbers', () => multiStepDecay(0.1, { epochs: 3 } as never)],
    [
      'linearWarmup, after: expected a schedule that goes by updates, too, got cosineDecay(0.1, { epochs: 3 }).',
      () => linearWarmup(cosineDecay(0.1, { epochs: 3 }), { updates: 10 }),
    ],
    [
      'stepSequence, part 2: expected a length in epochs, as the first part has, got one in updates.',
      () => stepSequence([{ step: 1, epochs: 2 }, { step: 1, updates: 2 }, { step: 1 }]),
    ],
    ['stepSequence, part 1: expected how long', () => stepSequence([{ step: 1 } as never, { step: 1 }])],
    ['oneCycle, updates: expected a whole number from 2, got 1.', () => oneCycle(0.1, { updates: 1 })],
    ["Did you mean 'linear'?", () => oneCycle(0.1, { updates: 10, shape: 'liner' as never })],
    ['reduceOnPlateau, mode', () => reduceOnPlateau(0.1, { mode: 'auto' as never })],
    [
      "reduceOnPlateau, mode: expected 'min' or 'max', whichever is better of 'mine'",
      () => reduceOnPlateau(0.1, { monitor: 'mine' }),
    ],
    [
      'linearWarmup, after: expected a number or a schedule, got a function',
      () => linearWarmup((() => 1) as never, { epochs: 1 }),
    ],
  ])('refuses what cannot be meant: %s', (message, make) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });
});
