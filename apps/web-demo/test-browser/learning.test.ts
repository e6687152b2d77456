import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Demo, startDemo } from './demo.js';
import { accuracy, answer, button, epochTable, settled, train, untilFinished } from './page.js';
import { drawDigit, placements } from './strokes.js';

const SMALL = '?epochs=4&architecture=input(784).to(relu(32),softmax(10))&step=0.1&momentum=0.9';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

function cloudWords(page: Page) {
  return page.getByTestId('cloud-words').textContent();
}

function mistakesIn(words: string | null): number {
  const [, wrong] =
    /^400 digits, (\d+) of them read wrongly; \d and \d overlap most\.$/.exec(words ?? '') ?? [];
  return Number(wrong);
}

async function comeTo(page: Page, selector: string): Promise<void> {
  await page.locator(selector).waitFor({ state: 'attached' });
  await page.locator(selector).scrollIntoViewIfNeeded();
}

/** How many pixels of the cloud something is drawn on, and a text that is another one when it has changed. */
function drawn(page: Page): Promise<{ readonly count: number; readonly print: string }> {
  return page
    .locator('.cloud canvas')
    .first()
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let [count, sum] = [0, 0];
      for (let at = 3; at < data.length; at += 4) {
        if ((data[at] as number) === 0) continue;
        count += 1;
        sum = (31 * sum + at) % 1_000_003;
      }
      return { count, print: `${count} ${sum}` };
    });
}

describe('before anything was trained', () => {
  it('the cloud shows how the network that comes with the page sees new digits', async () => {
    const { page, problems } = await demo.open();
    await comeTo(page, '.cloud');
    await page.getByTestId('cloud-words').waitFor();
    expect(mistakesIn(await cloudWords(page))).toBeLessThan(80);
    const { count } = await settled(
      () => drawn(page),
      (now) => now.count > 5000,
    );
    expect(count).toBeGreaterThan(5000);
    expect(await page.locator('.results header p').textContent()).toMatch(
      /reads \d+ of 400 new digits rightly/,
    );
    expect(problems).toEqual([]);
  });
});

describe('a network that was taught', () => {
  let page: Page;
  let problems: string[];
  beforeAll(async () => {
    ({ page, problems } = await demo.open(SMALL, { reducedMotion: 'reduce' }));
    await drawDigit(page, 3, placements[0]!);
    await comeTo(page, '.cloud');
    await train(page);
    await untilFinished(page);
    await page.locator('.cloud').scrollIntoViewIfNeeded();
  });

  it('has a cloud whose mistakes are told about when one clicks them', async () => {
    const canvas = page.locator('.cloud-picture canvas');
    const { width, height } = (await canvas.boundingBox())!;
    const chosen = page.getByTestId('chosen');
    const isTold = async () =>
      /^This is an? \d\. The network says \d, \d+ % sure\.$/.test((await chosen.textContent()) ?? '');
    for (let y = 20; y < height && !(await isTold()); y += 24) {
      for (let x = 20; x < width && !(await isTold()); x += 24) {
        await canvas.click({ position: { x, y }, force: true });
      }
    }
    expect(await chosen.textContent()).toMatch(/^This is an? \d\. The network says \d, \d+ % sure\.$/);
    expect(await page.getByRole('img', { name: 'The chosen digit' }).count()).toBe(1);
  });

  it('has a list of them for the keyboard', async () => {
    const list = page.getByRole('listbox', { name: 'Digits that it reads wrongly' });
    await list.focus();
    await page.keyboard.press('Home');
    const first = await list.getByRole('option', { selected: true }).getAttribute('aria-label');
    expect(await list.getAttribute('aria-activedescendant')).toBe(
      await list.getByRole('option', { selected: true }).getAttribute('id'),
    );
    const [, actual, taken] = /^A (\d), taken for (\d)$/.exec(first ?? '') ?? [];
    const words = new RegExp(`^This is an? ${actual}\\. The network says ${taken}, `);
    expect(await page.getByTestId('chosen').textContent()).toMatch(words);
    await page.keyboard.press('ArrowRight');
    expect(await list.getByRole('option', { selected: true }).getAttribute('aria-label')).not.toBe(first);
  });

  it('can be looked at as it was: cloud, mistakes and answers, and then as it is', async () => {
    const slider = page.getByRole('slider', { name: 'Epoch that is shown' });
    const said = () => page.locator('[data-testid=prediction][aria-busy=false]').textContent();
    const now = {
      cloud: await cloudWords(page),
      picture: (await drawn(page)).print,
      accuracy: await accuracy(page),
      said: await said(),
    };
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^Now, after epoch 4, [\d.]+ % right$/);
    await slider.focus();
    await page.keyboard.press('Home');
    await page.getByTestId('moment').filter({ hasText: 'Before it had learnt anything' }).waitFor();
    await page.getByTestId('accuracy').filter({ hasText: 'before it was taught' }).waitFor();
    const words = await settled(
      () => cloudWords(page),
      (then) => mistakesIn(then) > 200,
    );
    expect(mistakesIn(words)).toBeGreaterThan(200);
    expect(await accuracy(page)).toBeLessThan(0.4);
    expect(await settled(said, (then) => then !== now.said)).not.toBe(now.said);
    const { print } = await settled(
      () => drawn(page),
      (then) => then.print !== now.picture,
    );
    expect(print).not.toBe(now.picture);
    await page.keyboard.press('ArrowRight');
    await page
      .getByTestId('moment')
      .filter({ hasText: /^Epoch 1 of 4, [\d.]+ % right\./ })
      .waitFor();
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^Epoch 1 of 4, [\d.]+ % right$/);
    await button(page, 'Now').click();
    await page
      .getByTestId('moment')
      .filter({ hasText: /^Now, after epoch 4/ })
      .waitFor();
    await page.getByTestId('accuracy').filter({ hasNotText: 'after epoch' }).waitFor();
    const shown = await settled(
      () => cloudWords(page),
      (again) => again === now.cloud,
    );
    expect(shown).toBe(now.cloud);
    expect(await accuracy(page)).toBe(now.accuracy);
    expect(await settled(said, (again) => again === now.said)).toBe(now.said);
  });

  it('is run through from its beginning to now by one button', async () => {
    const seen = page.getByTestId('moment').evaluate(
      (moment) =>
        new Promise<string[]>((resolve) => {
          const words: string[] = [];
          new MutationObserver(() => {
            const text = moment.querySelector('strong')?.textContent ?? '';
            if (text !== words.at(-1)) words.push(text);
            if (words.length > 1 && text.startsWith('Now')) resolve(words.map((each) => each.slice(0, 7)));
          }).observe(moment, { childList: true, characterData: true, subtree: true });
        }),
    );
    await button(page, 'Play').click();
    expect(await seen).toEqual(['Before ', 'Epoch 1', 'Epoch 2', 'Epoch 3', 'Now, af']);
    await button(page, 'Play').waitFor();
  });

  it('reads a mistake again on the first screen, when one is clicked in the gallery', async () => {
    const gallery = page.locator('.mistakes');
    const first = gallery.getByRole('button').first();
    const [, , taken] =
      /A (\d) taken for a (\d)/.exec((await first.getByRole('img').getAttribute('alt')) ?? '') ?? [];
    await first.click();
    expect(await answer(page)).toBe(Number(taken));
    expect(await page.getByText('watch it being taken for').count()).toBe(1);
  });

  it.each(['light', 'dark'] as const)(
    'has no finding of axe in %s, with a digit chosen',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await page.locator('.cloud').scrollIntoViewIfNeeded();
      const axe = new AxeBuilder({ page }).include('.cloud').include('.timeline').include('.results');
      const { violations } = await axe.analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      );
    },
  );

  it('makes no errors meanwhile', () => {
    expect(problems).toEqual([]);
  });
});

describe('while it is taught', () => {
  it('one can look back, and it learns on', async () => {
    const { page, problems } = await demo.open(SMALL.replace('epochs=4', 'epochs=60'));
    await train(page);
    await (await epochTable(page)).getByRole('row').nth(3).waitFor();
    await comeTo(page, '.timeline');
    const slider = page.getByRole('slider', { name: 'Epoch that is shown' });
    await slider.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.getByTestId('moment').filter({ hasText: 'You see what it was; it learns on.' }).waitFor();
    const before = await page.getByTestId('epochs').getByRole('row').count();
    await page
      .getByTestId('epochs')
      .getByRole('row')
      .nth(before + 2)
      .waitFor();
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^Epoch 1 of \d+, /);
    await button(page, 'Stop').click();
    await untilFinished(page);
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^Epoch 1 of \d+, /);
    await button(page, 'Go on from here').click();
    await page.getByTestId('status').filter({ hasText: 'after epoch 1: train on from there' }).waitFor();
    expect(problems).toEqual([]);
  });
});
