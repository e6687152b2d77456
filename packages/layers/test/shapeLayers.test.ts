import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError, ShapeError, useBackend } from '@neutype/core';
import { range, reshape as reshapeTensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  crop,
  flatten,
  input,
  type Layer,
  lastStep,
  pad,
  repeatVector,
  reshape,
  transpose,
  upsample,
} from '../src/index.js';
import { expectClose, type GoldenCase, golden, outputAndGradients } from './support.js';

beforeAll(() => useBackend('cpu'));

/** What JavaScript lets through and types do not. */
function untyped(value: unknown): never {
  return value as never;
}

const SIDES = [
  [1, 0],
  [2, 1],
] as const;

const LAYERS: Readonly<Record<string, Layer>> = {
  pad: pad(SIDES, { value: 0.5 }),
  'pad reflect': pad(SIDES, { mode: 'reflect' }),
  'pad symmetric': pad(SIDES, { mode: 'symmetric' }),
  'pad edge': pad(SIDES, { mode: 'edge' }),
  'pad reflect sequence': pad([[3, 2]], { mode: 'reflect' }),
  'upsample nearest': upsample([2, 3]),
  'upsample bilinear': upsample([3, 2], { mode: 'bilinear' }),
  'upsample bilinear of one row': upsample([4, 2], { mode: 'bilinear' }),
  'upsample nearest sequence': upsample(3),
  'upsample linear sequence': upsample([2], { mode: 'bilinear' }),
};

it.each(golden('shapeLayers'))(
  '%s is what PyTorch or NumPy makes of it, and so is its gradient',
  (name, expected) => {
    expectGolden(expected, LAYERS[name] as Layer);
  },
);

function expectGolden(expected: GoldenCase, layer: Layer): void {
  const network = input(expected.x.shape.slice(1)).to(layer);
  const { y, dx } = outputAndGradients(network, expected.x, expected.dy.data);
  expect(network.outputShape).toEqual(expected.y.shape.slice(1));
  expectClose(y, expected.y);
  expectClose(dx, expected.dx);
}

/** What a layer makes of the numbers from 0 on, of two samples. */
function ofNumbers(shape: readonly number[], layer: Layer) {
  const network = input(shape).to(layer);
  const size = 2 * shape.reduce((product, length) => product * length, 1);
  const y = network.forward(reshapeTensor(range(0, size, 1, 'float32'), [2, ...shape]));
  expect(y.shape.slice(1)).toEqual(network.outputShape);
  return y.arraySync();
}

describe('transpose', () => {
  it('orders the axes of each sample', () => {
    expect(ofNumbers([2, 3], transpose([2, 1]))).toEqual([
      [
        [0, 3],
        [1, 4],
        [2, 5],
      ],
      [
        [6, 9],
        [7, 10],
        [8, 11],
      ],
    ]);
    expect(input([28, 20, 3]).to(transpose([3, 1, 2])).outputShape).toEqual([3, 28, 20]);
  });

  it('leads back where its inverse follows', () => {
    const there = input([2, 3, 4]).to(transpose([3, 1, 2]), transpose([2, 3, 1]));
    expect(there.outputShape).toEqual([2, 3, 4]);
  });

  it.each<[string, () => unknown, string]>([
    [
      'NeuPy’s batch',
      () => transpose([0, 2, 1]),
      'got [0, 2, 1]. The batch, axis 0, stays where it is: write transpose([2, 1]).',
    ],
    [
      'an axis twice',
      () => transpose([1, 1]),
      'transpose(axes): expected the axes of a sample from 1 on, each once, got [1, 1].',
    ],
    ['an axis left out', () => transpose([1, 3]), 'got [1, 3]'],
    ['no axes', () => transpose([]), 'got []'],
    ['a number', () => transpose(untyped(2)), 'got 2'],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it('refuses samples of another number of axes', () => {
    expect(() => input([4, 4, 1]).to(transpose([2, 1]) as Layer)).toThrow(ShapeError);
    expect(() => input([4, 4, 1]).to(transpose([2, 1]) as Layer)).toThrow(
      'layer transpose-1: expected samples of 2 axes, for [2, 1] puts as many in order, got [?, 4, 4, 1].',
    );
  });
});

describe('pad and crop', () => {
  it('crop takes away what pad has added', () => {
    const numbers = ofNumbers([3, 2, 2], crop(0));
    for (const amount of [1, [2, 0], SIDES]) {
      const network = input([3, 2, 2]).to(pad(amount as 1, { value: 7 }), crop(amount as 1));
      expect(network.outputShape).toEqual([3, 2, 2]);
      const x = reshapeTensor(range(0, 24, 1, 'float32'), [2, 3, 2, 2]);
      expect(network.forward(x).arraySync()).toEqual(numbers);
    }
  });

  it('crops each side by so much', () => {
    expect(ofNumbers([4, 1], crop([[1, 2]]))).toEqual([[[1]], [[5]]]);
  });

  it.each<[string, () => unknown, string]>([
    ['a negative amount', () => pad(-1), 'pad(amount): expected a whole number from 0, or a list'],
    ['three sides', () => pad(untyped([[1, 2, 3]])), 'got [[1, 2, 3]]'],
    ['no amount', () => crop(untyped(undefined)), 'crop(amount): expected a whole number from 0'],
    ['an unknown mode', () => pad(1, { mode: untyped('wrap') }), "got 'wrap'"],
    ['an unknown option', () => pad(1, untyped({ valeu: 1 })), "Did you mean 'value'?"],
    ['a value that is none', () => pad(1, { value: Number.NaN }), 'pad value'],
  ])('refuse %s', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it.each<[string, () => unknown, string]>([
    [
      'rows, which have no sides',
      () => input(5).to(pad(1) as Layer),
      'layer pad-1: expected images [?, height, width, channels] or sequences [?, time, features], got [?, 5].',
    ],
    [
      'a list for another number of axes',
      () => input([5, 5, 1]).to(pad([1])),
      'layer pad-1: expected samples of 2 axes, for [1] says what 1 of them get and the last stays, got [?, 5, 5, 1].',
    ],
    [
      'an axis that is too short for its mirror image',
      () => input([5, 2, 1]).to(pad(2, { mode: 'reflect' })),
      "layer pad-1: expected axes that are long enough to be mirrored, for reflect adds [[2, 2], [2, 2]], got [?, 5, 2, 1]. Add less, or take the mode 'edge' or 'constant'.",
    ],
    [
      'images of which nothing would be left',
      () => input([5, 4, 1]).to(crop(2)),
      'layer crop-1: expected samples from which something is left when crop(2) has cut off their sides, got [?, 5, 4, 1].',
    ],
  ])('refuse %s', (_, make, message) => {
    expect(make).toThrow(ShapeError);
    expect(make).toThrow(message);
  });
});

describe('upsample', () => {
  it('repeats rows and columns, as NeuPy’s Upscale', () => {
    expect(ofNumbers([1, 2, 1], upsample([2, 2]))).toEqual([
      [
        [[0], [0], [1], [1]],
        [[0], [0], [1], [1]],
      ],
      [
        [[2], [2], [3], [3]],
        [[2], [2], [3], [3]],
      ],
    ]);
  });

  it.each<[unknown, string]>([
    [0, 'upsample(scale): expected a whole number from 1, or a list of them, got 0.'],
    [1.5, 'got 1.5'],
    [[2, -1], 'got [2, -1]'],
    ['2', "got '2'"],
  ])('refuses a scale of %j', (scale, message) => {
    expect(() => upsample(untyped(scale))).toThrow(OptionError);
    expect(() => upsample(untyped(scale))).toThrow(message);
  });

  it('refuses an unknown mode, and rows', () => {
    expect(() => upsample(2, { mode: untyped('cubic') })).toThrow(OptionError);
    expect(() => input(4).to(upsample(2) as Layer)).toThrow(ShapeError);
  });
});

describe('repeatVector', () => {
  it('repeats each sample along a new first axis', () => {
    expect(ofNumbers([2], repeatVector(3))).toEqual([
      [
        [0, 1],
        [0, 1],
        [0, 1],
      ],
      [
        [2, 3],
        [2, 3],
        [2, 3],
      ],
    ]);
    expect(() => repeatVector(0)).toThrow(OptionError);
  });
});

describe('lastStep', () => {
  it('gives the last time step of each sample', () => {
    expect(ofNumbers([2, 3], lastStep())).toEqual([
      [3, 4, 5],
      [9, 10, 11],
    ]);
    expect(() => input(4).to(lastStep())).toThrow(ShapeError);
  });
});

describe('reshape', () => {
  it('works out the size that is -1', () => {
    expect(input([4, 6]).to(reshape([-1, 3])).outputShape).toEqual([8, 3]);
    expect(input([4, 6]).to(reshape([2, -1, 2])).outputShape).toEqual([2, 6, 2]);
  });

  it('makes rows of everything unless told otherwise, as NeuPy’s and flatten do', () => {
    expect(input([4, 6]).to(reshape()).outputShape).toEqual([24]);
    expect(input([4, 6]).to(reshape(-1)).outputShape).toEqual([24]);
    expect(input([4, 6]).to(reshape(24)).outputShape).toEqual(input([4, 6]).to(flatten()).outputShape);
  });

  it('refuses what cannot be shared out, with both shapes', () => {
    expect(() => input([3, 4]).to(reshape([5, -1]))).toThrow(
      'layer reshape-1: expected a multiple of 5 values a sample, for the new shape [?, 5, -1], got 12, in [?, 3, 4].',
    );
  });
});

it('settings hold what a file must say of each', () => {
  const network = input([4, 4, 1]).to(
    pad(1),
    crop([1, 1]),
    upsample(2),
    transpose([3, 1, 2]),
    reshape([8, -1]),
  );
  expect(network.layers.slice(1, 6).map(({ settings }) => settings)).toEqual([
    { amount: 1, mode: 'constant', value: 0 },
    { amount: [1, 1] },
    { scale: 2, mode: 'nearest' },
    { axes: [3, 1, 2] },
    { shape: [8, -1] },
  ]);
});
