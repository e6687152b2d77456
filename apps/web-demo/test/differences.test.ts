import { describe, expect, it } from '@jest/globals';
import { differences } from '../src/page/state/differences.js';
import { defaultSettings, type Settings } from '../src/shared/settings.js';

function changed(changes: Partial<Settings>): readonly [string, string] {
  return differences({ ...defaultSettings, ...changes }, defaultSettings);
}

describe('the difference of two runs in words', () => {
  it('names what both have otherwise', () => {
    expect(changed({ optimizer: 'gradientDescent', step: 0.1 })).toEqual([
      'gradientDescent, step 0.1',
      'momentum, step 0.01',
    ]);
  });

  it('names networks by their layers', () => {
    expect(changed({ architecture: 'input(784).to(softmax(10));' })).toEqual([
      'softmax(10)',
      'relu(500), relu(300), softmax(10)',
    ]);
  });

  it('says of what is off that there is none of it', () => {
    expect(changed({ nesterov: false })).toEqual(['no nesterov', 'nesterov']);
  });

  it('counts what would be too much to name', () => {
    expect(changed({ step: 1, momentum: 0, batchSize: 1, epochs: 1, seed: 5 })[0]).toBe(
      'step 1, momentum 0, batch size 1, 2 more',
    );
  });

  it('names settings that only one of them knows', () => {
    const newer = { ...defaultSettings, labelHardening: 0.1 };
    expect(differences(newer, defaultSettings)).toEqual(['label hardening 0.1', 'no label hardening']);
  });

  it('is empty for two that are the same', () => {
    expect(changed({})).toEqual(['', '']);
  });
});
