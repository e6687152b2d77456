import { beforeAll, describe, expect, it } from '@jest/globals';
import { memory } from '@tensorflow/tfjs-core';
import type { Settings } from '../src/shared/settings.js';
import { Page, stroke } from './support/session.js';

const FAST = { optimizer: 'gradientDescent', step: 0.5, batchSize: 20 } as const;

async function weightsOf(page: Page): Promise<Uint8Array> {
  await page.ask({ type: 'exportWeights', format: 'safetensors', purpose: 'download' });
  return page.last('weights')?.files[0]?.bytes as Uint8Array;
}

async function trained(settings: Partial<Settings>): Promise<Page> {
  const page = new Page();
  await page.draw(stroke(1));
  await page.train({ ...FAST, ...settings });
  return page;
}

function answer(page: Page) {
  return page.last('prediction')?.prediction;
}

describe('going back to an epoch', () => {
  let page: Page;
  beforeAll(async () => {
    page = await trained({ epochs: 5 });
  });

  it('is possible for each of them, and for the network before the first', () => {
    expect(page.last('timeline')?.timeline).toEqual({
      epochs: [0, 1, 2, 3, 4, 5],
      every: 1,
      isTooLarge: false,
      lookedAt: undefined,
    });
  });

  it('shows exactly what a run of as many epochs gives: answers, results and weights', async () => {
    await page.ask({ type: 'wantCloud', isWanted: true });
    for (const epochs of [2, 4]) {
      const shorter = await trained({ epochs });
      await page.ask({ type: 'lookAtEpoch', epoch: epochs });
      expect(page.last('timeline')?.timeline.lookedAt).toBe(epochs);
      expect(answer(page)).toEqual(answer(shorter));
      expect(page.last('results')).toEqual(shorter.last('results'));
      expect(page.last('firstLayer')).toEqual(shorter.last('firstLayer'));
      await shorter.ask({ type: 'wantCloud', isWanted: true });
      expect(page.last('cloud')?.cloud.answers).toEqual(shorter.last('cloud')?.cloud.answers);
    }
    await page.ask({ type: 'lookAtEpoch', epoch: undefined });
  });

  it('shows what the network took digits for before it had learnt anything', async () => {
    await page.ask({ type: 'lookAtEpoch', epoch: 0 });
    expect(page.last('results')?.results.accuracy).toBeLessThan(0.35);
    await page.ask({ type: 'lookAtEpoch', epoch: undefined });
  });

  it('leaves the network as it is, which is shown again afterwards', async () => {
    const [before, said, results] = [await weightsOf(page), answer(page), page.last('results')];
    await page.ask({ type: 'lookAtEpoch', epoch: 1 });
    expect(answer(page)).not.toEqual(said);
    expect(await weightsOf(page)).toEqual(before);
    await page.ask({ type: 'lookAtEpoch', epoch: undefined });
    expect(answer(page)).toEqual(said);
    expect(page.last('results')).toEqual(results);
    expect(page.last('timeline')?.timeline.lookedAt).toBeUndefined();
  });

  it('shows the last of several epochs that are asked for at once', async () => {
    const shown = page.told('firstLayer').length;
    await Promise.all([1, 2, 3, 4, 3].map((epoch) => page.ask({ type: 'lookAtEpoch', epoch })));
    expect(page.last('timeline')?.timeline.lookedAt).toBe(3);
    expect(page.told('firstLayer').length).toBe(shown + 1);
    expect(page.failures).toEqual([]);
    await page.ask({ type: 'lookAtEpoch', epoch: undefined });
  });

  it('keeps no more tensors, however often', async () => {
    const visit = async (epoch: number | undefined) => page.ask({ type: 'lookAtEpoch', epoch });
    for (let time = 0; time < 8; time++) await visit(time % 6); // until predictions are replayed
    const before = memory().numTensors;
    for (let time = 0; time < 20; time++) await visit(time % 6);
    expect(memory().numTensors).toBe(before);
    await visit(undefined);
  });
});

describe('training', () => {
  it('gives the same network whether or not somebody looks back meanwhile', async () => {
    const undisturbed = await trained({ epochs: 6 });
    const page = new Page();
    await page.draw(stroke(1));
    await page.ask({ type: 'wantCloud', isWanted: true });
    const training = page.train({ ...FAST, epochs: 6 });
    const visits: Promise<void>[] = [];
    for (const [after, epoch] of [
      [2, 1],
      [3, 2],
      [4, 0],
      [5, undefined],
    ] as const) {
      await page.until(() => page.told('epoch').length >= after);
      visits.push(page.ask({ type: 'lookAtEpoch', epoch }));
    }
    await Promise.all([training, ...visits]);
    expect(page.failures).toEqual([]);
    expect(await weightsOf(page)).toEqual(await weightsOf(undisturbed));
    expect(page.last('results')).toEqual(undisturbed.last('results'));
    expect(page.told('epoch').map(({ summary }) => summary.accuracy)).toEqual(
      undisturbed.told('epoch').map(({ summary }) => summary.accuracy),
    );
  });

  it('goes on unseen while the page looks at an epoch before', async () => {
    const page = new Page();
    await page.draw(stroke(1));
    const training = page.train({ ...FAST, epochs: 8 });
    await page.until(() => page.told('epoch').length >= 2);
    await page.ask({ type: 'lookAtEpoch', epoch: 1 });
    const [said, results] = [answer(page), page.last('results')];
    await training;
    expect(page.told('epoch')).toHaveLength(8);
    expect(page.last('timeline')?.timeline).toMatchObject({
      epochs: [0, 1, 2, 3, 4, 5, 6, 7, 8],
      lookedAt: 1,
    });
    expect(answer(page)).toEqual(said);
    expect(page.last('results')).toEqual(results);
  });

  it('tells its mistakes after every epoch', async () => {
    const page = await trained({ epochs: 3 });
    const accuracies = page.told('results').map(({ results }) => results.accuracy);
    expect(accuracies.slice(0, 3)).toEqual(page.told('epoch').map(({ summary }) => summary.accuracy));
  });

  it('begins a timeline of its own with each run', async () => {
    const page = await trained({ epochs: 3 });
    await page.ask({ type: 'lookAtEpoch', epoch: 2 });
    await page.train({ ...FAST, epochs: 1 }, true);
    expect(page.last('timeline')?.timeline).toMatchObject({ epochs: [0, 1], lookedAt: undefined });
  });

  it('goes on from an epoch before, where that is asked for', async () => {
    const page = await trained({ epochs: 4 });
    const shorter = await trained({ epochs: 2 });
    await page.ask({ type: 'lookAtEpoch', epoch: 2 });
    await page.ask({ type: 'goOnFromHere' });
    expect(page.last('phase')?.message).toBe(
      'The network is what it was after epoch 2: train on from there.',
    );
    expect(await weightsOf(page)).toEqual(await weightsOf(shorter));
    expect(page.last('timeline')?.timeline.lookedAt).toBeUndefined();
    for (const each of [page, shorter]) await each.train({ ...FAST, epochs: 1 }, true);
    expect(await weightsOf(page)).toEqual(await weightsOf(shorter));
    expect(page.failures).toEqual([]);
  });
});
