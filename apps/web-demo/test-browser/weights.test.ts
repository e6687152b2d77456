import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Download, Page } from 'playwright-core';
import { type Demo, startDemo } from './demo.js';
import { answer, button, status, train, untilFinished } from './page.js';
import { drawDigit, placements } from './strokes.js';

const small = '?epochs=3&architecture=input(784).to(relu(16),softmax(10))&step=0.1&momentum=0.9';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

async function trainedPage(): Promise<{ page: Page; problems: string[] }> {
  const opened = await demo.open(small);
  await train(opened.page);
  await untilFinished(opened.page);
  return opened;
}

async function untilStatus(page: Page, text: string): Promise<void> {
  await page.getByTestId('status').filter({ hasText: text }).waitFor();
}

function keeping(page: Page) {
  return page.getByLabel('Keep the network in this browser');
}

describe('a trained network', () => {
  it('is downloaded as ONNX, and as model.json with its weights', async () => {
    const { page, problems } = await trainedPage();
    const downloads: Download[] = [];
    page.on('download', (download) => downloads.push(download));
    for (const [format, count] of [
      ['onnx', 1],
      ['modelJson', 3],
    ] as const) {
      await page.getByLabel('Format of the download').selectOption(format);
      await button(page, 'Download').click();
      while (downloads.length < count) await page.waitForTimeout(100);
    }
    expect(downloads.map((download) => download.suggestedFilename())).toEqual([
      'neutype-digits.onnx',
      'model.json',
      'weights.bin',
    ]);
    const [onnx, json, weights] = await Promise.all(
      downloads.map(async (download) => readFile(await download.path())),
    );
    const { weightsManifest } = JSON.parse(String(json)) as {
      readonly weightsManifest: readonly { readonly weights: readonly { readonly shape: number[] }[] }[];
    };
    const values = weightsManifest[0]?.weights.map(({ shape }) =>
      shape.reduce((size, side) => size * side, 1),
    );
    expect(weights?.length).toBe(4 * (values ?? []).reduce((sum, size) => sum + size, 0));
    expect(onnx?.length).toBeGreaterThan(4 * (784 * 16 + 16 * 10));
    expect(problems).toEqual([]);
  });

  it('is kept by the browser when it is asked to, comes back after a reload, and goes when it is asked to', async () => {
    const { page, problems } = await trainedPage();
    await drawDigit(page, 1, placements[0]!);
    const before = await answer(page);
    await page.reload();
    await page.getByText('parameters').first().waitFor();
    expect(await button(page, 'Train on').count()).toBe(0);
    await train(page);
    await untilFinished(page);
    await keeping(page).check();
    await untilStatus(page, 'The browser keeps the network');

    await page.reload();
    await untilStatus(page, 'Loaded input(784)');
    expect(await keeping(page).isChecked()).toBe(true);
    await drawDigit(page, 1, placements[0]!);
    expect(await answer(page)).toBe(before);

    await keeping(page).uncheck();
    await untilStatus(page, 'no longer');
    await page.reload();
    await page.getByText('parameters').first().waitFor();
    expect(await status(page)).toBe('Ready when you are.');
    expect(problems).toEqual([]);
  });

  it('is downloaded where the browser keeps no files, which the page says', async () => {
    const { page } = await trainedPage();
    await page.evaluate(() => {
      navigator.storage.getDirectory = () => Promise.reject(new Error('not here.'));
    });
    await keeping(page).click();
    await page.getByRole('alert').filter({ hasText: 'Download it instead' }).waitFor();
    expect(await keeping(page).isChecked()).toBe(false);
  });

  it('is read from a file that is dropped on the page', async () => {
    const { page } = await trainedPage();
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Download').click()]);
    const bytes = [...(await readFile(await download.path()))];
    await page.reload();
    const data = await page.evaluateHandle((values) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(values)], 'digits.safetensors'));
      return transfer;
    }, bytes);
    await page
      .locator('section[aria-labelledby=weights-title]')
      .dispatchEvent('drop', { dataTransfer: data });
    await untilStatus(page, 'Loaded input(784)');
  });
});
