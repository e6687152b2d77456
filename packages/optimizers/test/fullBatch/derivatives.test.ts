import { beforeAll, describe, expect, it } from '@jest/globals';
import { stagedScalar } from '@neutype/core';
import {
  avgPool2d,
  batchNorm,
  conv2d,
  dropout,
  flatten,
  input,
  linear,
  type Network,
  sigmoid,
  softmax,
  tanh,
} from '@neutype/layers';
import { type LossName, resolveLoss } from '@neutype/losses';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { arrayBatches } from '../../src/data/arrayBatches.js';
import { toPairs } from '../../src/data/pairs.js';
import { portsOf } from '../../src/data/ports.js';
import { NetworkLandscape } from '../../src/fullBatch/networkLandscape.js';
import { NetworkLoss } from '../../src/fullBatch/networkLoss.js';
import { activateBackend } from '../engine.js';
import { relativeError } from './golden.js';

beforeAll(activateBackend);

interface Case {
  readonly build: () => Network;
  readonly loss: LossName;
  readonly shape: number[];
}

const cases: Record<string, Case> = {
  'a smooth network': { build: () => input(3).to(tanh(4), linear(2)), loss: 'mse', shape: [6, 3] },
  'a classifier': {
    build: () => input(3).to(sigmoid(4), softmax(2)),
    loss: 'categoricalCrossentropy',
    shape: [6, 3],
  },
  'batch normalization': {
    build: () => input(3).to(linear(4), batchNorm(), tanh(), linear(2)),
    loss: 'mse',
    shape: [6, 3],
  },
  'a convolutional network': {
    build: () => input([5, 5, 1]).to(conv2d(2, 3), tanh(), flatten(), softmax(2)),
    loss: 'categoricalCrossentropy',
    shape: [4, 5, 5, 1],
  },
  pooling: {
    build: () => input([6, 6, 1]).to(conv2d(2, 3), tanh(), avgPool2d(2), flatten(), softmax(2)),
    loss: 'categoricalCrossentropy',
    shape: [4, 6, 6, 1],
  },
  dropout: { build: () => input(3).to(tanh(6), dropout(0.4), linear(2)), loss: 'mse', shape: [6, 3] },
};

function setUp({ build, loss: lossName, shape }: Case, seed = 5) {
  const network = build();
  network.initialize(random(seed));
  const loss = resolveLoss(lossName);
  const size = shape.reduce((product, length) => product * length, 1);
  const x = ndarray(random(6).fillNormal(new Float32Array(size), 0, 1), shape);
  const samples = shape[0]!;
  const oneHot = Float32Array.from({ length: 2 * samples }, (_, i) => Number((i >> 1) % 2 === i % 2));
  const pairs = toPairs(portsOf(network, loss), [x, ndarray(oneHot, [samples, 2])], ['x', 'y']);
  const [batch] = arrayBatches(pairs, samples);
  const counter = stagedScalar(0, 'int32');
  const networkLoss = new NetworkLoss({ model: network, loss, regularizer: undefined }, [1, 2], counter);
  return { network, batch: batch!, counter, landscape: new NetworkLandscape(networkLoss) };
}

/** By moving each weight both ways. */
async function differences(
  landscape: NetworkLandscape,
  weights: Float64Array,
  of: (at: { value: number; gradient: Float64Array }) => number[],
): Promise<number[][]> {
  const rows: number[][] = [];
  for (let i = 0; i < weights.length; i++) {
    const moved = [1 / 64, -1 / 64].map((by) => weights.map((weight, j) => (i === j ? weight + by : weight)));
    const [up, down] = [await landscape.at(moved[0]!), await landscape.at(moved[1]!)];
    const below = of(down);
    rows.push(of(up).map((value, j) => (value - below[j]!) / (up.weights[i]! - down.weights[i]!)));
  }
  return rows;
}

describe.each(Object.entries(cases))('the derivatives of %s agree with central differences', (_, given) => {
  it('the gradient', async () => {
    const { batch, landscape } = setUp(given);
    const { from: point } = await landscape.begin(batch);
    const slopes = await differences(landscape, point.weights, ({ value }) => [value]);
    expect(relativeError(point.gradient, slopes.flat())).toBeLessThan(1e-2);
  });

  it('the Hessian and its diagonal', async () => {
    const { batch, landscape } = setUp(given);
    const { from: point } = await landscape.begin(batch);
    const expected = await differences(landscape, point.weights, ({ gradient }) => [...gradient]);
    const hessian = await landscape.hessian(point);
    expect(relativeError(hessian, expected.flat())).toBeLessThan(1e-2);
    const diagonal = await landscape.hessianDiagonal(point);
    const size = point.weights.length;
    expect([...diagonal]).toEqual([...diagonal].map((_, i) => hessian[i * size + i]));
  });
});

describe.each(Object.entries(cases).filter(([, { loss }]) => loss === 'mse'))(
  'the Jacobian of %s',
  (_, given) => {
    it('gives the gradient of the sum of squares', async () => {
      const { batch, landscape } = setUp(given);
      const { from: point } = await landscape.begin(batch);
      const gradient = new Float64Array(point.weights.length);
      let squares = 0;
      let rows = 0;
      await landscape.jacobian(point, {
        add: (row, residual) => {
          rows++;
          squares += residual ** 2;
          for (let i = 0; i < gradient.length; i++)
            gradient[i]! += (2 * residual * row[i]!) / landscape.residuals;
        },
      });
      expect(rows).toBe(landscape.residuals);
      expect(squares / rows / point.value).toBeCloseTo(1, 5);
      expect(relativeError(gradient, [...point.gradient])).toBeLessThan(1e-5);
    });
  },
);

describe('the landscape of a network', () => {
  it('keeps random masks until the update is over', async () => {
    const { batch, counter, landscape } = setUp(cases['dropout']!);
    const { weights, value } = (await landscape.begin(batch)).from;
    for (let i = 0; i < 5; i++) expect((await landscape.at(weights)).value).toBe(value);
    counter.value += 1;
    expect((await landscape.at(weights)).value).not.toBe(value);
  });

  it('gathers running statistics once an update, however many points it tries', async () => {
    const [one, many] = [setUp(cases['batch normalization']!), setUp(cases['batch normalization']!)];
    const read = async ({ network }: typeof one): Promise<number[]> => {
      const gathered = network.parameters.filter(({ trainable }) => !trainable);
      const all = await Promise.all(gathered.map((parameter) => parameter.read()));
      return all.flatMap((values) => [...values]);
    };
    const { from: first } = await one.landscape.begin(one.batch);
    await one.landscape.finish(first);
    const { from } = await many.landscape.begin(many.batch);
    for (let i = 1; i < 6; i++) await many.landscape.at(from.weights.map((weight) => weight * i));
    await many.landscape.finish(from);
    expect(await read(many)).toEqual(await read(one));
    expect(await read(many)).not.toEqual(await read(setUp(cases['batch normalization']!)));
  });

  it('evaluates nothing anew where the last update ended, unless the weights or the data may be others', async () => {
    const { network, batch, landscape } = setUp(cases['a smooth network']!);
    const { from } = await landscape.begin(batch);
    const to = await landscape.at(from.weights.map((weight) => weight / 2));
    await landscape.finish(to);
    const again = await landscape.begin(batch);
    expect([again.from === to, again.wasMoved]).toEqual([true, false]);
    landscape.forget();
    const anew = await landscape.begin(batch);
    expect([anew.from === to, anew.from.value, anew.wasMoved]).toEqual([false, to.value, false]);
    network.parameters[0]!.write(new Float32Array(network.parameters[0]!.size));
    const elsewhere = await landscape.begin(batch);
    expect([elsewhere.from.value === to.value, elsewhere.wasMoved]).toEqual([false, true]);
  });

  it('has no value where float32 cannot hold the weights', async () => {
    const { batch, landscape } = setUp(cases['a smooth network']!);
    const { weights } = (await landscape.begin(batch)).from;
    expect((await landscape.at(weights.map(() => 1e39))).value).toBe(Number.POSITIVE_INFINITY);
  });

  it('leaves the network where it was while points are tried, and at the point where an update ends', async () => {
    const { network, batch, landscape } = setUp(cases['a smooth network']!);
    const read = async (): Promise<number[]> => {
      const values = await Promise.all(network.parameters.map((parameter) => parameter.read()));
      return values.flatMap((parameter) => [...parameter]);
    };
    const { from } = await landscape.begin(batch);
    for (let i = 0; i < 6; i++) {
      const to = await landscape.at(from.weights.map((weight) => weight + i));
      expect(await read()).toEqual([...from.weights]);
      if (i < 5) continue;
      await landscape.finish(to);
      expect(await read()).toEqual([...to.weights]);
    }
  });
});
