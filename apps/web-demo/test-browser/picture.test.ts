import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Demo, startDemo } from './demo.js';
import { answer, atRest, button, train, untilFinished } from './page.js';
import { drawDigit, placements } from './strokes.js';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

function picture(page: Page, words: RegExp) {
  return page.getByRole('img', { name: words });
}
function units(page: Page) {
  return page.getByRole('group', { name: /^Units of the network/ });
}
function card(page: Page) {
  return page.locator('.unit-card');
}

/** The picture rests while it is out of sight. The page keeps the run in view until the reader turns the wheel. */
async function trainInSight(page: Page): Promise<void> {
  await train(page);
  await page.mouse.wheel(0, -10_000);
  await page.locator('.picture').scrollIntoViewIfNeeded();
}

/** What the canvas shows, as one number: others show others. */
function paintOf(page: Page): Promise<number> {
  return page.locator('.picture-canvas').evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((hash, value) => (hash * 31 + value) % 1_000_003, 7);
  });
}

/** The colors that the first map of a convolution shows. */
function colorsOfMap(page: Page): Promise<string[]> {
  return page.locator('.picture-canvas').evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { left, top } = canvas.getBoundingClientRect();
    const box = document.querySelector('[data-spot="1-0"]')?.getBoundingClientRect();
    // A sketch has no buttons: its first map is where the network before it had its own.
    const place = (box && [box.left - left, box.top - top]) || JSON.parse(canvas.dataset['map'] as string);
    canvas.dataset['map'] = JSON.stringify(place);
    const { data } = canvas.getContext('2d')!.getImageData(place[0] + 3, place[1] + 3, 24, 24);
    return [...new Uint32Array(data.buffer)].map((color) => color.toString(16));
  });
}

/** How long the bars of the answers are, from 0 to 1. */
function answers(page: Page): Promise<number[]> {
  return page
    .getByRole('list', { name: 'Probability of each digit' })
    .locator('.bar')
    .evaluateAll((bars) =>
      bars.map((bar) => Number(/scaleX\((.+)\)/.exec((bar as HTMLElement).style.transform)?.[1])),
    );
}

describe('the picture of the network', () => {
  it('is there when the page opens, with a digit that nobody drew, and changes with what is drawn', async () => {
    const { page, problems } = await demo.open('', { reducedMotion: 'reduce' });
    await picture(
      page,
      /^A digit goes through 8 maps of 24 by 24, then .*32 units: the network is .* sure/,
    ).waitFor();
    expect((await answers(page)).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 3);
    expect(await page.getByRole('img', { name: 'The digit as 28 by 28 pixels' }).count()).toBe(1);
    const before = await paintOf(page);
    await drawDigit(page, 3, placements[0]!);
    await picture(page, /^Your drawing goes through .* sure that it is a 3\.$/).waitFor();
    expect(await answer(page)).toBe(3);
    expect(await paintOf(page)).not.toBe(before);
    const shares = await answers(page);
    expect(shares.indexOf(Math.max(...shares))).toBe(3);
    await button(page, 'Clear').click();
    await picture(page, /^A digit goes/).waitFor();
    expect(problems).toEqual([]);
  });

  it('shows other maps for another drawing, also to who wants no motion', async () => {
    const { page } = await demo.open('', { reducedMotion: 'reduce' });
    await picture(page, /^A digit/).waitFor();
    await drawDigit(page, 3, placements[0]!);
    await picture(page, /^Your drawing goes through .* it is a 3/).waitFor();
    await atRest(() => paintOf(page));
    const before = await colorsOfMap(page);
    await button(page, 'Clear').click();
    await drawDigit(page, 1, placements[0]!);
    await picture(page, /^Your drawing goes through .* it is a 1/).waitFor();
    await atRest(() => paintOf(page));
    expect(await colorsOfMap(page)).not.toEqual(before);
  });

  it('shows a network that is not trained yet as soon as its line is typed, and the one before it answers', async () => {
    const { page, problems } = await demo.open('?epochs=1', { reducedMotion: 'reduce' });
    await picture(page, /^A digit goes through 8 maps of 24 by 24, then/).waitFor();
    await atRest(() => paintOf(page));
    expect(new Set(await colorsOfMap(page)).size).toBeGreaterThan(5);
    const line = page.getByLabel('Network', { exact: true });
    await line.fill('input([28, 28, 1]).to(conv2d(8, 5), flatten(), softmax(10))');
    const sketch = picture(page, /^A digit would go through 8 maps of 24 by 24: this network is not trained/);
    await sketch.waitFor();
    await page.getByText('Not trained yet').waitFor();
    expect(await units(page).count()).toBe(0);
    expect(Math.max(...(await answers(page)))).toBe(0);
    await page.locator('.picture').scrollIntoViewIfNeeded();
    await atRest(() => paintOf(page));
    expect(new Set(await colorsOfMap(page)).size).toBe(1);

    await drawDigit(page, 3, placements[0]!);
    await picture(page, /^Your drawing goes through 8 maps .* 32 units: .* it is a 3/).waitFor();
    expect(await answer(page)).toBe(3);
    await button(page, 'Clear').click();
    await sketch.waitFor();

    await line.fill('input(784).to(relu(9), softmax(9))');
    await picture(page, /^A digit goes through 8 maps of 24 by 24, then/).waitFor();
    await line.fill('input(784).to(relu(9), softmax(10))');
    await picture(page, /^A digit would go through 9 units/).waitFor();
    await train(page);
    await untilFinished(page);
    await page.locator('.picture').scrollIntoViewIfNeeded();
    await picture(page, /^A digit goes through 9 units: the network is/).waitFor();
    expect(await page.getByText('Not trained yet').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it('moves to what is drawn, and then rests', async () => {
    const { page } = await demo.open('');
    await picture(page, /^A digit/).waitFor();
    await drawDigit(page, 7, placements[0]!);
    await picture(page, /^Your drawing/).waitFor();
    const rest = await atRest(() => paintOf(page));
    await page.waitForTimeout(300);
    expect(await paintOf(page)).toBe(rest);
  });

  it('tells what excites a unit that is pointed at', async () => {
    const { page, problems } = await demo.open('', { reducedMotion: 'reduce' });
    await picture(page, /^A digit/).waitFor();
    await units(page).getByRole('button', { name: 'Map 2 of 8, conv2d-1' }).hover();
    await card(page).getByRole('heading', { name: 'Map 2 of 8' }).waitFor();
    await card(page).getByRole('img', { name: 'The weights of its filter' }).waitFor();
    expect(await card(page).locator('.exciting img').count()).toBe(9);
    await page.getByRole('heading', { level: 1 }).hover();
    await card(page).waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });

  it('is walked through with the keyboard, and Escape closes what is told', async () => {
    const { page, problems } = await demo.open('', { reducedMotion: 'reduce' });
    await picture(page, /^A digit/).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.ariaLabel);
    await units(page).getByRole('button').first().focus();
    expect(await units(page).locator('[tabindex="0"]').count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('Map 2 of 8, conv2d-1');
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
    expect(await focused()).toMatch(/^Unit \d+ of 32, relu-3$/);
    await card(page)
      .getByRole('heading', { name: /^Unit \d+ of 32$/ })
      .waitFor();
    await page.keyboard.press('ArrowRight');
    await card(page)
      .getByRole('heading', { name: /^Answer \d$/ })
      .waitFor();
    await card(page).getByRole('img', { name: 'Where ink excites it' }).waitFor();
    await page.keyboard.press('Escape');
    await card(page).waitFor({ state: 'detached' });
    expect(await focused()).toMatch(/^Answer \d/);
    expect(problems).toEqual([]);
  });

  it('says which pixels decide, when asked', async () => {
    const { page } = await demo.open('', { reducedMotion: 'reduce' });
    await picture(page, /^A digit/).waitFor();
    await button(page, 'Which pixels decide?').click();
    await page.getByRole('img', { name: 'Which pixels decide' }).waitFor();
    expect(await button(page, 'Which pixels decide?').getAttribute('aria-pressed')).toBe('true');
  });

  it.each([
    [
      'input([28, 28, 1]).to(conv2d(6, 5), relu(), maxPool2d(4), dropout(0.2), flatten(), softmax(10))',
      '6 maps of 24 by 24, then 6 maps of 6 by 6',
    ],
    ['input(784).to(relu(1000), softmax(10))', '1000 units'],
    ['input(784).to(repeat(relu(12), 11), softmax(10))', '12 units, then 12 units, then'],
    [
      'input(784).to(relu(9), parallel(relu(8), tanh(8)), concatenate(), batchNorm(), softmax(10))',
      '9 units, then 8 units, then 8 units, then 16 units',
    ],
    [
      'input([28, 28, 1]).to(conv2d(3, 1), reshape([28, 84]), gru(9), softmax(10))',
      '3 maps of 28 by 28, then 9 units',
    ],
  ])('follows %s while it is trained', async (line, words) => {
    const { page, problems } = await demo.open(`?epochs=1&architecture=${encodeURIComponent(line)}`);
    await trainInSight(page);
    await picture(page, new RegExp(`goes through ${words}`)).waitFor();
    // Does nothing where training has ended by itself.
    await button(page, 'Stop').dispatchEvent('click');
    await untilFinished(page);
    const last = units(page).getByRole('button', { name: 'Answer 1, softmax-1' });
    await last.focus();
    await card(page).getByRole('heading', { name: 'Answer 1' }).waitFor();
    expect(problems).toEqual([]);
  });

  it('reads what is drawn while the network learns', async () => {
    const { page, problems } = await demo.open('?epochs=300&architecture=input(784).to(relu(8),softmax(10))');
    await trainInSight(page);
    await picture(page, /^A digit goes through 8 units/).waitFor();
    await page.getByRole('application').click();
    await picture(page, /^Your drawing goes through 8 units/).waitFor();
    expect(await button(page, 'Pause').isEnabled()).toBe(true);
    await button(page, 'Stop').click();
    await untilFinished(page);
    expect(problems).toEqual([]);
  });

  it.each([390, 1024])('fits a screen of %i pixels, with its answers in sight', async (width) => {
    const { page } = await demo.open('', { viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    await picture(page, /^A digit/).waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    const scroller = await page
      .locator('.picture-scroll')
      .evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(scroller).toBeLessThanOrEqual(0);
    const list = await page.getByRole('list', { name: 'Probability of each digit' }).boundingBox();
    expect(list!.x + list!.width).toBeLessThanOrEqual(width);
  });
});
