import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError, ShapeError, useBackend } from '@neutype/core';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import {
  memory,
  mul,
  ones,
  sigmoid as sigmoidOf,
  softmax as softmaxOf,
  sub,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  type AnyNetwork,
  add,
  average,
  concatenate,
  conv2d,
  dropout,
  flatten,
  gatedAverage,
  input,
  inputs,
  join,
  type Layer,
  linear,
  maximum,
  mergingLayer,
  multiply,
  type NamedInputs,
  type Network,
  outputs,
  parallel,
  relu,
  repeat,
  reshape,
  residual,
  sigmoid,
  softmax,
  tanh,
} from '../src/index.js';

beforeAll(() => useBackend('cpu'));

function namesOf(network: AnyNetwork): readonly string[] {
  return network.layers.map(({ name }) => name);
}

function connectionsOf(network: AnyNetwork): Record<string, readonly string[]> {
  return Object.fromEntries(network.layers.map(({ name, inputs }) => [name, inputs]));
}

function begun<N extends AnyNetwork>(network: N, seed = 0): N {
  network.initialize(random(seed));
  return network;
}

function computed(network: AnyNetwork, x: Tensor): number[] {
  return tidy(() => [...network.forward(x).dataSync()]);
}

describe('a residual connection', () => {
  it('adds what comes in to what comes out', () => {
    const network = begun(input(2).to(residual(linear(3, { weight: 1 }), linear(2, { weight: 2 }))));
    expect(connectionsOf(network)).toEqual({
      'input-1': [],
      'linear-1': ['input-1'],
      'linear-2': ['linear-1'],
      'add-1': ['input-1', 'linear-2'],
    });
    expect(computed(network, tensor([[1, 10]]))).toEqual([1 + 66, 10 + 66]);
  });

  it('names both shapes where the parts do not keep the shape', () => {
    const make = (): unknown => input(4).to(residual(relu(3) as Layer));
    expect(make).toThrow(ShapeError);
    expect(make).toThrow(
      'layer add-1: expected inputs of one shape, got [?, 4] and [?, 3]. Put a layer into one branch that changes its shape, linear(3) for example.',
    );
  });
});

describe('blocks', () => {
  it('take their shapes where they are placed, with parameters of each place', () => {
    const hidden = join(relu(5), dropout(0.5));
    const [narrow, wide] = [input(2).to(hidden, softmax(3)), input(4).to(hidden, softmax(3))];
    expect(narrow.layer('relu-1').parameters['weight']!.shape).toEqual([2, 5]);
    expect(wide.layer('relu-1').parameters['weight']!.shape).toEqual([4, 5]);
  });

  it('stand within blocks, and pass on what comes in where they hold nothing', () => {
    const network = input(2).to(join(join(), join(relu(3), join(relu(4)))), linear(1));
    expect(namesOf(network)).toEqual(['input-1', 'relu-1', 'relu-2', 'linear-1']);
  });

  it('are repeated with parameters of their own', () => {
    const network = input(4).to(repeat(residual(relu(4, { name: 'wide' })), 3), softmax(2));
    expect(namesOf(network).filter((name) => name.startsWith('wide'))).toEqual(['wide', 'wide-2', 'wide-3']);
    expect(network.parameterCount).toBe(3 * 20 + 10);
    expect(() => repeat(relu(2), 1.5)).toThrow('repeat, times: expected a whole number from 1, got 1.5.');
    expect(() => input(4).to(repeat(residual(relu(3)), 2))).toThrow('[?, 4] and [?, 3]');
  });
});

describe('layers that take several inputs', () => {
  let x: Tensor;
  beforeAll(() => {
    x = tensor([[1, -2]]);
  });
  const branches = parallel(
    linear(2, {
      weight: [
        [1, 0],
        [0, 1],
      ],
    }),
    linear(2, { weight: 2 }),
    linear(2, { weight: -1 }),
  );

  it.each<[string, Layer<'merged'>, number[]]>([
    ['add', add(), [1 - 2 + 1, -2 - 2 + 1]],
    ['multiply', multiply(), [1 * -2 * 1, -2 * -2 * 1]],
    ['average', average(), [0, -1]],
    ['maximum', maximum(), [1, 1]],
  ])('%s combines them value by value', (_, layer, expected) => {
    const values = computed(begun(input(2).to(branches, layer)), x);
    for (const [index, value] of expected.entries()) expect(values[index]).toBeCloseTo(value, 6);
  });

  it('concatenate puts them one after another along an axis', () => {
    const network = begun(
      input(2).to(parallel(linear(1, { weight: 1 }), join(), linear(2, { weight: 2 })), concatenate()),
    );
    expect(network.outputShape).toEqual([5]);
    expect(computed(network, x)).toEqual([-1, 1, -2, -2, -2]);
    const images = input([4, 4, 2]).to(parallel(join(), join()), concatenate({ axis: 1 }));
    expect(images.outputShape).toEqual([8, 4, 2]);
    expect(input([4, 4, 2]).to(parallel(join(), join()), concatenate({ axis: -2 })).outputShape).toEqual([
      4, 8, 2,
    ]);
  });

  it.each([0, -3])('gatedAverage weights them by the gate, here input %d', (gateIndex) => {
    const gate = reshape([2]);
    const experts = [linear(3, { weight: 1 }), linear(3, { weight: 2 })] as const;
    const network = begun(input(2).to(parallel(gate, ...experts), gatedAverage({ gateIndex })));
    expect(computed(network, x)).toEqual([3, 3, 3]); // 1 · (1 − 2) − 2 · 2 · (1 − 2)
  });

  it('may be written by hand', () => {
    const difference = (): Layer =>
      mergingLayer({
        kind: 'difference',
        outputShape: ([first]) => first,
        parameters: ([first]) => ({ factor: { shape: first, value: 3 } }),
        forward: ([a, b], { factor }) => mul(sub(a, b), factor),
      });
    const network = begun(input(2).to(parallel(join(), linear(2, { weight: 1 })), difference()));
    expect(computed(network, x)).toEqual([6, -3]);
    expect(network.notReplayable).toBe('difference-1');
  });
});

describe('what does not fit together', () => {
  it.each<[string, () => unknown, string]>([
    [
      'a single input to add',
      () => input(4).to(add() as Layer),
      'layer add-1: expected two inputs or more, got 1: [?, 4] from input-1.',
    ],
    [
      'several inputs to a layer with one',
      () => input(4).to(parallel(relu(3), relu(5)), linear(1) as Layer),
      'layer linear-1: expected one input, got 2: [?, 3] from relu-1, [?, 5] from relu-2. Put a merging layer',
    ],
    [
      'branches of other shapes to multiply',
      () => input(4).to(parallel(relu(3) as Layer, relu(5)), multiply()),
      'layer multiply-1: expected inputs of one shape, got [?, 3] and [?, 5].',
    ],
    [
      'ranks that differ to concatenate',
      () => input(4).to(parallel(join(), reshape([2, 2])), concatenate()),
      'layer concatenate-1: expected inputs with the same number of axes, got [?, 4] and [?, 2, 2].',
    ],
    [
      'sizes that differ beside the axis',
      () => input(4).to(parallel(reshape([2, 2]), reshape([4, 1])), concatenate()),
      'expected inputs that differ in the last axis alone, got [?, 2, 2] and [?, 4, 1].',
    ],
    [
      'an axis too many',
      () => input(4).to(parallel(join(), join()), concatenate({ axis: 2 })),
      'layer concatenate-1: expected inputs that have an axis 2, got [?, 4] and [?, 4].',
    ],
    [
      'a gate of another width',
      () => input(4).to(parallel(softmax(3), relu(5), relu(5)), gatedAverage()),
      'layer gated-average-1: expected a gate of shape [?, 2], for 2 other inputs, got [?, 3], and inputs [?, 5] and [?, 5].',
    ],
    [
      'a gate that is no row',
      () => input([2, 2]).to(parallel(join(), join()), gatedAverage()),
      'layer gated-average-1: expected a gate of shape [?, 1]',
    ],
    [
      'a gate that is not there',
      () => input(4).to(parallel(softmax(2), relu(5), relu(5)), gatedAverage({ gateIndex: 3 })),
      'layer gated-average-1: expected the gate to be one of 3 inputs, got gateIndex 3.',
    ],
    [
      'experts that differ',
      () => input(4).to(parallel(softmax(2), relu(5), relu(6)), gatedAverage()),
      'layer gated-average-1: expected inputs of one shape, got [?, 5] and [?, 6].',
    ],
    [
      'as many branches as nobody knows how to connect',
      () => inputs({ a: 2, b: 3 }).to(parallel(relu(1), relu(1), relu(1))),
      'network.to: expected one input for all 3 branches of parallel, or one for each, got 2: [?, 2] from a, [?, 3] from b.',
    ],
    [
      'a network behind another shape',
      () => input(7).to(input(10).to(relu(3)) as AnyNetwork),
      'network.to, input-1 of the network behind input-1: expected [?, 10], got [?, 7] from input-1.',
    ],
  ])('is refused: %s', (_, make, message) => {
    expect(make).toThrow(ShapeError);
    expect(make).toThrow(message);
  });

  it.each<[string, () => unknown, string]>([
    ['the batch as an axis', () => concatenate({ axis: 0 }), 'concatenate, option axis'],
    ['an index that is none', () => gatedAverage({ gateIndex: 0.5 }), 'gatedAverage, option gateIndex'],
    ['an option that add does not know', () => add({ axis: 1 } as never), 'add: expected options'],
    [
      'nothing side by side',
      () => parallel(),
      'parallel: expected the parts that stand side by side, got none.',
    ],
    [
      'an array of branches',
      () => parallel([relu(3)] as never),
      'parallel: expected layers such as relu(500), got an array of 1.',
    ],
    ['no inputs', () => inputs({}), 'inputs: expected shapes by name'],
    ['no outputs', () => outputs({}), 'outputs: expected layers or networks by name'],
    [
      'an output twice',
      () => {
        const network = input(3).to(relu(2));
        return parallel(network, network);
      },
      "network, outputs: expected each output once, got 'relu-1' twice. A network that stands twice needs a copy: network.copy({ weights: 'shared' })",
    ],
    [
      'a merging layer without a shape',
      () => mergingLayer({ kind: 'x', forward: ([x]: readonly Tensor[]) => x } as never),
      'mergingLayer, outputShape',
    ],
  ])('is refused as an option: %s', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });
});

describe('a network within a network', () => {
  it('shares its layers and parameters, and takes what comes before it', () => {
    const encoder = begun(input(4).to(relu(3), linear(2)));
    const network = begun(input(6).to(relu(4), encoder, softmax(2)), 1);
    expect(namesOf(network)).toEqual(['input-1', 'relu-1', 'relu-2', 'linear-1', 'softmax-1']);
    expect(network.parameter('relu-2.weight').source).toBe(encoder.parameter('relu-1.weight').source);
    encoder.parameter('relu-1.weight').write(new Array(12).fill(0.5));
    return expect(network.parameter('relu-2.weight').read()).resolves.toEqual(new Float32Array(12).fill(0.5));
  });

  it('is frozen wherever it stands', () => {
    const encoder = input(4).to(relu(3));
    const network = input(6).to(relu(4), encoder, softmax(2));
    network.freeze('relu-2');
    expect(encoder.parameters.every(({ frozen }) => frozen)).toBe(true);
    expect(network.layer('relu-1').parameters['weight']!.frozen).toBe(false);
  });

  it('is one trunk where branches of it come together', () => {
    const trunk = input(4).to(relu(3));
    const network = parallel(trunk.to(linear(2)), trunk.to(tanh(2))).to(add());
    expect(namesOf(network)).toEqual(['input-1', 'relu-1', 'linear-1', 'tanh-1', 'add-1']);
  });

  it('is refused nowhere because of a cycle: what comes back is a second run of the same layers', () => {
    const network = input(3).to(relu(3));
    const twice = join(network, network);
    expect(namesOf(twice)).toEqual(['input-1', 'relu-1', 'relu-2']);
    expect(twice.parameters).toHaveLength(2);
  });
});

describe('a layer placed twice', () => {
  it('shares its parameters', () => {
    const shared = linear(3, { weight: 0.5 });
    const network = begun(input(3).to(shared, relu(), shared));
    expect(network.parameters.map(({ name }) => name)).toEqual(['linear-1.weight', 'linear-1.bias']);
    expect(network.parameterCount).toBe(12);
    expect(computed(network, ones([1, 3]))).toEqual([2.25, 2.25, 2.25]);
    expect(String(network)).toContain('linear-2  [?, 3]        as linear-1');
  });

  it('is refused where it would need parameters of another shape', () => {
    const shared = linear(3);
    expect(() => input(4).to(shared, shared)).toThrow(
      'layer linear-2, weight: expected the shape [4, 3] of linear-1.weight, for the same layer shares its parameters, got [3, 3].',
    );
  });
});

describe('several inputs and outputs', () => {
  function twoInputs() {
    return inputs({ image: [2, 2], age: 1 }).to(
      parallel(join(flatten(), relu(3)), linear(2)),
      concatenate(),
      outputs({ kind: softmax(3), place: join(tanh(4), linear(2)) }),
    );
  }

  it('have names and shapes', () => {
    const { ports } = twoInputs();
    expect(ports?.inputs).toEqual({ image: [2, 2], age: [1] });
    expect(ports?.outputs).toEqual({
      kind: { shape: [3], outputs: { kind: 'distribution', layer: 'softmax-1' } },
      place: { shape: [2], outputs: { kind: 'numbers', layer: 'linear-2' } },
    });
  });

  it('give logits where an output ends in softmax', () => {
    const network = begun(twoInputs());
    const { kind, place } = network.ports!.forward(
      { image: ones([5, 2, 2]), age: ones([5, 1]) },
      { training: false },
    );
    expect(kind!.outputs.shape).toEqual([5, 3]);
    expect(kind!.logits?.activation).toBe('softmax');
    expect([...softmaxOf(kind!.logits!.values).dataSync()]).toEqual([...kind!.outputs.dataSync()]);
    expect(place).toEqual({ outputs: place!.outputs });
    expect(place!.outputs.shape).toEqual([5, 2]);
  });

  it('take the only input of a network with several outputs without its name', async () => {
    const network = input(2).to(outputs({ a: linear(1), b: linear(2) }));
    network.initialize(random(0));
    const x = [
      [1, 2],
      [3, 4],
    ];
    expect(await network.predict(x)).toEqual(await network.predict({ 'input-1': x }));
  });

  it('predict by name what they compute', async () => {
    const network = begun(twoInputs());
    const [image, age] = [random(1).fillNormal(new Float32Array(12)), [[0.1], [0.2], [0.3]]];
    const { kind, place } = await network.predict(
      { image: ndarray(image, [3, 2, 2]), age },
      { batchSize: 2 },
    );
    const given = { image: tensor(image, [3, 2, 2]), age: tensor(age) };
    const computed = network.ports!.forward(given, { training: false });
    expect([kind!.shape, place!.shape]).toEqual([
      [3, 3],
      [3, 2],
    ]);
    for (const [name, { data }] of Object.entries({ kind: kind!, place: place! })) {
      const expected = computed[name]!.outputs.dataSync();
      for (const [index, value] of data.entries()) expect(value).toBeCloseTo(expected[index] as number, 6);
    }
  });

  it.each<[string, object, string]>([
    [
      'one is missing',
      { age: [[1]] },
      'predict, x: expected arrays by name: { image, age }, got none called image.',
    ],
    [
      'one is unknown',
      {
        image: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
        age: [[1]],
        weight: [[1]],
      },
      "got 'weight'.",
    ],
    [
      'one has more samples',
      {
        image: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
        age: [[1], [2]],
      },
      'predict, x: expected as many samples of each input, got 1 of image, 2 of age.',
    ],
    [
      'one has another shape',
      { image: [[1, 2, 3]], age: [[1]] },
      'predict, image: expected [?, 2, 2], got [1, 3].',
    ],
  ])('predict nothing where %s', async (_, x, message) => {
    await expect(begun(twoInputs()).predict(x as NamedInputs)).rejects.toThrow(message);
  });

  it('come from networks side by side, whose layers are numbered', () => {
    const network = parallel(input(3).to(relu(2)), input(4).to(relu(2)));
    expect(Object.keys(network.ports!.inputs)).toEqual(['input-1', 'input-2']);
    expect(network.parameters.map(({ name }) => name)).toEqual([
      'relu-1.weight',
      'relu-1.bias',
      'relu-2.weight',
      'relu-2.bias',
    ]);
    const merged = network.to(add(), softmax(2));
    expect(merged.ports!.outputs).toHaveProperty('softmax-1');
  });

  it('look at two inputs in one way with a shared copy', () => {
    const encoder = input(3).to(linear(2));
    const network = begun(parallel(encoder, encoder.copy({ weights: 'shared' })).to(add()));
    expect(network.parameters).toHaveLength(2);
    const [a, b] = [tensor([[1, 2, 3]]), tensor([[3, 1, 1]])];
    const both = network.ports!.forward({ 'input-1': a, 'input-2': b }, { training: false })['add-1']!
      .outputs;
    const [left, right] = [computed(encoder, a), computed(encoder, b)];
    for (const [index, value] of both.dataSync().entries()) {
      expect(value).toBeCloseTo((left[index] as number) + (right[index] as number), 5);
    }
  });
});

describe('parts of a network', () => {
  const network = input(4).to(relu(5), relu(3), softmax(2));

  it('end in a layer, or begin with one, and share its parameters', () => {
    begun(network);
    const [features, classifier] = [network.until('relu-2'), network.from('softmax-1')];
    expect(features.outputShape).toEqual([3]);
    expect(classifier.inputShape).toEqual([3]);
    expect([...features.parameters, ...classifier.parameters]).toEqual([...network.parameters]);
    const x = tensor([[1, 2, 3, 4]]);
    const hidden = tidy(() => features.forward(x));
    expect(computed(classifier, hidden)).toEqual(computed(network, x));
    expect(namesOf(features.to(softmax(7)))).toEqual(['input-1', 'relu-1', 'relu-2', 'softmax-1']);
  });

  it('give the activations of several layers at once', () => {
    const both = network.until('relu-1', 'relu-2');
    expect(Object.keys(both.ports!.outputs)).toEqual(['relu-1', 'relu-2']);
  });

  it('are refused where the rest takes something from before', () => {
    const bypassed = input(4).to(residual(relu(6, { name: 'inner' }), linear(4)), softmax(2));
    expect(() => bypassed.from('inner')).toThrow(
      'network.from: expected a layer that all of the rest depends on, got inner; add-1 also takes what input-1 gives.',
    );
    expect(() => network.until('relu-9')).toThrow(
      "network.until: expected one of input-1, relu-1, relu-2, softmax-1, got 'relu-9'.",
    );
  });

  it('call parameters as they call their layers, so that new ones get other names', () => {
    const shared = linear(2);
    const whole = input(2).to(parallel(shared, join(relu(), shared)), add());
    const part = whole.until('linear-2').to(linear(2));
    expect(part.parameters.map(({ name }) => name)).toEqual([
      'linear-2.weight',
      'linear-2.bias',
      'linear-1.weight',
      'linear-1.bias',
    ]);
    expect(part.parameter('linear-2.weight').source).toBe(whole.parameter('linear-1.weight'));
  });

  it('are copied with weights of their own', () => {
    const copy = network.copy();
    expect(copy.toString()).toBe(network.toString());
    expect(copy.parameters.some(({ initialized }) => initialized)).toBe(false);
    expect(() => network.copy({ weights: 'mine' as never })).toThrow('network.copy, weights');
  });
});

describe('weights by name', () => {
  it('are read and written', async () => {
    const [first, second] = [begun(input(2).to(relu(2), linear(1))), input(2).to(relu(2), linear(1))];
    const weights = await first.read();
    expect(Object.keys(weights)).toEqual([
      'relu-1.weight',
      'relu-1.bias',
      'linear-1.weight',
      'linear-1.bias',
    ]);
    second.write(weights);
    const x = tensor([[1, 2]]);
    expect(computed(second, x)).toEqual(computed(first, x));
  });

  it('are refused as a whole where one does not fit', async () => {
    const network = begun(input(2).to(relu(2), linear(1)));
    const before = await network.read();
    const wrong = { 'relu-1.bias': [7, 7], 'linear-1.weight': [[1, 2]] };
    expect(() => network.write(wrong)).toThrow(
      'network.write, linear-1.weight: expected values of shape [2, 1], got values of shape [1, 2]. What transpose() makes of them fits.',
    );
    expect(await network.read()).toEqual(before);
    expect(() => network.write({ 'relu-1.wieght': 1 })).toThrow("Did you mean 'relu-1.weight'?");
    expect(() => network.parameter('bias')).toThrow('network.parameter: expected one of');
  });
});

describe('a graph in words', () => {
  const network = input(4).to(residual(relu(4)), softmax(2));

  it('is a table that says what each layer is connected to', () => {
    expect(network.toString()).toBe(
      [
        'Layer      Output shape  Parameters  Connected to',
        '─────────  ────────────  ──────────  ───────────────',
        'input-1    [?, 4]                 0',
        'relu-1     [?, 4]                20  input-1',
        'add-1      [?, 4]                 0  input-1, relu-1',
        'softmax-1  [?, 2]                10  add-1',
        '─────────  ────────────  ──────────  ───────────────',
        'Total                            30',
      ].join('\n'),
    );
  });

  it('is a table that says which layers give the outputs', () => {
    const last = (text: unknown) => String(text).split('\n').at(-1);
    const named = input(4).to(relu(4), outputs({ kind: softmax(2), 'linear-1': linear(1) }));
    expect(last(named)).toBe('Outputs: kind from softmax-1, linear-1');
    expect(last(input(4).to(parallel(relu(2), tanh(3))))).toBe('Outputs: relu-1, tanh-1');
  });

  it('is a Mermaid flowchart', () => {
    expect(network.toMermaid()).toBe(
      [
        'flowchart TD',
        '  layer0["input-1<br/>[?, 4]"]',
        '  layer1["relu-1<br/>[?, 4]"]',
        '  layer2["add-1<br/>[?, 4]"]',
        '  layer3["softmax-1<br/>[?, 2]"]',
        '  layer0 --> layer1',
        '  layer0 --> layer2',
        '  layer1 --> layer2',
        '  layer2 --> layer3',
      ].join('\n'),
    );
    expect(input(1, { name: 'a"b' }).toMermaid()).toContain('["a#34;b<br/>');
  });

  it('is a graph for Graphviz', () => {
    expect(
      input(1, { name: 'a"b' })
        .to(residual(linear(1)))
        .toDot(),
    ).toBe(
      [
        'digraph network {',
        '  node [shape=box];',
        '  "a\\"b" [label="a\\"b\\n[?, 1]"];',
        '  "linear-1" [label="linear-1\\n[?, 1]"];',
        '  "add-1" [label="add-1\\n[?, 1]"];',
        '  "a\\"b" -> "linear-1";',
        '  "a\\"b" -> "add-1";',
        '  "linear-1" -> "add-1";',
        '}',
      ].join('\n'),
    );
  });
});

describe('the end of a graph', () => {
  it('is looked for behind the last layer with several inputs', () => {
    const network = begun(input(2).to(residual(relu(2)), sigmoid(3), reshape([3, 1])));
    expect(network.outputActivation).toBe('sigmoid');
    const x = tensor([[1, 2]]);
    const [outputs, logits] = [network.forward(x), network.forwardLogits(x)];
    const values = outputs.dataSync();
    for (const [index, value] of sigmoidOf(logits).dataSync().entries()) {
      expect(value).toBeCloseTo(values[index] as number, 6);
    }
  });

  it('is not known where branches are added', () => {
    const network = input(2).to(parallel(softmax(2), softmax(2)), average());
    expect(network.outputActivation).toBeUndefined();
    expect(network.outputs).toEqual({ kind: undefined, layer: 'average-1' });
  });

  it('computes an activation apart from a layer that others read too', () => {
    const network = begun(input(2).to(linear(2, { weight: -1 }), parallel(relu(), join()), add()));
    expect(computed(network, tensor([[1, 2]]))).toEqual([-3, -3]);
  });
});

describe('memory', () => {
  it('is flat over forward passes of a graph', () => {
    const network: Network = begun(
      input([4, 4, 1]).to(residual(conv2d(1, 3, { padding: 'same' })), flatten(), softmax(2)),
    );
    const x = ones([2, 4, 4, 1]);
    computed(network, x);
    const { numTensors } = memory();
    for (let pass = 0; pass < 5; pass++) computed(network, x);
    expect(memory().numTensors).toBe(numTensors);
  });
});
