import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Demo, startDemo } from './demo.js';
import { button, settled, train, untilFinished } from './page.js';
import { drawDigit, placements } from './strokes.js';

const small = '?epochs=1&architecture=input(784).to(relu(8),softmax(10))&step=0.1&momentum=0.9';
const SVGS = [
  ['the curves', 'input(784).to(relu(8),softmax(10))'],
  ['the confusion matrix', 'Confusion matrix'],
  ['these mistakes', 'Its most confident mistakes'],
  ['the first layer', 'What units of the first layer look for'],
] as const;

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

async function trainedPage(colorScheme: 'light' | 'dark') {
  const opened = await demo.open(small, { colorScheme, reducedMotion: 'reduce' });
  await train(opened.page);
  await untilFinished(opened.page);
  return opened;
}

/** By keyboard, as everything that can be clicked. */
async function download(page: Page, name: string) {
  const [file] = await Promise.all([page.waitForEvent('download'), button(page, name).press('Enter')]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** The file as a browser reads it that knows nothing of the page: its title, what it fetches, and the color of its paper. */
function readSvg(page: Page, text: string) {
  return page.evaluate((source) => {
    const { documentElement: svg } = new DOMParser().parseFromString(source, 'image/svg+xml');
    return {
      root: svg.localName,
      title: svg.querySelector('title')?.textContent,
      paper: svg.querySelector('rect')?.getAttribute('fill'),
      fetched: [...svg.querySelectorAll('[href]')]
        .map((each) => each.getAttribute('href') ?? '')
        .filter((href) => !href.startsWith('data:') && !href.startsWith('#')),
    };
  }, text);
}

/** Size and colors of a PNG: of its corner, and how many there are. */
function readPng(page: Page, bytes: Buffer) {
  return page.evaluate(async (base64) => {
    const values = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([values], { type: 'image/png' }));
    const { width, height } = picture;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d')!;
    context.drawImage(picture, 0, 0);
    const colors = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
    const corner = [...context.getImageData(0, 0, 1, 1).data];
    return { width, height, corner, colors: new Set(colors).size };
  }, bytes.toString('base64'));
}

describe.each([
  ['light', '#ffffff', [255, 253, 249, 255], [18, 21, 28, 255]],
  ['dark', '#14171c', [23, 26, 33, 255], [13, 15, 20, 255]],
] as const)('the pictures of the page in %s', (colorScheme, paper, cloudPaper, stage) => {
  it('are downloaded as files that need nothing else, in the colors that are shown', async () => {
    const { page, problems } = await trainedPage(colorScheme);
    for (const [picture, title] of SVGS) {
      const { name, bytes } = await download(page, `Download ${picture} as SVG`);
      expect(name).toMatch(/^neutype-[a-z-]+\.svg$/);
      const text = String(bytes);
      expect(await readSvg(page, text)).toEqual({ root: 'svg', title, paper, fetched: [] });
      expect(text).not.toContain('var(');
    }

    await page.locator('.cloud').scrollIntoViewIfNeeded();
    const cloud = await download(page, 'Download the cloud as PNG');
    expect(cloud.name).toBe('neutype-cloud.png');
    const shown = await page.locator('.cloud-picture canvas').boundingBox();
    const { colors, ...paperOfCloud } = await readPng(page, cloud.bytes);
    expect(paperOfCloud).toEqual({
      width: Math.round(2 * Math.round(shown!.width)),
      height: Math.round(2 * Math.round(shown!.height)),
      corner: cloudPaper,
    });
    expect(colors).toBeGreaterThan(100);

    await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
    await drawDigit(page, 7, placements[0]!);
    await page.getByRole('img', { name: /^Your drawing goes through 8 units/ }).waitFor();
    const network = await download(page, 'Download the picture of the network as PNG');
    expect(network.name).toBe('neutype-network.png');
    const picture = await readPng(page, network.bytes);
    expect(picture.corner).toEqual(stage);
    expect(picture.width).toBeGreaterThan(2000);
    expect(picture.colors).toBeGreaterThan(100);
    expect(problems).toEqual([]);
  });
});

it('the mistakes of one cell are downloaded when they are what is shown', async () => {
  const { page } = await trainedPage('light');
  await page.locator('.confusion .wrong button:enabled').first().click();
  const heading = (await page.getByRole('heading', { name: /^\d taken for \d/ }).textContent()) ?? '';
  const { bytes } = await download(page, 'Download these mistakes as SVG');
  expect((await readSvg(page, String(bytes))).title).toBe(heading.replace(/ \(.*/, ''));
});

it('mistakes out of sight are painted when they come into sight, or onto paper', async () => {
  const trained = async () => {
    const { page } = await demo.open(small.replace('epochs=1', 'epochs=3'));
    await train(page);
    await untilFinished(page);
    return page;
  };
  const pictures = (page: Page) =>
    page.locator('.mistakes img').evaluateAll((images) => images.map((image) => image.getAttribute('src')));

  const printing = await trained();
  const before = await pictures(printing);
  await printing.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const printed = await pictures(printing);
  expect(printed).not.toEqual(before);

  const scrolling = await trained();
  await scrolling.locator('.mistakes').scrollIntoViewIfNeeded();
  const seen = await settled(
    () => pictures(scrolling),
    (now) => isDeepStrictEqual(now, printed),
  );
  expect(seen).toEqual(printed);
});
