import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Demo, startDemo } from './demo.js';
import { answer, button, train, untilFinished } from './page.js';
import { drawDigit, placements } from './strokes.js';

let demo: Demo;
let page: Page;
let problems: string[];
beforeAll(async () => {
  demo = await startDemo();
  ({ page, problems } = await demo.open('?dataset=mnist&epochs=3'));
  await train(page);
  await untilFinished(page);
});
afterAll(() => demo.close());

function probabilities(on: Page) {
  return on
    .getByRole('list', { name: 'Probability of each digit' })
    .getByRole('listitem')
    .evaluateAll((items) => items.map((item) => item.getAttribute('aria-label')));
}

describe('drawing', () => {
  it('reads at least 18 of 20 drawings, off-centre and small ones too', async () => {
    const wrong: string[] = [];
    for (const placement of placements) {
      for (let digit = 0; digit < 10; digit++) {
        await drawDigit(page, digit, placement);
        const said = await answer(page);
        if (said !== digit) wrong.push(`${digit} ${placement.name} was read as ${said}`);
      }
    }
    expect(wrong.length <= 2 ? [] : wrong).toEqual([]);
  });

  it('says nothing about an empty pad', async () => {
    await button(page, 'Clear').click();
    expect(await page.getByTestId('prediction').textContent()).toBe('');
  });

  it('is drawn on with the keyboard', async () => {
    await button(page, 'Clear').click();
    await page.getByRole('application').focus();
    for (let step = 0; step < 8; step++) await page.keyboard.press('ArrowUp');
    await page.keyboard.press(' ');
    for (let step = 0; step < 16; step++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press(' ');
    expect(await answer(page)).toBe(1);
  });

  it('downloads weights, and after a reload predicts the same with them', async () => {
    await drawDigit(page, 3, placements[0]!);
    expect(await answer(page)).toBe(3);
    const before = await probabilities(page);
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Download').click()]);
    const file = await readFile(await download.path());

    await page.reload();
    await page
      .getByLabel('Load a file')
      .setInputFiles({ name: 'digits.safetensors', mimeType: '', buffer: file });
    await page.getByTestId('status').filter({ hasText: 'Loaded' }).waitFor();
    await drawDigit(page, 3, placements[0]!);
    expect(await answer(page)).toBe(3);
    expect(await probabilities(page)).toEqual(before);
    expect(problems).toEqual([]);
  });

  it('says that a file has no weights', async () => {
    const buffer = Buffer.from('not weights at all');
    await page.getByLabel('Load a file').setInputFiles({ name: 'x.safetensors', mimeType: '', buffer });
    await page.getByRole('alert').filter({ hasText: 'expected a safetensors file' }).waitFor();
  });
});
