import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { syntheticDigits } from '@neutype/datasets';
import { accuracyScore } from '@neutype/metrics';
import { ndarray } from '@neutype/ndarray';
import { defaultSettings } from '../src/shared/settings.js';
import { ShippedNetwork } from '../src/worker/shippedNetwork.js';
import { networkFromFile } from '../src/worker/weights/weightFile.js';
import { scribbles } from '../training/scribbles.js';
import { Page, stroke } from './support/session.js';

let file: Uint8Array;
beforeAll(async () => {
  file = new Uint8Array(await readFile(new URL('../public/shipped.safetensors', import.meta.url)));
});

/** The share of images that are taken for digits. */
async function takenForDigits(images: Uint8Array): Promise<number> {
  const shipped = await ShippedNetwork.open(file);
  const samples = images.length / 784;
  let taken = 0;
  for (let sample = 0; sample < samples; sample++) {
    if (await shipped.isDigit(images.subarray(sample * 784, (sample + 1) * 784))) taken += 1;
  }
  return taken / samples;
}

describe('the network that comes with the page', () => {
  it('is a file of less than 120 kB', () => {
    expect(file.length).toBeLessThan(120_000);
  });

  it('reads digits that it was not trained on', async () => {
    const { network, mean } = await networkFromFile(file);
    const { images, labels } = syntheticDigits({ samples: 1000, seed: 1_000_000 });
    const x = images
      .toFloat32()
      .divide(255)
      .subtract(ndarray(mean, [784]));
    const predicted = await network.predict(x.reshape(-1, ...network.inputShape));
    expect(accuracyScore(labels, predicted.argmax(1))).toBeGreaterThan(0.9);
  });

  it('takes digits for digits, 98 of 100 and more', async () => {
    expect(
      await takenForDigits(syntheticDigits({ samples: 500, seed: 1_000_001 }).images.data),
    ).toBeGreaterThan(0.98);
  });

  it('takes few of the shapes for digits that people draw to try it', async () => {
    expect(await takenForDigits(scribbles(200, 1_000_002))).toBeLessThan(0.15);
  });

  it('says of a dot, whichever network reads it, that it is no digit', async () => {
    const page = new Page();
    await page.ask({ type: 'openShipped', file });
    const dot = { id: 1, image: scribbles(1, 1, ['dot']) };
    await page.draw(dot);
    await page.train();
    await page.draw({ ...dot, id: 2 });
    const verdicts = page.told('prediction').map(({ drawing, prediction }) => [drawing, prediction.isDigit]);
    expect(new Set(verdicts.map(String))).toEqual(new Set(['1,false', '2,false']));
    await page.draw(stroke(3));
    expect(page.last('prediction')?.prediction.isDigit).toBe(true);
  });

  it('answers as soon as it is opened, and disturbs nothing else that the page says', async () => {
    const page = new Page();
    await page.draw(stroke(1));
    await page.ask({ type: 'openShipped', file });
    expect(page.last('network')?.isShipped).toBe(true);
    expect(page.last('prediction')?.drawing).toBe(1);
    const told = page.reports.map(({ type }) => type);
    expect(told.indexOf('prediction')).toBeLessThan(told.indexOf('activity'));
    expect(page.told('phase')).toEqual([]);
    expect(page.told('engine')).toEqual([]);
  });

  it('gives way to a network that is trained or loaded, whichever was there first', async () => {
    const page = new Page();
    const training = page.train({ epochs: 2 });
    await page.ask({ type: 'openShipped', file });
    await training;
    expect(page.told('network').map(({ isShipped }) => isShipped)).toEqual([false]);

    const another = new Page();
    await another.ask({ type: 'openShipped', file });
    await another.load(file);
    expect(another.told('network').map(({ isShipped }) => isShipped)).toEqual([true, false]);
  });

  it('comes back where a training has left no network', async () => {
    const page = new Page();
    await page.ask({ type: 'openShipped', file });
    await page.train({ step: 10, architecture: 'input(784).to(linear(50), linear(50), softmax(10))' });
    expect(page.failures).toEqual([expect.stringMatching(/loss/)]);
    expect(page.told('network').map(({ isShipped }) => isShipped)).toEqual([true, false, true]);
    await page.draw(stroke(2));
    expect(page.last('prediction')?.drawing).toBe(2);
  });

  it('stays as it is while a copy of it is trained on', async () => {
    const page = new Page();
    await page.ask({ type: 'openShipped', file });
    const { architecture } = page.last('network') ?? defaultSettings;
    await page.draw(stroke(1));
    const before = page.last('prediction')?.prediction.probabilities;
    await page.train({ architecture, step: 0.05, optimizer: 'gradientDescent' }, true);
    await page.draw(stroke(2));
    expect(page.last('prediction')?.prediction.probabilities).not.toEqual(before);
    await page.train({ step: 10, architecture: 'input(784).to(linear(50), linear(50), softmax(10))' });
    await page.draw(stroke(3));
    expect(page.last('network')?.isShipped).toBe(true);
    expect(page.last('prediction')?.prediction.probabilities).toEqual(before);
  });
});
