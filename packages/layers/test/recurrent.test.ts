import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import { tensor } from '@tensorflow/tfjs-core';
import {
  type AnyNetwork,
  bidirectional,
  gru,
  input,
  inputs,
  join,
  type Layer,
  linear,
  lstm,
  parallel,
  simpleRnn,
} from '../src/index.js';
import { expectCentralDifferences, expectGolden, type GraphCase, graphCases } from './graphCase.js';

beforeAll(() => useBackend('cpu'));

const cases = graphCases('recurrent');

const sequence = input([4, 3]);
const all = { returnSequences: true } as const;
const padded = { maskValue: 0 } as const;
const backwards = { backwards: true } as const;
const learned = { learnInitialState: true } as const;
const torchGru = { updateGate: 'keeps', hiddenBias: 0 } as const;
const plainTorchGru = { updateGate: 'keeps' } as const;
const resetBefore = { resetGate: 'before' } as const;
function withState() {
  return inputs({ x: [4, 3], state: 2 });
}

const networks: readonly [string, AnyNetwork][] = [
  ['simpleRnn', sequence.to(simpleRnn(2, all))],
  ['simpleRnn, relu, last, backwards', sequence.to(simpleRnn(2, { activation: 'relu', ...backwards }))],
  ['simpleRnn, padded', sequence.to(simpleRnn(2, { ...all, ...padded, ...learned }))],
  ['lstm', sequence.to(lstm(2, all))],
  ['lstm, last', sequence.to(lstm(2))],
  ['lstm, backwards', sequence.to(lstm(2, { ...all, ...backwards }))],
  ['lstm, peepholes, learned state', sequence.to(lstm(2, { ...all, peepholes: true, ...learned }))],
  [
    'lstm, peepholes, padded, backwards, last',
    sequence.to(lstm(2, { peepholes: true, ...padded, ...backwards, ...learned })),
  ],
  ['lstm, padded', sequence.to(lstm(2, { ...all, ...padded }))],
  ['lstm, cell', sequence.to(lstm(2, { returnCell: true, ...padded, ...learned }))],
  ['lstm, cells', sequence.to(lstm(2, { ...all, returnCell: true }))],
  ['lstm, clipped', sequence.to(lstm(2, { ...all, peepholes: true, gradientClip: 0.05 }))],
  ['lstm, stacked', sequence.to(lstm(2, all), lstm(2))],
  [
    'lstm, encoder and decoder',
    inputs({ target: [3, 2], source: [4, 3] }).to(
      parallel(join(), lstm(2, { returnCell: true })),
      lstm(2, all),
    ),
  ],
  ['lstm, hidden state given', withState().to(lstm(2, { initialCell: 1 }))],
  ['gru', sequence.to(gru(2, all))],
  ['gru, padded', sequence.to(gru(2, { ...all, ...padded, ...learned }))],
  ['gru, padded, backwards, last', sequence.to(gru(2, { ...padded, ...backwards }))],
  ['gru, clipped', sequence.to(gru(2, { ...all, gradientClip: 0.05 }))],
  ['gru of PyTorch', sequence.to(gru(2, { ...all, ...torchGru }))],
  ['gru, state given', withState().to(gru(2, all))],
  ['gru, reset before', sequence.to(gru(2, { ...all, ...resetBefore }))],
  ['gru, reset before, keeps', sequence.to(gru(2, { ...all, ...resetBefore, ...plainTorchGru }))],
  [
    'gru, reset before, padded, backwards, last',
    sequence.to(gru(2, { ...resetBefore, ...padded, ...backwards, ...learned })),
  ],
  ['gru, reset before, clipped', sequence.to(gru(2, { ...all, ...resetBefore, gradientClip: 0.05 }))],
  ['gru, reset before, state given', withState().to(gru(2, { ...all, ...resetBefore }))],
  ['bidirectional lstm', sequence.to(bidirectional(lstm(2, all)))],
  [
    'bidirectional gru, average',
    sequence.to(bidirectional(gru(2, { ...all, ...plainTorchGru }), { merge: 'average' })),
  ],
  ['bidirectional simpleRnn, multiply', sequence.to(bidirectional(simpleRnn(2, all), { merge: 'multiply' }))],
];

describe('recurrent layers give the outputs and gradients of PyTorch or of NeuPy’s formulas', () => {
  it('in every case that there is', () => {
    expect(networks.map(([name]) => name)).toEqual(Object.keys(cases));
  });

  it.each(networks)('%s', (name, network) => expectGolden(network, cases[name] as GraphCase));
});

describe('gradients through time are those of central differences', () => {
  const smooth = networks.filter(([name]) => !/relu|clipped/.test(name));

  it.each(smooth)('%s', (name, network) => expectCentralDifferences(network, cases[name] as GraphCase));
});

describe('NeuPy’s own numbers', () => {
  const x = tensor(
    [
      [1, 2],
      [3, -1],
      [0.5, 0],
    ].flat(),
    [1, 3, 2],
  );
  const matrix = (rows: number, columns: number, less: number, by: number): number[][] =>
    Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => (row * columns + column - less) / by),
    );
  const tenths = (count: number): number[] => Array.from({ length: count }, (_, index) => index / 10);
  const ofLstm = { inputWeight: matrix(2, 8, 8, 20), hiddenWeight: matrix(2, 8, 4, 25), bias: tenths(8) };
  const ofGru = { inputWeight: matrix(2, 6, 6, 20), hiddenWeight: matrix(2, 6, 3, 25), bias: tenths(6) };

  it.each<[string, Layer, number[]]>([
    ['lstm', lstm(2, { ...all, ...ofLstm }), [0.159241, 0.24555, -0.001974, 0.051611, 0.086751, 0.163701]],
    [
      'lstm, backwards',
      lstm(2, { ...all, ...ofLstm, backwards: true }),
      [0.146309, 0.259564, -0.020008, 0.016418, 0.082686, 0.126353],
    ],
    ['lstm, backwards, last', lstm(2, { ...ofLstm, backwards: true }), [0.146309, 0.259564]],
    [
      'lstm, peepholes',
      lstm(2, { ...all, ...ofLstm, peepholes: true, peepholeWeight: 0.3 }),
      [0.161771, 0.250262, -0.0021, 0.055647, 0.088314, 0.172759],
    ],
    ['gru', gru(2, { ...all, ...ofGru }), [0.332302, 0.451741, 0.177374, 0.318543, 0.284241, 0.415934]],
    [
      'gru, backwards',
      gru(2, { ...all, ...ofGru, backwards: true }),
      [0.380753, 0.543062, 0.078029, 0.195141, 0.17659, 0.245886],
    ],
  ])('%s', async (_, layer, expected) => {
    const network = input([3, 2]).to(layer);
    network.initialize(random(0));
    const y = await network.forward(x).data();
    expected.forEach((value, index) => {
      expect(Math.abs(y[index]! - value)).toBeLessThan(1e-6);
    });
    expect(y).toHaveLength(expected.length);
  });
});

describe('steps that are padding', () => {
  it('make no difference, wherever they stand', async () => {
    const layers = () => [
      lstm(3, { ...padded, inputWeight: 0.5 }),
      gru(3, { ...padded, inputWeight: 0.5 }),
      gru(3, { ...padded, ...resetBefore, inputWeight: 0.5 }),
    ];
    for (const layer of layers()) {
      const network = input([5, 1]).to(layer);
      network.initialize(random(3));
      const rows = [
        [1, 2, 3, 0, 0],
        [0, 0, 1, 2, 3],
        [0, 1, 0, 2, 3],
      ];
      const y = (await network.forward(tensor(rows.flat(), [3, 5, 1])).array()) as number[][];
      expect(y[1]).toEqual(y[0]);
      expect(y[2]).toEqual(y[0]);
    }
  });

  it('leave the state as it is where all of them are', async () => {
    const initial = [0.5, -0.25];
    const network = input([3, 2]).to(lstm(2, { ...all, maskValue: -1, initialHidden: initial }));
    network.initialize(random(0));
    const y = await network.forward(tensor(new Array(6).fill(-1), [1, 3, 2])).data();
    expect([...y]).toEqual([...initial, ...initial, ...initial]);
  });
});

describe('options', () => {
  it('forgetBias is added to the forget gate’s quarter of the bias', async () => {
    const network = input([3, 2]).to(lstm(2, { bias: 0.5, forgetBias: 1 }));
    network.initialize(random(0));
    const bias = await network.layer('lstm-1').parameters['bias']!.read();
    expect([...bias]).toEqual([0.5, 0.5, 1.5, 1.5, 0.5, 0.5, 0.5, 0.5]);
  });

  it('initial states are parameters where they are not zero, and learned only if so told', () => {
    const trainable = (layer: Layer) => {
      const { initialHidden, initialCell } = input([3, 2]).to(layer).layer('lstm-1').parameters;
      return [initialHidden?.trainable, initialCell?.trainable];
    };
    expect(trainable(lstm(2))).toEqual([undefined, undefined]);
    expect(trainable(lstm(2, { initialCell: 1 }))).toEqual([undefined, false]);
    expect(trainable(lstm(2, learned))).toEqual([true, true]);
  });

  it('settings say all that there is to say beside the parameters', () => {
    const { settings } = gru(4, {
      ...padded,
      backwards: true,
      activations: { reset: 'hardSigmoid' },
    }).definition;
    expect(settings).toEqual({
      units: 4,
      returnSequences: false,
      backwards: true,
      maskValue: 0,
      learnInitialState: false,
      gradientClip: 0,
      updateGate: 'replaces',
      activations: { reset: 'hardSigmoid', update: 'sigmoid', hidden: 'tanh' },
    });
  });

  it('bidirectional turns a layer about that goes backwards already, and names its twin', () => {
    const network = sequence.to(bidirectional(lstm(2, { backwards: true, name: 'reader' })));
    expect(network.outputShape).toEqual([4]);
    expect(network.layer('reader-backwards').settings).toMatchObject({ backwards: false });
  });
});

describe('what recurrent layers refuse', () => {
  const untyped = (value: unknown): never => value as never;

  it.each<[string, () => unknown, string]>([
    ['no units', () => lstm(0), 'lstm(units): expected a whole number from 1, got 0'],
    [
      'an option of NeuPy’s',
      () => gru(2, untyped({ only_return_final: false })),
      "It is called 'returnSequences' here.",
    ],
    ['an activation that no gate has', () => gru(2, { activations: { reset: untyped('relu6') } }), 'relu'],
    [
      'a gate that there is not',
      () => lstm(2, { activations: untyped({ reset: 'tanh' }) }),
      'expected options out of input, forget, cell, output',
    ],
    ['peephole weights without peepholes', () => lstm(2, { peepholeWeight: 1 }), 'Write peepholes: true.'],
    ['a forget bias without a bias', () => lstm(2, { bias: null, forgetBias: 1 }), 'got bias: null'],
    [
      'a bias of the state that would only be added to the other',
      () => gru(2, { resetGate: 'before', hiddenBias: 0 }),
      'Leave hiddenBias out: bias does the same.',
    ],
    ['another place of the reset gate', () => gru(2, { resetGate: untyped('behind') }), "'before'"],
    ['a negative clip', () => simpleRnn(2, { gradientClip: -1 }), 'gradientClip: expected'],
    ['both ways of what is not recurrent', () => bidirectional(linear(2)), 'expected a recurrent layer'],
    ['another merge', () => bidirectional(lstm(2), { merge: untyped('concat') }), "'concatenate'"],
    [
      'images',
      () => input([3, 3, 1]).to(lstm(2) as Layer),
      'layer lstm-1: expected a sequence, [?, time, features], got [?, 3, 3, 1]',
    ],
    [
      'the last state of another one',
      () => input([4, 3]).to(lstm(2), untyped(lstm(2))),
      'got [?, 2]. A recurrent layer before it needs returnSequences: true',
    ],
    [
      'a second input that is no state',
      () => inputs({ x: [4, 3], state: 3 }).to(lstm(2)),
      'expected a sequence and, if it is given, the state before it: [?, 2] or [?, 4], got [?, 4, 3] and [?, 3]',
    ],
    [
      'two initial states',
      () => withState().to(gru(2, learned)),
      'Leave out initialHidden and learnInitialState.',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
