import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError, useBackend, valueAndGradients } from '@neutype/core';
import { random } from '@neutype/random';
import { mul, type Scalar, sum, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { embedding, input, lstm, type Network } from '../src/index.js';
import { expectClose, golden, nested, type Packed, pack, training } from './support.js';

beforeAll(() => useBackend('cpu'));

/** What JavaScript lets through and types do not. */
function untyped(value: unknown): never {
  return value as never;
}

function initialized(network: Network): Network {
  network.initialize(random(0));
  return network;
}

it.each(golden('embedding'))(
  '%s: outputs and gradients are PyTorch’s',
  (name, { x, parameters, y, dy, gradients }) => {
    const weight = nested(parameters['weight'] as Packed);
    const options = name === 'with padding' ? { weight, paddingIndex: 0 } : { weight };
    const network = initialized(input(x.shape.slice(1)).to(embedding(6, 3, options)) as unknown as Network);
    expect(network.outputShape).toEqual([...x.shape.slice(1), 3]);
    const { gradients: found } = valueAndGradients(() => {
      const vectors = network.forward(tensor(x.data, x.shape), training);
      expectClose(pack(vectors), y);
      return sum(mul(vectors, tensor(dy.data, dy.shape))) as Scalar;
    }, [network.parameters[0]!.variable]);
    expectClose(pack(found[0]!), gradients['weight'] as Packed);
  },
);

describe('the padding’s row', () => {
  it('begins as 0 under any initial weight', async () => {
    for (const weight of [7, undefined]) {
      const options = weight === undefined ? { paddingIndex: 1 } : { weight, paddingIndex: 1 };
      const network = initialized(input(4).to(embedding(3, 2, options)) as unknown as Network);
      const values = [...(await network.parameters[0]!.read())];
      expect(values.slice(2, 4)).toEqual([0, 0]);
      expect([...values.slice(0, 2), ...values.slice(4)]).not.toContain(0);
    }
  });

  it('gives 0 even where other values were written to it', () => {
    const network = initialized(input(2).to(embedding(3, 2, { paddingIndex: 1 })) as unknown as Network);
    network.parameters[0]!.write([1, 2, 3, 4, 5, 6]);
    expect(network.forward(tensor([[1, 2]])).arraySync()).toEqual([
      [
        [0, 0],
        [5, 6],
      ],
    ]);
  });
});

it('a padded sequence is to a masking layer behind it what it is without its padding', () => {
  const layers = [embedding(6, 3, { paddingIndex: 0 }), lstm(2, { maskValue: 0 })] as const;
  const outputOf = (words: number[]) => {
    const network = input(words.length).to(...layers) as unknown as Network;
    network.initialize(random(0));
    return network.forward(tensor([words])).arraySync();
  };
  expect(outputOf([4, 1, 0, 0])).toEqual(outputOf([4, 1]));
  expect(outputOf([0, 4, 0, 1])).toEqual(outputOf([4, 1]));
  expect(outputOf([4, 1])).not.toEqual(outputOf([4, 2]));
});

it('begins with the variance 1 / vocabulary, as NeuPy’s', async () => {
  const network = initialized(input(1).to(embedding(50, 400)) as unknown as Network);
  const values = await network.parameters[0]!.read();
  const variance = values.reduce((total, value) => total + value * value, 0) / values.length;
  // Five standard deviations of the variance of 20,000 normal numbers.
  expect(Math.abs(variance * 50 - 1)).toBeLessThan(5 * Math.sqrt(2 / values.length));
});

it.each([-1, 3, 2.5, 1e9])(
  'gives NaN for %d, and rows for the others, where no kernel can throw',
  (index) => {
    const network = initialized(
      input(2).to(embedding(3, 1, { weight: [[1], [2], [3]] })) as unknown as Network,
    );
    expect(network.forward(tensor([[index, 2]])).arraySync()).toEqual([[[Number.NaN], [3]]]);
  },
);

describe('options', () => {
  it.each<[string, () => unknown, string]>([
    ['no vocabulary', () => embedding(0, 4), 'embedding(vocabulary, size), vocabulary'],
    ['a size that is not whole', () => embedding(4, 2.5), 'embedding(vocabulary, size), size'],
    [
      'a padding that is no number of the vocabulary',
      () => embedding(4, 2, { paddingIndex: 4 }),
      'expected a whole number from 0 to 3, got 4.',
    ],
    [
      'PyTorch’s name of the padding',
      () => embedding(4, 2, untyped({ padding_idx: 0 })),
      "Did you mean 'paddingIndex'?",
    ],
  ])('are refused: %s', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it('weights of another shape are refused with both shapes', () => {
    const weight = [[1, 2]];
    expect(() => input(4).to(embedding(3, 2, { weight, paddingIndex: 0 }))).toThrow(
      'parameter embedding-1.weight: expected values of shape [3, 2], got values of shape [1, 2].',
    );
  });

  it('settings hold what a file must say', () => {
    const { settings } = input(4).to(embedding(3, 2)).layer('embedding-1');
    expect(settings).toEqual({ vocabulary: 3, size: 2 });
  });
});
