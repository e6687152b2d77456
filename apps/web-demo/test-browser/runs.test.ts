import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Demo, startDemo } from './demo.js';
import {
  button,
  epochTable,
  status,
  train,
  untilFinished,
  untilFinishedAnew,
  untilUpdate,
  updatesMade,
} from './page.js';

const small = 'architecture=input(784).to(relu(16),softmax(10))&momentum=0.9&batchSize=500';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

/** What a chart says of itself to who cannot see it. */
function chart(page: Page, title: string) {
  return page.locator(`canvas[role=img][aria-label^="${title}."]`);
}

/** The names in a chart's legend. */
async function legend(page: Page, title: string): Promise<string[]> {
  const names = page
    .locator('.uplot')
    .filter({ has: chart(page, title) })
    .locator('.u-series .u-label:visible');
  return (await names.allTextContents()).filter((name) => name !== 'Epochs');
}

/** The cells of the comparison, row by row. */
function comparison(page: Page) {
  return page
    .getByTestId('comparison')
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...(row as HTMLTableRowElement).cells].map((cell) => cell.textContent?.trim())),
    );
}

describe('the charts of a run', () => {
  it('are not there before there is something to see, and then say what they show', async () => {
    const { page, problems } = await demo.open(`?epochs=2&step=0.1&${small}`);
    await button(page, 'Train').waitFor();
    expect(await page.locator('.uplot, .charts').count()).toBe(0);
    await train(page);
    await untilFinished(page);
    expect(await legend(page, 'Loss')).toEqual(['Training', 'Validation']);
    expect(await legend(page, 'Accuracy')).toEqual(['Training', 'Validation']);
    expect(await chart(page, 'Loss').getAttribute('aria-label')).toMatch(
      /48 updates\. Epoch 2: training loss [\d.]+, validation loss [\d.]+, [\d.]+ % of validation digits right\.$/,
    );
    expect(problems).toEqual([]);
  });

  it('have logarithmic axes at a click, with mistakes for accuracy', async () => {
    const { page, problems } = await demo.open(`?epochs=2&step=0.1&${small}`);
    await train(page);
    await untilFinished(page);
    const before = await chart(page, 'Loss').screenshot();
    await page.getByLabel('losses and mistakes').check();
    await chart(page, 'Mistakes').waitFor();
    expect(await chart(page, 'Accuracy').count()).toBe(0);
    expect((await chart(page, 'Loss').screenshot()).equals(before)).toBe(false);
    await page.getByLabel('epochs', { exact: true }).check();
    await page.getByLabel('losses and mistakes').uncheck();
    await chart(page, 'Accuracy').waitFor();
    expect(problems).toEqual([]);
  });
});

describe('two runs', () => {
  it('are shown beside each other, named by what they differ in, until one is forgotten', async () => {
    const { page, problems } = await demo.open(`?epochs=2&step=0.1&${small}`);
    await train(page);
    await untilFinished(page);
    expect(await page.getByTestId('comparison').count()).toBe(0);
    await page.getByRole('textbox', { name: 'Step' }).fill('0.02');
    await untilFinishedAnew(page, () => train(page));
    expect(await legend(page, 'Loss')).toEqual([
      'Training: step 0.1',
      'Validation: step 0.1',
      'Training: step 0.02',
      'Validation: step 0.02',
    ]);
    const rows = await comparison(page);
    expect(rows.map(([name, parameters, epochs]) => [name, parameters, epochs])).toEqual([
      ['step 0.02', '12,730', '2'],
      ['step 0.1', '12,730', '2'],
    ]);
    await button(page, 'Keep for comparison').click();
    await page.getByRole('textbox', { name: 'Step' }).fill('0.05');
    await untilFinishedAnew(page, () => train(page));
    expect((await comparison(page)).map(([name]) => name)).toEqual(['step 0.05', 'step 0.1']);
    await button(page, 'Forget').click();
    expect(await page.getByTestId('comparison').count()).toBe(0);
    expect(await legend(page, 'Loss')).toEqual(['Training', 'Validation']);
    expect(problems).toEqual([]);
  });

  it('are one where the second trains the network of the first on', async () => {
    const { page } = await demo.open(`?epochs=2&step=0.1&${small}`);
    await train(page);
    await untilFinished(page);
    await untilFinishedAnew(page, () => button(page, 'Train on').click());
    expect(await page.getByTestId('comparison').count()).toBe(0);
    const epochs = (await epochTable(page)).locator('tbody th');
    expect(await epochs.allTextContents()).toEqual(['1', '2', '3', '4']);
    expect(await chart(page, 'Loss').getAttribute('aria-label')).toContain('96 updates. Epoch 4:');
  });
});

describe('a run whose loss is no number any more', () => {
  it('says what happened and keeps the last points, and a tenth of the step is a click away', async () => {
    const { page } = await demo.open(
      '?epochs=3&step=10&momentum=0.99&batchSize=500&architecture=input(784).to(linear(64),linear(64),softmax(10))',
    );
    await train(page);
    const alert = page.getByRole('alert').filter({ hasText: 'The loss ran away' });
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/training.*epoch 1.*smaller step/is);
    expect(await chart(page, 'Loss').getAttribute('aria-label')).toMatch(/\d+ updates?/);
    await button(page, 'Train with a tenth of the step, 1').click();
    // Which is still too large here: the next tenth is offered.
    await button(page, 'Train with a tenth of the step, 0.1').waitFor();
    expect(await page.getByLabel('Step', { exact: true }).inputValue()).toBe('1');
  });
});

describe('on a phone', () => {
  it('training goes on in a bar at the foot while its panel is out of sight, and the bar covers nothing for good', async () => {
    const { page } = await demo.open(`?epochs=1000&step=0.01&${small}`, {
      viewport: { width: 390, height: 844 },
    });
    const bar = page.getByRole('region', { name: 'Training goes on' });
    await train(page);
    await untilUpdate(page, 5);
    // The page scrolls to the panel first.
    await bar.waitFor({ state: 'detached' });
    await page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }));
    await bar.waitFor();
    const box = (await bar.boundingBox())!;
    expect(box.y + box.height).toBeCloseTo(844, 0);
    expect(box.height).toBeLessThan(844 / 6);
    const lowest = await page.evaluate(() => {
      scrollTo({ top: document.body.scrollHeight, behavior: 'instant' });
      return document.querySelector('main')?.getBoundingClientRect().bottom;
    });
    expect(lowest).toBeLessThanOrEqual(box.y + 1);
    await button(page, 'Pause training').click();
    await page.getByTestId('status').filter({ hasText: 'Paused.' }).waitFor();
    const paused = await updatesMade(page);
    await button(page, 'Resume training').click();
    await untilUpdate(page, paused + 5);
    await button(page, 'Stop training').click();
    await untilFinished(page);
    await bar.waitFor({ state: 'detached' });
    expect(await status(page)).toMatch(/^Stopped after/);
  });
});

describe('a long training', () => {
  it('holds no more tensors, listeners or elements as it goes on', async () => {
    const { page } = await demo.open(`?epochs=1000&step=0.01&${small}`);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    async function held(update: number) {
      await untilUpdate(page, update);
      await button(page, 'Pause').click();
      await page.getByTestId('status').filter({ hasText: 'Paused.' }).waitFor();
      await page.waitForTimeout(500);
      await cdp.send('HeapProfiler.collectGarbage');
      const { metrics } = await cdp.send('Performance.getMetrics');
      const metric = (name: string) => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
      const tensors = await page.getByTestId('memory').textContent();
      await button(page, 'Resume').click();
      return {
        tensors,
        nodes: metric('Nodes'),
        listeners: metric('JSEventListeners'),
        documents: metric('Documents'),
      };
    }
    await train(page);
    // Pictures that come only now and then hold what they need from their first time on.
    let [before, after] = [await held(400), await held(1200)];
    for (let update = 2000; after.tensors !== before.tensors && update < 6000; update += 800) {
      [before, after] = [after, await held(update)];
    }
    expect(after.tensors).toBe(before.tensors);
    expect(after.listeners).toBe(before.listeners);
    expect(after.documents).toBe(before.documents);
    // Axes gain and lose a label; a leak of one element a report or an epoch would be more than a hundred.
    expect(Math.abs(after.nodes - before.nodes)).toBeLessThan(60);
  });
});
