import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { assignInPlace, Breath, compileStep, stagedScalar, stagedTensor } from '@neutype/core';
import {
  add,
  engine,
  matMul,
  mul,
  type Rank,
  sub,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { configureEngine } from '../../src/index.js';
import { randomSource, randomValues } from '../support/random.js';

function cpu(): CpuEngine {
  return engine().backend as unknown as CpuEngine;
}

/** A clock by which every launch takes 20 ms, so that others run after each of them. */
function slowClock(): void {
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => {
    now += 20;
    return now;
  });
}
afterEach(() => {
  jest.restoreAllMocks();
});

/**
 * A step that looks up rows of one variable between changes of two others: JavaScript looks at the indices in between.
 */
function lookingUp() {
  const [first, last, table] = [1, 2, 3].map((start) => {
    return tidy(() => assignInPlace(variable(tensor1d([start, start, start, start]))));
  });
  const indices = stagedTensor([2], 'int32');
  const rate = stagedScalar(0.5, 'float32');
  const step = compileStep({
    step: () => {
      first!.assign(sub(first!, mul(first!, rate.tensor)));
      const rows: Tensor = engine().runKernel(
        'GatherV2',
        { x: table!, indices: indices.tensor },
        { axis: 0 },
      );
      last!.assign(add(last!, mul(first!, rate.tensor)));
      return [rows];
    },
    replayable: true,
    externals: () => [first!, last!, table!, indices.tensor, rate.tensor],
  });
  indices.fill((target) => target.set([0, 1]));
  return { step, first: first!, last: last!, indices, rate };
}

/** The same with a program that is divided into its launches. */
async function replayed() {
  slowClock();
  const made = lookingUp();
  for (let run = 0; run < 12; run++) await made.step.runInParts(new Breath());
  expect(made.step.replay).toBe('replayed');
  return made;
}

describe('a replay in parts', () => {
  it('gives way in the middle of the step, and gives the values of the whole step', async () => {
    const [whole, { step, first, last }] = [lookingUp(), await replayed()];
    for (let run = 0; run < 14; run++) whole.step.run();
    for (let run = 0; run < 2; run++) {
      const outputs = step.runInParts(new Breath());
      expect(outputs).toBeInstanceOf(Promise);
      await outputs;
    }
    expect(first.dataSync()).toEqual(whole.first.dataSync());
    expect(last.dataSync()).toEqual(whole.last.dataSync());
  });

  it('gives way in the middle of a launch that takes long, and gives the same bits', async () => {
    const x = tensor2d(randomValues(400 * 300, randomSource(3)), [400, 300]);
    const sum = tidy(() => assignInPlace(variable(zeros<Rank.R2>([400, 300]))));
    const square = tensor2d(randomValues(300 * 300, randomSource(4)), [300, 300]);
    const step = compileStep({
      step: () => {
        sum.assign(matMul(add<Tensor2D>(sum, x), square));
        return [];
      },
      replayable: true,
      externals: () => [x, sum, square],
    });
    const another = tensor2d(randomValues(300 * 300, randomSource(5)), [300, 300]);
    const once = sum.dataSync();
    slowClock();
    for (let run = 0; run < 12; run++) await step.runInParts(new Breath());
    sum.assign(tensor2d(once, [400, 300]));
    jest.restoreAllMocks();
    let pauses = 0;
    const breath = {
      due: true,
      goOn: () => {},
      take: async () => {
        pauses += 1;
        // What is counted in the commands is not what others count in theirs.
        matMul(another, another).dispose();
      },
    };
    await step.runInParts(breath as unknown as Breath);
    expect(step.replay).toBe('replayed');
    expect(pauses).toBeGreaterThan(4);
    expect(sum.dataSync()).toEqual(matMul(x, square).dataSync());
  });

  it('is done first where somebody reads what it changes, whatever has been changed by then', async () => {
    const { step, first, last } = await replayed();
    const [before, beforeToo] = [first, last].map((one) => one.dataSync()[0]!);
    let told = 0;
    const outputs = step.runInParts(new Breath(), () => {
      told += 1;
    });
    expect(told).toBe(0);
    expect(last.dataSync()[0]).toBe(beforeToo! + before! / 4);
    expect(told).toBe(1);
    await outputs;
    expect(told).toBe(1);
    expect(first.dataSync()[0]).toBe(before! / 2);
  });

  it('is done with the numbers of when it began where somebody writes others', async () => {
    const { step, first, last, rate } = await replayed();
    const [before, beforeToo] = [first, last].map((one) => one.dataSync()[0]!);
    const outputs = step.runInParts(new Breath());
    rate.value = 0;
    await outputs;
    expect([first.dataSync()[0], last.dataSync()[0]]).toEqual([before! / 2, beforeToo! + before! / 4]);
  });

  it('tells an error to whoever waits for it, and not to whoever could not wait', async () => {
    const { step, first, indices } = await replayed();
    indices.fill((target) => target.set([9, 0]));
    const outputs = step.runInParts(new Breath()) as Promise<unknown>;
    const outcome = expect(outputs).rejects.toThrow('expected index values from 0 to 3');
    expect(first.dataSync()).toHaveLength(4);
    await outcome;
    indices.fill((target) => target.set([1, 0]));
    await step.runInParts(new Breath());
  });

  it('is done before its step is disposed of, and frees what it held', async () => {
    const before = [cpu().numDataIds(), cpu().runtime!.heap.usedBytes];
    const { step, first, last, indices, rate } = await replayed();
    const [value, other] = [first, last].map((one) => one.dataSync()[0]!);
    const outputs = step.runInParts(new Breath()) as Promise<unknown>;
    const outcome = expect(outputs).rejects.toThrow('a step in use');
    step.dispose();
    expect([first.dataSync()[0], last.dataSync()[0]]).toEqual([value! / 2, other! + value! / 4]);
    await outcome;
    for (const one of [first, last, indices, rate]) one.dispose();
    expect(cpu().numDataIds()).toBe(before[0]! + 1); // the table
    expect(cpu().runtime!.heap.usedBytes).toBeLessThan(before[1]! + 1024);
  });

  it('is done before another engine takes the place of this one', async () => {
    const { step, first, last } = await replayed();
    const [before, beforeToo] = [first, last].map((one) => one.dataSync()[0]!);
    const outputs = step.runInParts(new Breath());
    configureEngine({ threads: 1 });
    await outputs;
    expect([first.dataSync()[0], last.dataSync()[0]]).toEqual([before! / 2, beforeToo! + before! / 4]);
    await step.runInParts(new Breath());
    expect(first.dataSync()[0]).toBe(before! / 4);
  });
});
