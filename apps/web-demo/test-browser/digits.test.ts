import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { syntheticDigits } from '@neutype/datasets';
import type { Page } from 'playwright-core';
import { type Demo, startDemo } from './demo.js';
import { accuracy, train, untilFinished } from './page.js';
import { grayPng } from './png.js';

const DATA = process.env['NEUTYPE_DATA_DIR'];
if (!DATA)
  throw new Error(
    'These tests drop MNIST onto the page: name the directory that has it in NEUTYPE_DATA_DIR.',
  );

const small = 'epochs=3&architecture=input(784).to(relu(32),softmax(10))&step=0.3&momentum=0.9&batchSize=32';
const MNIST_FILE = /^(train|t10k)-(images-idx3|labels-idx1)-ubyte\.gz$/;

let demo: Demo;
let folder: string;
beforeAll(async () => {
  demo = await startDemo();
  folder = await mkdtemp(join(tmpdir(), 'digits-'));
  const { images, labels } = syntheticDigits({ samples: 600, seed: 4 });
  for (let digit = 0; digit < 10; digit++) await mkdir(join(folder, String(digit)));
  for (const [index, label] of labels.data.entries()) {
    // Half of them dark on light.
    const image = images.row(index).data.map((ink) => (index % 2 ? 255 - ink : ink));
    await writeFile(join(folder, String(label), `${index}.png`), grayPng(image, 28));
  }
  await writeFile(join(folder, '3', 'broken.png'), 'no image');
  await writeFile(join(folder, 'notes.txt'), 'my digits');
});
afterAll(async () => {
  await demo.close();
  await rm(folder, { recursive: true, force: true });
});

function news(page: Page) {
  return page.getByRole('region', { name: 'Your files' });
}

/** Drops files onto the middle of the page, as if they came from the desktop. */
async function drop(page: Page, files: readonly { readonly name: string; readonly content: Buffer }[]) {
  const transfer = await page.evaluateHandle(
    (all) => {
      const data = new DataTransfer();
      for (const { name, base64 } of all) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name));
      }
      return data;
    },
    files.map(({ name, content }) => ({ name, base64: content.toString('base64') })),
  );
  await page.dispatchEvent('main', 'dragenter', { dataTransfer: transfer });
  await page.getByText('Drop images of digits').waitFor();
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
  expect(await page.getByText('Drop images of digits').count()).toBe(0);
}

/** Drags what lies at a path, a directory too, from the desktop onto the middle of the page, by the browser's own hand. */
async function dragIn(page: Page, path: string) {
  const { width, height } = page.viewportSize()!;
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: width / 2, y: height / 2, data });
  }
}

describe('digits', () => {
  it('are to be seen before anything is trained', async () => {
    const { page, problems } = await demo.open();
    const strip = page.getByRole('img', { name: 'Some of the digits: 0, 0, 1, 1, 2, 2' });
    await page.getByLabel('Data').scrollIntoViewIfNeeded();
    await strip.waitFor();
    const inked = await strip.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, index) => index % 4 === 3 && value > 0).length;
    });
    expect(inked).toBeGreaterThan(20 * 50);
    await page.getByLabel('Data').selectOption('mnist');
    await page.getByText('Fetched when you press Train').waitFor();
    expect(problems).toEqual([]);
  });

  it('of a person’s own, a folder of images, are trained on, and what was left out is named', async () => {
    const { page, problems } = await demo.open(`?${small}`);
    await page.getByLabel('a folder of images').setInputFiles(folder);
    await news(page).getByText('600 images of 10 digits are there').waitFor();
    await news(page)
      .getByText(/broken\.png cannot be read as an image/)
      .waitFor();
    await news(page)
      .getByText(/notes\.txt is no image/)
      .waitFor();
    await news(page).getByRole('button', { name: 'Close' }).click();
    const chosen = page.getByLabel('Data').locator('option:checked');
    expect(await chosen.textContent()).toBe('Your own images (600, in 10 classes)');
    expect(await page.evaluate(() => location.search)).not.toContain('own');
    await page.getByRole('img', { name: 'Some of the digits: 0, 0, 1, 1' }).waitFor();
    await train(page);
    await untilFinished(page);
    expect(await accuracy(page)).toBeGreaterThan(0.5);
    expect(await page.getByTestId('accuracy').textContent()).toContain('images of your own');
    expect(await page.getByTestId('code').textContent()).toContain('imageFolder(');
    expect(problems).toEqual([]);
  });

  it.each([
    ['of a person’s own', () => folder, '600 images of 10 digits are there', 'own'],
    ['of MNIST, its four files,', () => DATA, 'MNIST’s 70,000 digits are there', 'mnist'],
  ])('%s may be dropped as a directory', async (_, directory, told, chosen) => {
    const { page, problems } = await demo.open();
    await news(page).waitFor({ state: 'attached' });
    await dragIn(page, directory());
    await news(page).getByText(told).waitFor();
    expect(await page.getByLabel('Data').inputValue()).toBe(chosen);
    expect(problems).toEqual([]);
  });

  it('are refused in words, and nothing is lost by it', async () => {
    const { page } = await demo.open();
    await news(page).waitFor({ state: 'attached' });
    const image = { name: '3.png', content: await readFile(join(folder, '3', 'broken.png')) };
    await drop(page, [image]);
    await news(page).getByText('No image here can be used.').waitFor();
    await drop(page, [image, { name: 'w.safetensors', content: Buffer.from('no weights') }]);
    await news(page).getByText('One kind at a time: these are 1 file of weights and 1 image.').waitFor();
    await drop(page, [{ name: 'train-labels-idx1-ubyte', content: Buffer.from('nothing') }]);
    await news(page)
      .getByText(/train-labels-idx1-ubyte/)
      .waitFor();
    expect(await page.getByLabel('Data').inputValue()).toBe('synthetic');
    await drop(page, [{ name: 'w.safetensors', content: Buffer.from('no weights') }]);
    await page.getByRole('alert').filter({ hasText: 'expected a safetensors file' }).waitFor();
  });

  it('are MNIST’s where its four files are chosen, and stay while others are', async () => {
    const { page, problems } = await demo.open(`?${small}`);
    const files = (await readdir(DATA))
      .filter((name) => MNIST_FILE.test(name))
      .map((name) => join(DATA, name));
    expect(files).toHaveLength(4);
    await page.route('**/mnist/**', (route) => route.fulfill({ status: 404 }));
    await page.getByLabel('files', { exact: true }).setInputFiles(files);
    await news(page).getByText('MNIST’s 70,000 digits are there').waitFor();
    expect(await page.getByLabel('Data').inputValue()).toBe('mnist');
    await page.getByLabel('Data').selectOption('synthetic');
    await page.getByLabel('Data').selectOption('mnist');
    await page.getByRole('img', { name: 'Some of the digits: 0, 0, 1, 1' }).waitFor();
    await page.getByRole('textbox', { name: 'Epochs' }).fill('1');
    await page.getByRole('textbox', { name: 'Batch size' }).fill('1000');
    await train(page);
    await untilFinished(page);
    expect(await page.getByTestId('why-others').textContent()).toBe('');
    expect(await page.getByTestId('accuracy').textContent()).toContain('MNIST');
    expect(problems).toEqual([]);
  });
});
