import { beforeAll, describe, expect, it } from '@jest/globals';
import { batchNorm, input, linear, type Network, relu, softmax } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { adam, momentum, type Optimizer, type Signal } from '../src/index.js';
import { ALGORITHMS } from './algorithms.js';
import { activateBackend } from './engine.js';
import { recorder } from './support.js';
import { expectWeights, follow, type Maker, problemNetwork, readTrajectories } from './trajectories.js';

beforeAll(activateBackend);

const x = ndarray(random(1).fillNormal(new Float32Array(24 * 4)), [24, 4]);
const y = ndarray(Array.from({ length: 24 }, (_, i) => [0, 1, 2].map((c) => (i % 3 === c ? 1 : 0))));

function build(): Network {
  return input(4).to(relu(5), batchNorm(), softmax(3));
}

function optimizerOf(network: Network, signals: Signal | null = null): Optimizer {
  return adam(network, {
    loss: 'categoricalCrossentropy',
    batchSize: 8,
    seed: 0,
    signals,
    reporter: recorder(),
  });
}

async function valuesOf({ parameters }: Network): Promise<Record<string, number[]>> {
  const values: Record<string, number[]> = {};
  for (const parameter of parameters) values[parameter.name] = [...(await parameter.read())];
  return values;
}

function changed(before: Record<string, number[]>, after: Record<string, number[]>): string[] {
  return Object.keys(before).filter((name) => String(before[name]) !== String(after[name]));
}

describe('parameters that are frozen for some of sixty updates agree with PyTorch, which has a count for each', () => {
  it.each(Object.entries(readTrajectories('freezing')))('%s', async (title, trajectory) => {
    const network = problemNetwork();
    const make = ALGORITHMS[title.split(' ')[0] as string] as Maker;
    const optimizer = await follow(network, make, trajectory);
    expect(optimizer.replay).toBe('replayed');
    await expectWeights(network, trajectory.final);
  });
});

describe('parameters that are frozen', () => {
  it('between calls of train stay as they are, to the last bit, and move again when they are set free', async () => {
    const network = build();
    const optimizer = optimizerOf(network);
    await optimizer.train(x, y, { epochs: 3 });
    expect(optimizer.replay).toBe('replayed');

    const first = await valuesOf(network);
    network.freeze(['relu-1', 'batch-norm-1']);
    await optimizer.train(x, y, { epochs: 3 });
    const second = await valuesOf(network);
    expect(changed(first, second)).toEqual(['softmax-1.weight', 'softmax-1.bias']);
    expect(optimizer.replay).toBe('replayed');

    network.unfreeze();
    await optimizer.train(x, y, { epochs: 3 });
    expect(changed(second, await valuesOf(network))).toEqual(Object.keys(second));
    expect(optimizer.replay).toBe('replayed');
  });

  it('by a signal in the midst of an epoch stay as they are from the next update on', async () => {
    const network = build();
    const seen: Record<string, number[]>[] = [];
    const optimizer = optimizerOf(network, {
      updateEnd: async ({ updatesMade }) => {
        if (updatesMade === 13) network.freeze('relu-1');
        if (updatesMade === 13 || updatesMade === 14) seen.push(await valuesOf(network));
      },
    });
    await optimizer.train(x, y, { epochs: 5 });
    const [before, after] = seen as [Record<string, number[]>, Record<string, number[]>];
    expect(changed(before, after)).not.toContain('relu-1.weight');
    expect(changed(before, after)).toContain('softmax-1.weight');
  });

  it('are remembered: what is trained again goes on with the velocity that it had', async () => {
    const network = input(1).to(linear(1));
    const [weight] = network.parameters;
    for (const parameter of network.parameters) parameter.write([1]);
    const optimizer = momentum(network, { step: 0.125, momentum: 0.5, reporter: recorder() });
    const moved = async (sample: number): Promise<number> => {
      const [before] = await weight!.read();
      await optimizer.train([[sample]], [0], { epochs: 1 });
      return (await weight!.read())[0]! - before!;
    };
    const first = await moved(1);
    expect(first).not.toBe(0);
    network.freeze('weight');
    expect(await moved(1)).toBe(0);
    network.unfreeze();
    expect(await moved(0)).toBeCloseTo(first / 2, 6); // a sample of 0 has no gradient: what moves it is velocity alone
  });

  it('may be all but those that are trained later, and not all of them', async () => {
    const network = build();
    network.freeze();
    expect(() => optimizerOf(network)).toThrow(
      'one whose parameters are all frozen. Call network.unfreeze(),',
    );
    network.unfreeze('softmax-1.bias');
    const optimizer = optimizerOf(network);
    await optimizer.train(x, y, { epochs: 2 });
    network.freeze();
    await expect(optimizer.train(x, y, { epochs: 1 })).rejects.toThrow('all frozen');
    network.unfreeze();
    await optimizer.train(x, y, { epochs: 1 });
  });
});
