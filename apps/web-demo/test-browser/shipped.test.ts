import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Demo, startDemo } from './demo.js';
import { handwritten, noDigits } from './handwritten.js';
import { answer, button, status, train, untilFinished } from './page.js';
import { drawDigit, drawStrokes, placements } from './strokes.js';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

/** All that the page says of the drawing on the pad. */
async function words(page: Page): Promise<string> {
  const said = page.locator('[data-testid=prediction][aria-busy=false]').filter({ hasText: /\d/ });
  return (await said.textContent()) ?? '';
}

describe('the page that was just opened', () => {
  it('asks for a digit, reads it, and leaves the form as the tutorial has it', async () => {
    const { page, problems } = await demo.open();
    await page.getByText('Draw a digit here').waitFor();
    await drawDigit(page, 3, placements[0]!);
    expect(await answer(page)).toBe(3);
    expect(await page.getByText('Draw a digit here').count()).toBe(0);
    expect(await page.getByLabel('Network', { exact: true }).inputValue()).toBe(
      'input(784).to(relu(500), relu(300), softmax(10))',
    );
    expect(await button(page, 'Train').isEnabled()).toBe(true);
    expect(await button(page, 'Train on').count()).toBe(0);
    expect(await status(page)).toBe('Ready when you are.');
    expect(problems).toEqual([]);
  });

  it('reads at least 19 of 20 drawings in four hands', async () => {
    const { page } = await demo.open();
    const wrong: string[] = [];
    for (const { digit, name, strokes, ...placement } of handwritten) {
      await drawStrokes(page, strokes, placement);
      const said = await words(page);
      if (/no digit/.test(said) || (await answer(page)) !== digit) wrong.push(`${digit}, ${name}: ${said}`);
    }
    expect(wrong.length <= 1 ? [] : wrong).toEqual([]);
  });

  it('finds no digit in what is none', async () => {
    const { page } = await demo.open();
    const taken: string[] = [];
    for (const { name, strokes, ...placement } of noDigits) {
      await drawStrokes(page, strokes, placement);
      const said = await words(page);
      if (!said.startsWith('That is no digit to me.')) taken.push(`${name}: ${said}`);
    }
    expect(taken).toEqual([]);
  });
});

describe('a host without the network that comes with the page', () => {
  it('is no reason to complain, though it answers with the page', async () => {
    const { page, problems } = await demo.open();
    await page.route('**/shipped.safetensors', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Not this</title>' }),
    );
    const asked = page.waitForResponse('**/shipped.safetensors');
    await page.reload();
    await asked;
    await train(page);
    await untilFinished(page);
    expect(problems).toEqual([]);
  });
});

describe('a network that was trained in the page', () => {
  it('finds no digit in what is none either', async () => {
    const small = 'epochs=1&architecture=input(784).to(relu(16),softmax(10))&step=0.1&momentum=0.9';
    const { page } = await demo.open(`?${small}`);
    await train(page);
    await untilFinished(page);
    const { name: _, strokes, ...placement } = noDigits[1]!;
    await drawStrokes(page, strokes, placement);
    expect(await words(page)).toMatch(/^That is no digit to me\./);
    await drawDigit(page, 0, placements[0]!);
    expect(await words(page)).not.toMatch(/no digit/);
  });
});
