import { describe, expect, it } from '@jest/globals';
import { settingsFromQuery, settingsToQuery } from '../src/page/state/url.js';
import { defaultSettings, numberProblem, type Settings } from '../src/shared/settings.js';

describe('settings in the URL', () => {
  it('writes nothing for the defaults', () => {
    expect(settingsToQuery(defaultSettings)).toBe('');
  });

  it('carries no images of a person', () => {
    expect(settingsToQuery({ ...defaultSettings, dataset: 'own', epochs: 3 })).toBe('epochs=3');
    expect(settingsFromQuery('dataset=own')).toEqual({ settings: defaultSettings, ignored: ['dataset=own'] });
  });

  it('reads back what it wrote', () => {
    const settings: Settings = {
      ...defaultSettings,
      dataset: 'mnist',
      architecture: 'input(784).to(relu(32, { name: "a&b" }), softmax(10))',
      optimizer: 'gradientDescent',
      step: 0.125,
      momentum: 0,
      nesterov: false,
      batchSize: 32,
      epochs: 3,
      seed: 4294967295,
      backend: 'webgpu',
      schedule: 'oneCycle',
      loss: 'categoricalFocal',
      clip: 'globalNorm',
      clipLimit: 0.5,
      trainingDigits: 300,
      l2: 1e-6,
      patience: 3,
    };
    expect(settingsFromQuery(settingsToQuery(settings))).toEqual({ settings, ignored: [] });
  });

  it.each([
    'backend=quantum',
    'step=-1',
    'step=',
    'momentum=',
    'momentum=%20',
    'momentum=1',
    'step=0,01',
    'epochs=1.5',
    'seed=NaN',
    'nesterov=maybe',
    'dataset=MNIST',
    'optimizer=toString',
    'schedule=cosine',
    'clip=all',
    'trainingDigits=9',
    'maxNorm=0.001',
    'labelSmoothing=1',
  ])('ignores the impossible %s, and says so', (query) => {
    expect(settingsFromQuery(query)).toEqual({
      settings: defaultSettings,
      ignored: [decodeURIComponent(query)],
    });
  });

  it.each([
    'utm_source=x',
    'utm_campaign=50%',
    'toString=1',
    'constructor=x',
    '__proto__=x',
    'valueOf',
    'hasOwnProperty',
    'tfjsflags=DEBUG:true',
    '%',
    '%E0%A4%A',
  ])('lets the stranger %s pass without a word', (query) => {
    expect(settingsFromQuery(query)).toEqual({ settings: defaultSettings, ignored: [] });
  });
});

describe('a number that is typed', () => {
  it.each([
    ['step', 'abc', 'Step must be a number from 0.000001 to 10.'],
    ['step', '0,01', 'Step must be a number from 0.000001 to 10. Write 0.01, with a point.'],
    ['batchSize', '1.5', 'Batch size must be a whole number from 1 to 10000.'],
    ['batchSize', '', 'Batch size must be a whole number from 1 to 10000.'],
    ['momentum', '1', 'Momentum must be a number from 0 up to, but not including, 1.'],
    ['epochs', '0', 'Epochs must be a whole number from 1 to 1000.'],
    ['trainingDigits', '5', 'Training digits must be 0 or a whole number from 10 to 60000.'],
  ] as const)('is refused: %s %s', (name, text, problem) => {
    expect(numberProblem(name, text)).toBe(problem);
  });

  it.each([
    ['step', ' 0.01 '],
    ['step', '1e-6'],
    ['momentum', '0'],
    ['momentum', '0.999999'],
    ['seed', '4294967295'],
    ['trainingDigits', '0'],
    ['maxNorm', '0'],
  ] as const)('is taken: %s %s', (name, text) => {
    expect(numberProblem(name, text)).toBeUndefined();
  });
});
