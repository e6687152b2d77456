import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  DataError,
  DisposedError,
  NotInitializedError,
  OptionError,
  ShapeError,
  useBackend,
} from '@neutype/core';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { memory, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  avgPool2d,
  batchNorm,
  conv2d,
  dropout,
  flatten,
  input,
  join,
  type Layer,
  linear,
  maxPool2d,
  relu,
  reshape,
  sigmoid,
  softmax,
  tanh,
} from '../src/index.js';

beforeAll(() => useBackend('cpu'));

function tutorial() {
  return input(784).to(relu(500), relu(300), softmax(10));
}

describe('the table of a network', () => {
  it('shows layers, shapes and parameters', () => {
    expect(tutorial().toString()).toBe(
      [
        'Layer      Output shape  Parameters',
        '─────────  ────────────  ──────────',
        'input-1    [?, 784]               0',
        'relu-1     [?, 500]         392,500',
        'relu-2     [?, 300]         150,300',
        'softmax-1  [?, 10]            3,010',
        '─────────  ────────────  ──────────',
        'Total                       545,810',
      ].join('\n'),
    );
  });

  it('marks parameters that are not trained', () => {
    const network = input([8, 8, 1]).to(conv2d(4, 3), batchNorm(), relu(), flatten(), softmax(2));
    expect(String(network)).toBe(
      [
        'Layer         Output shape  Parameters',
        '────────────  ────────────  ──────────',
        'input-1       [?, 8, 8, 1]           0',
        'conv2d-1      [?, 6, 6, 4]          40',
        'batch-norm-1  [?, 6, 6, 4]          16',
        'relu-1        [?, 6, 6, 4]           0',
        'flatten-1     [?, 144]               0',
        'softmax-1     [?, 2]               290',
        '────────────  ────────────  ──────────',
        'Total                              346',
        'of which 8 are not trained',
      ].join('\n'),
    );
  });
});

describe('composition', () => {
  it('gives the same network by join and by to', () => {
    const joined = join(input(784), relu(500), relu(300), softmax(10));
    expect(joined.toString()).toBe(tutorial().toString());
    expect(joined.parameterCount).toBe(545_810);
  });

  it('never changes a network, and shares its parameters', () => {
    const features = input(4).to(relu(3));
    const [classes, number] = [features.to(softmax(2)), features.to(linear(1))];
    expect(features.layers.map(({ name }) => name)).toEqual(['input-1', 'relu-1']);
    expect(classes.layer('relu-1').parameters).toBe(number.layer('relu-1').parameters);
  });

  it('numbers names in each network alone', () => {
    tutorial();
    expect(tutorial().layers.map(({ name }) => name)).toEqual(['input-1', 'relu-1', 'relu-2', 'softmax-1']);
  });

  it('keeps given names, and numbers around them', () => {
    const network = input(4).to(relu(3, { name: 'relu-1' }), relu(3), relu(3, { name: 'last' }));
    expect(network.layers.map(({ name }) => name)).toEqual(['input-1', 'relu-1', 'relu-2', 'last']);
    expect(() => network.to(relu(2, { name: 'last' }))).toThrow(OptionError);
  });

  it('refuses anything that is not a layer', () => {
    const network = input(4);
    expect(() => network.to(relu as never)).toThrow('the function relu. Call it: relu(10).');
    expect(() => network.to('relu' as never)).toThrow('Did you mean relu(10)?');
  });

  it('finds layers by name', () => {
    expect(tutorial().layer('relu-2').outputShape).toEqual([300]);
    expect(() => tutorial().layer('relu-3')).toThrow(
      "network.layer: expected one of input-1, relu-1, relu-2, softmax-1, got 'relu-3'.",
    );
  });
});

describe('shape inference', () => {
  // NeuPy's anchors: d = 8, f = 3 for valid, same and padding 1.
  it.each([
    [{ stride: 1 }, [6, 8, 8]],
    [{ stride: 2 }, [3, 4, 4]],
    [{ dilation: 2 }, [4, 8, 6]],
  ])('conv2d with %j', (options, expected) => {
    const lengths = (['valid', 'same', 1] as const).map(
      (padding) => input([8, 8, 2]).to(conv2d(5, 3, { ...options, padding })).outputShape,
    );
    expect(lengths).toEqual(expected.map((length) => [length, length, 5]));
  });

  it.each([
    ['valid', [3, 3, 2]],
    ['same', [4, 4, 2]],
    [1, [4, 4, 2]],
    [2, [5, 5, 2]],
  ] as const)('pooling 3 by stride 2 of 8 × 7, %s', (padding, expected) => {
    const options = { stride: 2, padding };
    expect(input([8, 7, 2]).to(maxPool2d(3, options)).outputShape).toEqual(expected);
    expect(input([8, 7, 2]).to(avgPool2d(3, options)).outputShape).toEqual(expected);
  });

  it('works out filters and dense weights', () => {
    const network = input([9, 9, 3]).to(conv2d(4, [3, 2]), flatten(), linear(5, { bias: null }));
    const shapes = network.parameters.map(({ name, shape }) => [name, shape]);
    expect(shapes).toEqual([
      ['conv2d-1.weight', [3, 2, 3, 4]],
      ['conv2d-1.bias', [4]],
      ['linear-1.weight', [7 * 8 * 4, 5]],
    ]);
  });

  it('leaves shapes alone where a layer does', () => {
    const network = input([4, 5]).to(relu(), sigmoid(), tanh(), softmax(), batchNorm(), dropout(0.5));
    expect(network.outputShape).toEqual([4, 5]);
  });

  it('reshapes and flattens', () => {
    expect(input(12).to(reshape([2, 3, 2])).outputShape).toEqual([2, 3, 2]);
    expect(input([2, 3, 2]).to(flatten()).outputShape).toEqual([12]);
  });
});

describe('layers that do not fit together are refused', () => {
  it.each<[string, () => unknown, string]>([
    [
      'rows to a convolution',
      () => input(784).to(conv2d(8, 3) as Layer),
      'layer conv2d-1: expected images, [?, height, width, channels], got [?, 784]. Begin with input([height, width, channels])',
    ],
    [
      'images without channels',
      () => input([28, 28]).to(maxPool2d(2) as Layer),
      'layer max-pool2d-1: expected images, [?, height, width, channels], got [?, 28, 28]. Declare the channels too: input([28, 28, 1]).',
    ],
    [
      'a filter larger than the image',
      () => input([4, 4, 1]).to(conv2d(8, 5)),
      'layer conv2d-1: expected an image that a window of 5 × 5 fits into, got [?, 4, 4, 1].',
    ],
    [
      'a shape of another size',
      () => input(10).to(reshape([3, 4])),
      'layer reshape-1: expected 12 values a sample, for the new shape [?, 3, 4], got 10, in [?, 10].',
    ],
    [
      'weights of another shape',
      () => input(3).to(linear(2, { weight: [[1, 2]] })),
      'parameter linear-1.weight: expected values of shape [3, 2], got values of shape [1, 2].',
    ],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(ShapeError);
    expect(build).toThrow(message);
  });
});

describe('options', () => {
  it.each<[string, () => unknown, string]>([
    ['no features', () => input(0), 'input: expected the number of features'],
    ['a fraction of a feature', () => input([2, 1.5]), 'got [2, 1.5]. Write input(784)'],
    ['no units', () => relu(0), 'relu(units): expected a whole number from 1, got 0.'],
    ['a unit too many', () => softmax(2.5), 'softmax(units)'],
    ['a misspelled option', () => linear(3, { wieght: 1 } as never), "Did you mean 'weight'?"],
    ['options of units without units', () => relu({ bias: 1 } as never), "got 'bias'"],
    ['no filters', () => conv2d(0, 3), 'conv2d(filters, size)'],
    ['a window of nothing', () => conv2d(3, 0), 'conv2d size'],
    ['a wrong padding', () => conv2d(3, 3, { padding: 'full' as never }), 'conv2d padding'],
    ['a negative padding', () => conv2d(3, 3, { padding: -1 }), 'conv2d padding'],
    ['a wrong pooling padding', () => maxPool2d(2, { padding: 'full' as never }), 'maxPool2d padding'],
    [
      'a window of padding alone',
      () => avgPool2d([3, 2], { padding: 2 }),
      "less than the window's size, 3 × 2",
    ],
    ['all dropped', () => dropout(1), 'dropout(rate)'],
    ['a rate that is none', () => dropout(Number.NaN), 'dropout(rate)'],
    ['too much alpha', () => batchNorm({ alpha: 1.5 }), 'batchNorm alpha'],
    ['no epsilon', () => batchNorm({ epsilon: 0 }), 'batchNorm epsilon'],
  ])('%s is refused', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });
});

describe('a network without an optimizer', () => {
  const network = input(3).to(relu(4), softmax(2));

  it('refuses to predict before its parameters have values', async () => {
    await expect(network.predict([[1, 2, 3]])).rejects.toThrow(NotInitializedError);
  });

  it('predicts batch by batch what it predicts at once', async () => {
    network.initialize(random(0));
    const x = ndarray(random(1).fillNormal(new Float32Array(30)), [10, 3]);
    const [whole, parts] = [await network.predict(x), await network.predict(x, { batchSize: 3 })];
    expect(whole.shape).toEqual([10, 2]);
    expect([...parts.data]).toEqual([...whole.data]);
  });

  it('takes a single sample, and any dtype', async () => {
    const one = await network.predict([1, 2, 3]);
    expect(one.shape).toEqual([1, 2]);
    const bytes = await network.predict(ndarray(new Uint8Array([1, 2, 3]), [1, 3]));
    expect([...bytes.data]).toEqual([...one.data]);
  });

  it('refuses samples of another shape', async () => {
    await expect(network.predict([[1, 2]])).rejects.toThrow('predict: expected [?, 3], got [1, 2].');
    await expect(network.predict([[1, 2, 3]], { batchSize: 0 })).rejects.toThrow(OptionError);
  });

  it('checks the shape of tensors too', () => {
    const x = tensor([[1, 2]]);
    expect(() => network.forward(x)).toThrow(ShapeError);
    x.dispose();
  });

  it('leaves no tensors behind', async () => {
    const before = memory().numTensors;
    await network.predict([[1, 2, 3]]);
    const x = tensor([[1, 2, 3]]);
    network.forward(x).dispose();
    network.forwardLogits(x).dispose();
    x.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('frees its parameters when it is disposed of, and says so when it is used again', async () => {
    const before = memory().numTensors;
    const short = input(3).to(relu(4), softmax(2));
    short.initialize(random(0));
    await short.predict([1, 2, 3]);
    expect(memory().numTensors).toBe(before + 4);
    short.dispose();
    expect(memory().numTensors).toBe(before);
    await expect(short.predict([1, 2, 3])).rejects.toThrow(DisposedError);
  });

  it('gives logits whose softmax is the output', async () => {
    const x = tensor([[1, -2, 3]]);
    const logits = [...network.forwardLogits(x).dataSync()].map(Math.exp);
    const output = network.forward(x).dataSync();
    const sum = (logits[0] as number) + (logits[1] as number);
    expect(output[0]).toBeCloseTo((logits[0] as number) / sum, 6);
  });
});

describe('initial values', () => {
  async function valuesOf(build: () => ReturnType<typeof tutorial>, seed: number): Promise<Float32Array> {
    const network = build();
    network.initialize(random(seed));
    return network.layer('relu-1').parameters['weight']!.read();
  }

  it('are a function of the seed', async () => {
    const [a, b, c] = [await valuesOf(tutorial, 0), await valuesOf(tutorial, 0), await valuesOf(tutorial, 1)];
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  it('of a layer do not depend on the layers after it', async () => {
    const longer = () => join(input(784), relu(500), relu(300), softmax(10)) as ReturnType<typeof tutorial>;
    expect(await valuesOf(longer, 0)).toEqual(await valuesOf(tutorial, 0));
  });

  it('are not drawn a second time', async () => {
    const network = input(3).to(
      linear(2, {
        weight: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        bias: [7, 8],
      }),
    );
    network.initialize(random(0));
    const { weight } = network.layer('linear-1').parameters;
    expect([...(await weight!.read())]).toEqual([1, 2, 3, 4, 5, 6]);
    weight!.write([6, 5, 4, 3, 2, 1]);
    network.initialize(random(1));
    expect([...(await weight!.read())]).toEqual([6, 5, 4, 3, 2, 1]);
    expect(() => weight!.write([1])).toThrow(DataError);
  });
});
