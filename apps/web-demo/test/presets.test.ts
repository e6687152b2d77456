import { describe, expect, it } from '@jest/globals';
import { syntheticDigits } from '@neutype/datasets';
import { settingsFromQuery, settingsToQuery } from '../src/page/state/url.js';
import { PRESET_NAMES, type PresetName, presetOf, settingsOf } from '../src/page/teach/presets/presets.js';
import { SYNTHETIC } from '../src/shared/recipe.js';
import { defaultSettings } from '../src/shared/settings.js';
import { readArchitecture } from '../src/worker/architecture/buildNetwork.js';
import { Page } from './support/session.js';

/** They take seconds, on a machine that has something else to do minutes. */
const PATIENCE_MILLISECONDS = 600_000;

/** What an experiment shows, on the digits that the page has. */
async function shownBy(name: PresetName) {
  const page = new Page(async () => syntheticDigits(SYNTHETIC));
  await page.train(settingsOf(name, defaultSettings));
  expect(page.failures).toEqual([]);
  return page.told('epoch').map(({ summary }) => summary);
}

describe('each preset', () => {
  it.each(PRESET_NAMES)('is a network that can be trained, and a link: %s', (name) => {
    const settings = settingsOf(name, { ...defaultSettings, backend: 'webgl' });
    expect(readArchitecture(settings.architecture).problem).toBeUndefined();
    expect(settingsFromQuery(settingsToQuery(settings))).toEqual({ settings, ignored: [] });
    expect(presetOf(settings)).toBe(name);
    expect(presetOf({ ...settings, dataset: 'own' })).toBe(name);
    expect(presetOf({ ...settings, epochs: settings.epochs + 1 })).toBeUndefined();
  });
});

describe('choosing a preset', () => {
  it.each(['mnist', 'own'] as const)('keeps the digits in use: %s', (dataset) => {
    const now = { ...defaultSettings, dataset, backend: 'webgpu' } as const;
    for (const name of PRESET_NAMES) {
      expect(settingsOf(name, now)).toMatchObject({ dataset, backend: 'webgpu' });
    }
  });
});

describe('what a preset promises is seen', () => {
  it(
    'no hidden layer stays near three in four',
    async () => {
      const { accuracy } = (await shownBy('noHidden')).at(-1)!;
      expect(accuracy).toBeGreaterThan(0.7);
      expect(accuracy).toBeLessThan(0.8);
    },
    PATIENCE_MILLISECONDS,
  );

  it(
    'three units are too few',
    async () => {
      const { accuracy } = (await shownBy('tooSmall')).at(-1)!;
      expect(accuracy).toBeGreaterThan(0.5);
      expect(accuracy).toBeLessThan(0.75);
    },
    PATIENCE_MILLISECONDS,
  );

  it(
    'few digits are known by heart, and others less and less',
    async () => {
      const epochs = await shownBy('overfitting');
      const least = Math.min(...epochs.map(({ valid }) => valid));
      expect(epochs.at(-1)?.train).toBeLessThan(0.005);
      expect(epochs.at(-1)?.valid).toBeGreaterThan(least * 1.2);
    },
    PATIENCE_MILLISECONDS,
  );

  it(
    'with a learning rate too high it is left guessing',
    async () => {
      const epochs = await shownBy('tooHighStep');
      expect(epochs[0]?.train).toBeGreaterThan(Math.log(10));
      expect(epochs.at(-1)?.accuracy).toBeLessThan(0.2);
    },
    PATIENCE_MILLISECONDS,
  );
});
