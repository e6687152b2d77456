import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Demo, startDemo } from './demo.js';
import { answer, button, train } from './page.js';
import { drawDigit, placements } from './strokes.js';

const small = 'epochs=2&architecture=input(784).to(relu(16),softmax(10))&step=0.1&momentum=0.9';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

function path(page: Page) {
  return page.locator('.path');
}
function seen(page: Page) {
  return path(page).getByRole('status');
}
async function next(page: Page, title: string) {
  await path(page).getByRole('button', { name: 'Next', exact: true }).click();
  await path(page).getByRole('heading', { name: title }).waitFor();
}
function focused(page: Page) {
  return page.evaluate(() => document.activeElement?.textContent);
}

describe('the eight steps', () => {
  it('notice by themselves what was done, and say what is to be seen', async () => {
    const { page, problems } = await demo.open(`?${small}`);
    await button(page, 'Eight steps').click();
    await path(page).getByRole('heading', { name: 'Draw a 3' }).waitFor();
    expect(await seen(page).textContent()).toBe('');
    await drawDigit(page, 3, placements[0]!);
    const said = await answer(page);
    await seen(page)
      .filter({ hasText: `The network says ${said}.` })
      .waitFor();

    await next(page, 'Spoil it');
    expect(await seen(page).textContent()).toBe('');
    await drawDigit(page, 1, placements[0]!);
    await seen(page)
      .filter({ hasText: `First ${said} (` })
      .waitFor();

    await next(page, 'Look inside');
    await page.locator('.stage-network').dispatchEvent('pointerover');
    await seen(page).filter({ hasText: 'pieces of strokes' }).waitFor();

    await next(page, 'Teach one of your own');
    await train(page);
    await seen(page).filter({ hasText: 'It has been through all the digits' }).waitFor();

    await next(page, 'Go back in time');
    await page.getByLabel('Epoch that is shown').press('ArrowLeft');
    await seen(page).filter({ hasText: 'how it saw the digits then' }).waitFor();

    await next(page, 'Look at its mistakes');
    await page.locator('.confusion .wrong button').first().click();
    await seen(page).filter({ hasText: 'mixes up' }).waitFor();

    await next(page, 'Break it');
    await page.getByLabel('Step', { exact: true }).fill('5');
    await train(page);
    await seen(page).filter({ hasText: 'overshoots' }).waitFor();

    await next(page, 'Take it along');
    await page.locator('.take-along').getByRole('button', { name: 'Copy' }).click();
    await seen(page).filter({ hasText: 'It is yours' }).waitFor();
    await path(page).getByRole('button', { name: 'Finish' }).click();
    await path(page).waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });

  it('are gone on with where they were left, and are closed by Escape', async () => {
    const { page } = await demo.open();
    await button(page, 'Eight steps').click();
    await path(page).getByRole('button', { name: 'Skip' }).click();
    await path(page).getByRole('heading', { name: 'Spoil it' }).waitFor();
    expect(await focused(page)).toBe('Spoil it');
    await page.keyboard.press('Escape');
    await path(page).waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Eight steps');
    await page.reload();
    await page.keyboard.press('Tab');
    await button(page, 'Eight steps').press('Enter');
    await path(page).getByRole('heading', { name: 'Spoil it' }).waitFor();
    expect(await button(page, 'Eight steps').getAttribute('aria-expanded')).toBe('true');
  });

  it.each(['light', 'dark'] as const)(
    'fit a phone beside what they speak of, and pass axe, in %s',
    async (colorScheme) => {
      const { page } = await demo.open('#eight-steps', {
        colorScheme,
        viewport: { width: 390, height: 844 },
      });
      await path(page).getByRole('heading', { name: 'Draw a 3' }).waitFor();
      await page.waitForTimeout(1000);
      const [pad, card] = await Promise.all([
        page.getByRole('application').boundingBox(),
        path(page).boundingBox(),
      ]);
      expect(pad!.y + pad!.height).toBeLessThanOrEqual(card!.y);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page }).include('.path').include('.masthead').analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      );
    },
  );
});

describe('a technical word', () => {
  it('is explained under the mouse, with the focus, and no more after Escape', async () => {
    const { page } = await demo.open();
    await button(page, 'Eight steps').click();
    for (let skipped = 0; skipped < 3; skipped++) await button(page, 'Skip').click();
    const word = path(page).getByRole('button', { name: 'loss' });
    const tip = path(page).getByRole('tooltip').filter({ hasText: 'How wrong the answers are' });
    expect(await tip.isVisible()).toBe(false);
    await word.focus();
    await tip.waitFor();
    const box = (await tip.boundingBox())!;
    expect(box.x + box.width).toBeLessThanOrEqual((await page.evaluate(() => innerWidth)) + 0.5);
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'hidden' });
    await word.blur();
    await word.hover();
    await tip.waitFor();
    expect(await word.getAttribute('aria-describedby')).toBe(await tip.getAttribute('id'));
  });
});
