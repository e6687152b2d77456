import { describe, expect, it } from '@jest/globals';
import { defaultSettings, type Settings } from '../src/settings/settings.js';
import { settingsFromQuery, settingsToQuery } from '../src/settings/url.js';

describe('settings in the URL', () => {
  it('writes nothing for the defaults', () => {
    expect(settingsToQuery(defaultSettings)).toBe('');
  });

  it('reads back what it wrote', () => {
    const settings: Settings = {
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
    };
    expect(settingsFromQuery(settingsToQuery(settings))).toEqual({ settings, ignored: [] });
  });

  it.each([
    'backend=quantum',
    'step=-1',
    'step=',
    'epochs=1.5',
    'seed=NaN',
    'nesterov=maybe',
    'dataset=MNIST',
  ])('ignores the impossible %s, and says so', (query) => {
    expect(settingsFromQuery(query)).toEqual({ settings: defaultSettings, ignored: [query] });
  });

  it('lets strangers in the query pass without a word', () => {
    expect(settingsFromQuery('utm_source=x')).toEqual({ settings: defaultSettings, ignored: [] });
  });
});
