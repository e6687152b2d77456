import { beforeAll, describe, expect, it } from '@jest/globals';
import { layer, linear } from '@neutype/layers';
import type { Loss } from '@neutype/losses';
import { random } from '@neutype/random';
import { mean, mul, type Scalar, square, squaredDifference, sum } from '@tensorflow/tfjs-core';
import {
  createOptimizer,
  gradientDescent,
  type Optimizer,
  type OptimizerOptions,
  type Regularizer,
  type Signal,
  transform,
} from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';

beforeAll(activateBackend);

/** Enough updates an epoch for every epoch to be checked. */
const UPDATES = 24;
const EPOCHS = 4;
const x = Array.from(random(1).fillNormal(new Float32Array(UPDATES)), (value) => [value]);
const y = Array.from(random(2).fillNormal(new Float32Array(UPDATES)));
const OPTIONS: OptimizerOptions = { batchSize: 1, seed: 0, step: 0.01 };

function error(targets: Parameters<Loss['compute']>[0], outputs: typeof targets): Scalar {
  return mean(squaredDifference(targets, outputs));
}

async function lossesOf(optimizer: Optimizer, epochs = EPOCHS): Promise<readonly number[]> {
  await optimizer.train(x, y, { epochs });
  return optimizer.history.train;
}

/** What takes a number from JavaScript, and is the same otherwise. */
const takers: [string, (take: () => number, options: OptimizerOptions) => Optimizer][] = [
  [
    'a transform',
    (take, options) => {
      const mine = transform({
        name: 'mine',
        update: (gradient, _, { step }) => mul(mul(step, take()), gradient),
      });
      return createOptimizer(oneWeight(), { name: 'Mine', transform: mine }, options);
    },
  ],
  [
    'a regularizer',
    (take, options) => {
      const regularizer: Regularizer = (all) => mul(sum(square(all[0]!.variable)), take());
      return gradientDescent(oneWeight(), { ...options, regularizer });
    },
  ],
  [
    'a loss',
    (take, options) => {
      const loss = (options.loss ?? error) as Loss | typeof error;
      const compute: typeof error = (targets, outputs) => mul(error(targets, outputs), take());
      return gradientDescent(oneWeight(), {
        ...options,
        loss: typeof loss === 'function' ? compute : { ...loss, compute },
      });
    },
  ],
];

describe.each(takers)('%s that uses a number from JavaScript', (_, make) => {
  const everyEpochAnother = (options: OptimizerOptions): Optimizer => {
    let number = 1;
    const signals: Signal = {
      epochStart(_, { epoch }) {
        number = 1 / epoch;
      },
    };
    return make(() => number, { ...OPTIONS, ...options, signals });
  };

  it('is noticed in the next epoch, whose results are right', async () => {
    const ordinary: Loss = { name: 'error', compute: error, replayable: false };
    const expected = await lossesOf(everyEpochAnother({ loss: ordinary }));
    const optimizer = everyEpochAnother({ loss: error });
    await lossesOf(optimizer, 1);
    expect(optimizer.replay).toBe('replayed');
    expect(await lossesOf(optimizer, EPOCHS - 1)).toEqual(expected);
    expect(optimizer.replay).toMatch(/other numbers/);
  });

  it('is noticed at once if the number changes in every update', async () => {
    const ordinary: Loss = { name: 'error', compute: error, replayable: false };
    const numbers = random(3).fillUniform(new Float32Array(UPDATES * EPOCHS), 0.5, 1);
    const drawing = (options: OptimizerOptions): Optimizer => {
      let draws = 0;
      return make(() => numbers[draws++] as number, { ...OPTIONS, ...options });
    };
    const optimizer = drawing({ loss: error });
    expect(await lossesOf(optimizer)).toEqual(await lossesOf(drawing({ loss: ordinary })));
    expect(optimizer.replay).toMatch(/other numbers/);
  });

  it('stays replayed while the number stays the same', async () => {
    const optimizer = make(() => 0.5, { ...OPTIONS, loss: error });
    await lossesOf(optimizer, 8);
    expect(optimizer.replay).toBe('replayed');
  });
});

describe('whether updates are replayed is reported', () => {
  const said = async (options: OptimizerOptions, network = oneWeight()): Promise<[string, string[]]> => {
    const reporter = recorder();
    const optimizer = gradientDescent(network, { ...OPTIONS, reporter, verbose: true, ...options });
    await lossesOf(optimizer, 2);
    await lossesOf(optimizer, 1);
    return [optimizer.replay, reporter.lines.filter((line) => line.includes('[REPLAY]'))];
  };

  it('by the optimizer, and not in the log if they are', async () => {
    expect(gradientDescent(oneWeight(), OPTIONS).replay).toBe('recording');
    expect(await said({})).toEqual(['replayed', []]);
  });

  it('with the reason if they are not, once in the log and only with verbose', async () => {
    const loss: Loss = { name: 'mine', compute: error, replayable: false };
    const reason = 'Loss mine says replayable: false.';
    const line = `[REPLAY] Updates run operation by operation, which is slower. ${reason}`;
    expect(await said({ loss })).toEqual([reason, [line]]);
    expect(await said({ loss, verbose: false })).toEqual([reason, []]);
  });

  it('with the name of the layer that does not declare it', async () => {
    const network = oneWeight().to(layer({ kind: 'noise', forward: (values) => mul(values, 1) }), linear(1));
    const [reason] = await said({}, network as never);
    expect(reason).toMatch(/^Layer noise-1 does not say replayable: true/);
  });
});
