import '@neutype/backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import type { Network } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { memory, tensor } from '@tensorflow/tfjs-core';
import type { Activity, Column, ColumnActivity, Links } from '../src/shared/activity.js';
import { activityOf, planOf } from '../src/worker/activity/activityOf.js';
import { selectUnits, strongest } from '../src/worker/activity/selection.js';
import { buildNetwork } from '../src/worker/architecture/buildNetwork.js';
import { stroke } from './support/session.js';

const ROOM = { units: 1000, maps: 1000 };
const { image } = stroke(1);
const mean = Float32Array.from({ length: 784 }, (_, pixel) => (pixel % 7) / 20);
const x = Float32Array.from(image, (ink, pixel) => ink / 255 - mean[pixel]!);

beforeAll(() => useBackend('cpu'));

function made(line: string): Network {
  const network = buildNetwork(line);
  network.initialize(random(3));
  return network;
}

function look(network: Network, room = ROOM, before?: readonly ColumnActivity[]) {
  return activityOf({ network, mean, architecture: '' }, planOf(network), image, room, before);
}

function summary({ columns }: { readonly columns: readonly Column[] }): string[] {
  return columns.map(
    ({ kind, layer, count, rows, columns: across, sources }) =>
      `${kind} ${count}×${rows}×${across} ${layer} of ${sources.join(' and ') || 'nothing'}`,
  );
}

/** The score of an answer, before softmax. */
async function scoreOf(network: Network, answer: number): Promise<number> {
  const input = tensor(x, [1, ...network.inputShape]);
  const scores = network.forwardLogits(input);
  const score = (await scores.data())[answer]!;
  input.dispose();
  scores.dispose();
  return score;
}

function linesBetween({ links }: Pick<Activity, 'links'>, from: number, to: number): Links {
  return links.find((each) => each.from === from && each.to === to)!;
}

function expectClose(values: ArrayLike<number>, expected: ArrayLike<number>, digits: number): void {
  expect(values).toHaveLength(expected.length);
  for (let at = 0; at < values.length; at++) expect(values[at]).toBeCloseTo(expected[at]!, digits);
}

function sumBy(places: Uint16Array, strengths: Float32Array, count: number): number[] {
  const sums = new Array<number>(count).fill(0);
  places.forEach((place, line) => {
    sums[place]! += strengths[line]!;
  });
  return sums;
}

describe('the columns of the picture', () => {
  it.each([
    [
      'input([28, 28, 1]).to(conv2d(6, 5), batchNorm(), relu(), maxPool2d(2), dropout(0.5), flatten(), relu(20), softmax(10))',
      [
        'image 1×28×28 input-1 of nothing',
        'maps 6×24×24 conv2d-1 of 0',
        'maps 6×12×12 max-pool2d-1 of 1',
        'units 20×1×1 relu-2 of 2',
        'answers 10×1×1 softmax-1 of 3',
      ],
    ],
    [
      'input(784).to(reshape([28, 28, 1]), conv2d(3, 1), globalAvgPool(), linear(10), softmax())',
      [
        'image 1×28×28 input-1 of nothing',
        'maps 3×28×28 conv2d-1 of 0',
        'units 3×1×1 global-avg-pool-1 of 1',
        'answers 10×1×1 linear-1 of 2',
      ],
    ],
    [
      'input(784).to(relu(12), parallel(relu(5), tanh(6)), concatenate(), softmax(10))',
      [
        'image 1×28×28 input-1 of nothing',
        'units 12×1×1 relu-1 of 0',
        'units 5×1×1 relu-2 of 1',
        'units 6×1×1 tanh-1 of 1',
        'units 11×1×1 concatenate-1 of 2 and 3',
        'answers 10×1×1 softmax-1 of 4',
      ],
    ],
    [
      'input([28, 28]).to(gru(12, { returnSequences: true }), lastStep(), softmax(10))',
      [
        'image 1×28×28 input-1 of nothing',
        'maps 1×28×12 gru-1 of 0',
        'units 12×1×1 last-step-1 of 1',
        'answers 10×1×1 softmax-1 of 2',
      ],
    ],
    [
      'input([28, 28, 1]).to(reshape([7, 4, 28, 1]), reshape([28, 28, 1]), flatten(), softmax(10), reshape([1, 10]), flatten())',
      ['image 1×28×28 input-1 of nothing', 'answers 10×1×1 softmax-1 of 0'],
    ],
  ])('of %s are those that have something to show', async (line, expected) => {
    expect(summary(planOf(made(line)))).toEqual(expected);
  });

  it.each([
    'input(784).to(relu(1000), softmax(10))',
    'input(784).to(repeat(relu(9), 12), softmax(10))',
    'input([28, 28, 1]).to(conv2d(4, 1), residual(conv2d(4, 3, { padding: "same" }), relu()), flatten(), softmax(10))',
    'input([28, 28]).to(bidirectional(gru(6)), softmax(10))',
    'input([28, 28]).to(transformerBlock(4), flatten(), softmax(10))',
    'input([28, 28]).to(transpose([2, 1]), flatten(), relu(8), softmax(10))',
    'input([28, 28, 1]).to(depthwiseConv2d(3, { multiplier: 2 }), separableConv2d(4, 3), upsample(2), pad(1), flatten(), softmax(10))',
    'input([28, 28, 1]).to(conv2dTranspose(2, 3), crop(1), globalMaxPool(), softmax(10))',
    'input(784).to(softmax(10))',
  ])('of %s show what the network computes, and nothing stays behind', async (line) => {
    const network = made(line);
    await look(network);
    const before = memory().numTensors;
    const { columns, probabilities, links } = await look(network);
    expect(memory().numTensors).toBe(before);
    for (const { shown, values, rows, columns: across } of columns) {
      expect(values).toHaveLength(shown.length * rows * across);
      expect(values.every(Number.isFinite)).toBe(true);
    }
    for (const { sources, targets, strengths, to } of links) {
      expect(strengths.length).toBeLessThanOrEqual(Math.max(48, columns[to]!.shown.length));
      expect([sources.length, targets.length]).toEqual([strengths.length, strengths.length]);
    }
    const { data } = await network.predict(ndarray(x, [1, ...network.inputShape]));
    expect(probabilities).toEqual(data);
  });
});

describe('what the picture shows of a dense network', () => {
  it('is what its formula gives: activations, and lines that add up to scores', async () => {
    const network = made('input(784).to(relu(3), softmax(10))');
    const activity = await look(network);
    const { answer } = activity;
    const weights = await network.read();
    const [w1, b1, w2, b2] = ['relu-1.weight', 'relu-1.bias', 'softmax-1.weight', 'softmax-1.bias'].map(
      (name) => weights[name]!.data,
    );
    const sums = [0, 1, 2].map((unit) =>
      x.reduce((sum, value, pixel) => sum + value * w1![pixel * 3 + unit]!, 0),
    );
    const activations = sums.map((sum, unit) => Math.max(0, sum + b1![unit]!));
    expectClose(activity.columns[1]!.values, activations, 4);

    const contributions = activations.map((value, unit) => value * w2![unit * 10 + answer]!);
    const last = linesBetween(activity, 1, 2);
    expect(new Set(last.targets)).toEqual(new Set([answer]));
    expectClose(
      last.strengths,
      Array.from(last.sources, (unit) => contributions[unit]!),
      4,
    );
    expectClose(activity.columns[1]!.effects, contributions, 4);
    const score = contributions.reduce((sum, each) => sum + each, b2![answer]!);
    expect(await scoreOf(network, answer)).toBeCloseTo(score, 4);
  });

  it('is how much the score of the answer depends on each pixel', async () => {
    const network = made('input([28, 28]).to(flatten(), softmax(10))');
    const { answer, saliency } = await look(network);
    const weight = Array.from((await network.read())['softmax-1.weight']!.data);
    const slopes = weight.filter((_, index) => index % 10 === answer).map(Math.abs);
    const largest = Math.max(...slopes);
    expectClose(
      saliency,
      slopes.map((slope) => slope / largest),
      5,
    );
  });

  it('is lines from those pixels through which most comes', async () => {
    const network = made('input(784).to(relu(3), softmax(10))');
    const activity = await look(network);
    const weights = await network.read();
    const { sources, targets, strengths } = linesBetween(activity, 0, 1);
    const through = (pixel: number, unit: number) =>
      activity.columns[1]!.values[unit]! > 0
        ? x[pixel]! *
          weights['relu-1.weight']!.data[pixel * 3 + unit]! *
          weights['softmax-1.weight']!.data[unit * 10 + activity.answer]!
        : 0;
    expectClose(
      strengths,
      Array.from(sources, (pixel, line) => through(pixel, targets[line]!)),
      5,
    );
    const all = Array.from({ length: 784 * 3 }, (_, index) =>
      Math.abs(through(Math.floor(index / 3), index % 3)),
    );
    all.sort((a, b) => b - a);
    expect(Math.abs(strengths.at(-1)!)).toBeCloseTo(all[strengths.length - 1]!, 5);
  });
});

describe('a line of the picture', () => {
  it.each([
    [
      'input([28, 28, 1]).to(conv2d(2, 5), relu(), maxPool2d(4), conv2d(3, 3), relu(), flatten(), softmax(10))',
      2,
      3,
      'conv2d-2',
    ],
    [
      'input([28, 28, 1]).to(conv2d(4, 5), relu(), maxPool2d(4), conv2d(4, 3, { groups: 2 }), tanh(), flatten(), softmax(10))',
      2,
      3,
      'conv2d-2',
    ],
    [
      'input([28, 28, 1]).to(conv2d(2, 5), relu(), maxPool2d(4), flatten(), relu(5), softmax(10))',
      2,
      3,
      'relu-2',
    ],
    ['input(784).to(tanh(4), batchNorm(), relu(5), softmax(10))', 1, 2, 'relu-1'],
  ])('in %s is how the score changes with all weights that it stands for', async (line, from, to, layer) => {
    const network = made(line);
    const activity = await look(network);
    const { sources, targets, strengths } = linesBetween(activity, from, to);
    const parameter = network.parameter(`${layer}.weight`);
    const before = Float32Array.from(await parameter.read());
    const count = activity.columns[to]!.count;
    const seen = parameter.shape.length === 4 ? parameter.shape[2]! : activity.columns[from]!.count;
    const groups = activity.columns[from]!.count / seen;
    const scaledBy = async (factor: number, source: number, target: number) => {
      const row = source - seen * Math.floor((target * groups) / count);
      const isMeant = (at: number) => at % count === target && Math.floor(at / count) % seen === row;
      parameter.write(before.map((value, at) => (isMeant(at) ? value * factor : value)));
      const score = await scoreOf(network, activity.answer);
      parameter.write(before);
      return score;
    };
    for (let index = 0; index < strengths.length; index += 3) {
      const [source, target] = [sources[index]!, targets[index]!];
      const step = 0.02;
      const change = (await scaledBy(1 + step, source, target)) - (await scaledBy(1 - step, source, target));
      expect(strengths[index]).toBeCloseTo(change / (2 * step), 2);
    }
    expect(strengths.length).toBeGreaterThan(3);
  });

  it('leads on: what leaves a map or unit by lines is what it contributes', async () => {
    const network = made(
      'input([28, 28, 1]).to(conv2d(3, 5), relu(), maxPool2d(4), conv2d(3, 3), relu(), flatten(), relu(9), softmax(10))',
    );
    const activity = await look(network);
    for (const { from, to, sources, strengths } of activity.links.filter(({ from }) => from > 0)) {
      const { effects, shown } = activity.columns[from]!;
      const leaving = sumBy(sources, strengths, shown.length);
      expectClose(leaving, effects, 3);
      expect(activity.columns[to]!.sources).toEqual([from]);
    }
    expect(activity.links).toHaveLength(5);
  });

  it('through a sum carries what goes that way, and not what goes another', async () => {
    const network = made('input(784).to(relu(6), residual(relu(6)), softmax(10))');
    const activity = await look(network);
    const past = linesBetween(activity, 1, 3);
    const through = linesBetween(activity, 1, 2);
    const leaving = [past, through]
      .map(({ sources, strengths }) => sumBy(sources, strengths, 6))
      .reduce((all, some) => all.map((sum, unit) => sum + some[unit]!));
    expectClose(leaving, activity.columns[1]!.effects, 4);
  });
});

describe('the units that are shown', () => {
  it('are those that matter most, and stay in their places while they do', () => {
    const first = selectUnits(Float32Array.of(1, 9, 2, 8, 3, 7), 3, undefined);
    expect(first).toEqual(Uint16Array.of(1, 3, 5));
    expect(selectUnits(Float32Array.of(9, 8, 2, 7, 3, 6.5), 3, first)).toEqual(Uint16Array.of(1, 3, 5));
    expect(selectUnits(Float32Array.of(-99, 8, 2, 7, 3, 1), 3, first)).toEqual(Uint16Array.of(1, 3, 0));
    expect(selectUnits(Float32Array.of(1, 2), 3, undefined)).toEqual(Uint16Array.of(0, 1));
  });

  it('are as many as there is room for', async () => {
    const network = made('input([28, 28, 1]).to(conv2d(9, 5), relu(), flatten(), relu(50), softmax(10))');
    const room = { units: 12, maps: 4 };
    const first = await look(network, room);
    expect(first.columns.map(({ shown }) => shown.length)).toEqual([1, 4, 12, 10]);
    const again = await look(network, room, first.columns);
    expect(again.columns.map(({ shown }) => shown)).toEqual(first.columns.map(({ shown }) => shown));
  });

  it('have the strongest of all lines between them', () => {
    const values = Float32Array.from({ length: 500 }, (_, at) => ((at * 7919) % 499) - 250);
    const expected = [...values.keys()]
      .sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!))
      .slice(0, 9);
    expect(strongest(values, 9).map((at) => Math.abs(values[at]!))).toEqual(
      expected.map((at) => Math.abs(values[at]!)),
    );
    expect(strongest(Float32Array.of(0, -1, 0, 2), 9)).toEqual([3, 1]);
  });
});
