import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/core';
import { input, linear, sigmoid } from '@neutype/layers';
import {
  type AdafactorOptions,
  adadelta,
  adafactor,
  adagrad,
  adam,
  adamax,
  adamW,
  amsgrad,
  irpropPlus,
  lamb,
  lbfgs,
  lion,
  type MuonOptions,
  muon,
  nadam,
  type RpropOptions,
  radam,
  rmsprop,
  rprop,
} from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';
import type { Maker } from './trajectories.js';

beforeAll(activateBackend);

describe('algorithms begin with the options of their papers or of NeuPy', () => {
  it.each<[string, Maker, number, string[]]>([
    ['Adagrad', adagrad, 0.1, ['initialAccumulator = 0.1', 'epsilon = 0']],
    ['Adadelta', adadelta, 1, ['rho = 0.95', 'epsilon = 1e-7']],
    ['Rmsprop', rmsprop, 0.1, ['decay = 0.95', 'momentum = 0', 'centered = false', 'initialAccumulator = 1']],
    [
      'Adafactor',
      adafactor,
      0.01,
      ['decay = 0.8', 'epsilon1 = 1e-30', 'epsilon2 = 0.001', 'clipThreshold = 1'],
    ],
    ['Muon', muon, 0.02, ['momentum = 0.95', 'nesterov = true', 'rounds = 5', 'weightDecay = 0']],
    ['AdamW', adamW, 0.001, ['beta1 = 0.9', 'beta2 = 0.999', 'epsilon = 1e-8', 'weightDecay = 0.01']],
    ['Amsgrad', amsgrad, 0.001, ['beta1 = 0.9', 'beta2 = 0.999', 'epsilon = 1e-8']],
    ['Nadam', nadam, 0.002, ['beta1 = 0.9', 'beta2 = 0.999', 'epsilon = 1e-8', 'momentumDecay = 0.004']],
    ['Radam', radam, 0.001, ['beta1 = 0.9', 'beta2 = 0.999', 'epsilon = 1e-8']],
    ['Adamax', adamax, 0.002, ['beta1 = 0.9', 'beta2 = 0.999', 'epsilon = 1e-7']],
    ['Lamb', lamb, 0.001, ['beta1 = 0.9', 'beta2 = 0.999', 'epsilon = 0.000001', 'weightDecay = 0.01']],
    ['Lion', lion, 0.0001, ['beta1 = 0.9', 'beta2 = 0.99', 'weightDecay = 0']],
    ['Rprop', rprop, 0.1, ['minStep = 0.001', 'maxStep = 10', 'increaseFactor = 1.2', 'batchSize = null']],
    ['IrpropPlus', irpropPlus, 0.1, ['decreaseFactor = 0.5', "backtracking = 'delayed'", 'batchSize = null']],
  ])('%s', (name, make, step, lines) => {
    const reporter = recorder();
    expect(make(oneWeight(), { reporter, verbose: true, seed: 0 }).step).toBe(step);
    expect(reporter.lines).toContain(`[ALGORITHM] ${name}`);
    for (const line of lines) expect(reporter.lines).toContain(`[OPTION] ${line}`);
  });
});

describe('an option out of range is refused by name', () => {
  const refused: [Maker, object, string][] = [
    [adagrad, { initialAccumulator: -1 }, 'option initialAccumulator: expected a number from 0'],
    [adagrad, { epsilon: Number.NaN }, 'option epsilon: expected a number from 0'],
    [
      adagrad,
      { initialAccumulator: 0 },
      'option epsilon: expected a number above 0 within float32 where initialAccumulator is 0, got 0.',
    ],
    [adadelta, { rho: 1 }, 'option rho: expected a number from 0 and below 1'],
    [adadelta, { epsilon: 0 }, 'option epsilon: expected'],
    [rmsprop, { decay: -0.1 }, 'option decay: expected a number from 0 and below 1'],
    [rmsprop, { momentum: 1 }, 'option momentum: expected a number from 0 and below 1'],
    [rmsprop, { centered: 1 }, 'option centered: expected true or false'],
    [adafactor, { decay: 0 }, 'option decay: expected a number above 0 and up to 1'],
    [adafactor, { clipThreshold: 0 }, 'option clipThreshold: expected a number above 0'],
    [adafactor, { epsilon1: 1e-50 }, 'option epsilon1: expected'],
    [adafactor, { epsilon2: 0, relativeStep: false }, 'option epsilon2: expected'],
    [muon, { rounds: 0 }, 'option rounds: expected a whole number from 1'],
    [muon, { matrixFilter: 3 }, 'option matrixFilter: expected the name of a parameter or layer'],
    [muon, { decayFilter: null }, 'option decayFilter: expected the name of a parameter or layer'],
    [muon, { adamShare: -1 }, 'option adamShare: expected a number from 0'],
    [adamW, { weightDecay: -1 }, 'option weightDecay: expected a number from 0'],
    [adamW, { decayFilter: 3 }, 'option decayFilter: expected the name of a parameter or layer'],
    [amsgrad, { beta1: 1 }, 'option beta1: expected a number from 0 and below 1'],
    [nadam, { momentumDecay: -1 }, 'option momentumDecay: expected a number from 0'],
    [nadam, { epsilon: 0 }, 'option epsilon: expected'],
    [radam, { beta2: -0.1 }, 'option beta2: expected a number from 0 and below 1'],
    [adamax, { beta2: 1 - 1e-12 }, 'option beta2: expected a number from 0 and below 1'],
    [lamb, { epsilon: 1e-50 }, 'option epsilon: expected'],
    [lion, { beta2: 1 }, 'option beta2: expected a number from 0 and below 1'],
    [rprop, { minStep: 0 }, 'option minStep: expected a number above 0'],
    [rprop, { minStep: 1, maxStep: 0.5 }, 'option maxStep: expected a number from 1'],
    [rprop, { increaseFactor: 0.9 }, 'option increaseFactor: expected a number from 1'],
    [rprop, { decreaseFactor: 1.1 }, 'option decreaseFactor: expected a number above 0 and up to 1'],
    [rprop, { step: '0.1' }, 'option step: expected a number, with which all changes begin'],
    [irpropPlus, { backtracking: 'never' }, "option backtracking: expected one of 'delayed'"],
  ];

  it.each(refused.map(([make, ...rest]) => [make.name, ...rest, make] as const))(
    '%s, %j',
    (_, options, message, make) => {
      expect(() => make(oneWeight(), options)).toThrow(OptionError);
      expect(() => make(oneWeight(), options)).toThrow(message);
    },
  );
});

it.each<[string, Maker]>([
  ['decayFilter', adamW],
  ['decayFilter', lion],
  ['matrixFilter', muon],
])('%s of %p is refused if it chooses no parameter', (option, make) => {
  expect(() => make(oneWeight(), { [option]: 'linear-9' })).toThrow(
    `option ${option}: expected a filter that chooses some of linear-1.weight, got 'linear-9', which chooses none. Did you mean 'linear-1'?`,
  );
});

describe('a name of another library is answered with ours', () => {
  it.each<[string, string, string, Maker]>([
    ['rho', 'decay', 'Keras', rmsprop],
    ['alpha', 'decay', 'PyTorch', rmsprop],
    ['eps', 'epsilon', 'PyTorch', rmsprop],
    ['lr', 'step', 'PyTorch', rmsprop],
    ['learningRate', 'step', 'Keras', adagrad],
    ['initial_accumulator_value', 'initialAccumulator', 'PyTorch', adagrad],
    ['beta2_decay', 'decay', 'PyTorch', adafactor],
    ['d', 'clipThreshold', 'PyTorch', adafactor],
    ['ns_steps', 'rounds', 'PyTorch', muon],
    ['eps', 'epsilon', 'PyTorch', lamb],
    ['lr', 'step', 'PyTorch', lion],
    ['learning_rate', 'step', 'Keras', nadam],
  ])('%s is %s, for users of %s', (theirs, ours, _, make) => {
    expect(() => make(oneWeight(), { [theirs]: 0.5 })).toThrow(`It is called '${ours}' here.`);
  });

  it.each<[string, string, string, Maker]>([
    ['betas', 'beta1', 'beta2', adamW],
    ['etas', 'decreaseFactor', 'increaseFactor', rprop],
    ['step_sizes', 'minStep', 'maxStep', rprop],
  ])('%s, of PyTorch, is %s and %s', (theirs, first, second, make) => {
    expect(() => make(oneWeight(), { [theirs]: [0.5, 0.9] })).toThrow(
      `It is '${first}' and '${second}' here.`,
    );
  });

  it.each<[string, string, Maker]>([
    ['momentum', 'momentum(network, { momentum: 0.9 }) is an algorithm of its own.', adamax],
    ['weight_decay', 'adamW, lamb, lion and muon have weightDecay;', adamax],
    ['l2', 'Write regularizer: l2(1e-4).', adamax],
    ['lr_scheduler', 'step takes a schedule', adamax],
    ['earlyStopping', 'Write signals: earlyStopping({ patience: 5 }).', adamax],
    ['lr', 'There is no learning rate: each update finds out itself how far to go.', lbfgs],
  ])('%s, which is no option here, is answered with what there is', (theirs, remedy, make) => {
    expect(() => make(oneWeight(), { [theirs]: 0.5 })).toThrow(remedy);
  });

  it('and full-batch methods do not offer what they would refuse', () => {
    expect(() => lbfgs(oneWeight(), { nonsense: 1 } as never)).toThrow(
      'options out of historySize, loss, lossWeights, metrics,',
    );
    expect(() => lbfgs(oneWeight(), { batchSize: null } as never)).not.toThrow();
  });

  it.each<[string, string, string, Maker]>([
    ['beta_1', 'beta1', 'Keras', adamax],
    ['momentum_decay', 'momentumDecay', 'PyTorch', nadam],
    ['weight_decay', 'weightDecay', 'PyTorch', adamW],
    ['minstep', 'minStep', 'NeuPy', rprop],
    ['increase_factor', 'increaseFactor', 'NeuPy', irpropPlus],
    ['weight_decay', 'weightDecay', 'PyTorch', muon],
    ['relative_step', 'relativeStep', 'Hugging Face', adafactor],
  ])('%s is spelled %s, for users of %s', (theirs, ours, _, make) => {
    expect(() => make(oneWeight(), { [theirs]: 0.5 })).toThrow(`Did you mean '${ours}'?`);
  });
});

describe('the compiler', () => {
  it('knows the options of each algorithm', () => {
    const options: [AdafactorOptions, MuonOptions, RpropOptions] = [
      { relativeStep: false },
      { matrixFilter: /^conv2d/ },
      { minStep: 0.1 },
    ];
    // @ts-expect-error rprop has no momentum
    expect(() => rprop(oneWeight(), { ...options[2], momentum: 0.9 })).toThrow(OptionError);
  });
});

describe('resilient propagation', () => {
  it.each([rprop, irpropPlus])('refuses a step beyond its limits rather than take another: %p', (make) => {
    const network = input(2).to(sigmoid(1));
    const options = { minStep: 0.01, maxStep: 0.05 };
    expect(() => make(network, { ...options, step: 0.06 })).toThrow(
      'option step, from minStep to maxStep: expected a number from 0.01 to 0.05, got 0.06.',
    );
    expect(() => make(network, { ...options, step: 0.009 })).toThrow('got 0.009.');
    for (const step of [0.05, 0.01]) expect(make(network, { ...options, step }).step).toBe(step);
  });

  it.each([
    [{ maxStep: 0.05 }, 0.05],
    [{ minStep: 0.5 }, 0.5],
  ])('begins as near to 0.1 as its limits %j allow where no step is given', async (limits, size) => {
    const network = input(1).to(linear(1, { weight: 3, bias: null }));
    await rprop(network, { ...limits, seed: 0 }).train([1], [0], { epochs: 1 });
    expect((await network.parameters[0]!.read())[0]).toBeCloseTo(3 - size, 6);
  });
});

it('an epsilon that is 0, or 0 as float32, is refused in plain words', () => {
  const network = input(2).to(sigmoid(1));
  expect(() => adam(network, { epsilon: 0 })).toThrow('option epsilon: expected a number above 0, got 0.');
  expect(() => adam(network, { epsilon: 1e-60 })).toThrow(
    'option epsilon: expected a number that float32 can tell from 0, got 1e-60.',
  );
});
