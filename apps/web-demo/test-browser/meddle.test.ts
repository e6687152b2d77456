import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Demo, startDemo } from './demo.js';
import { button, openGroup, train, untilFinished, untilUpdate } from './page.js';

const small = 'architecture=input(784).to(relu(16),softmax(10))&step=0.1&momentum=0.9';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

function line(page: Page) {
  return page.getByLabel('Network', { exact: true });
}
function preset(page: Page, name: string) {
  return page.getByRole('radio', { name, exact: true });
}
function program(page: Page) {
  return page.getByTestId('code').textContent();
}

/** What is not said within the setting that it is about. */
function sentencesElsewhere(): (string | null)[] {
  return [...document.querySelectorAll('.setting > span')]
    .filter((sentence) => {
      const [{ top, bottom }, place] = [sentence, sentence.parentElement!].map((each) =>
        each.getBoundingClientRect(),
      ) as [DOMRect, DOMRect];
      return top < place.top || bottom > place.bottom + 1;
    })
    .map(({ textContent }) => textContent);
}

describe('the presets', () => {
  it('set what they are about, and are one’s own as soon as something is changed', async () => {
    const { page, problems } = await demo.open();
    expect(await preset(page, "The tutorial's network").isChecked()).toBe(true);
    expect(await preset(page, 'Your own').count()).toBe(0);
    await preset(page, 'Too large, too few digits').check();
    expect(await page.getByLabel('Batch size').inputValue()).toBe('32');
    expect(await page.evaluate(() => location.search)).toContain('trainingDigits=300');
    await page.getByRole('textbox', { name: 'Epochs', exact: true }).fill('7');
    expect(await preset(page, 'Your own').isChecked()).toBe(true);
    await preset(page, 'No hidden layer').check();
    expect(await line(page).inputValue()).toBe('input(784).to(softmax(10))');
    expect(await page.getByRole('textbox', { name: 'Epochs', exact: true }).inputValue()).toBe('10');
    await preset(page, 'Your own').check();
    expect(await page.getByRole('textbox', { name: 'Epochs', exact: true }).inputValue()).toBe('7');
    expect(problems).toEqual([]);
  });

  it('are chosen with the arrow keys', async () => {
    const { page } = await demo.open();
    await preset(page, "The tutorial's network").focus();
    await page.keyboard.press('ArrowRight');
    expect(await preset(page, 'A small CNN').isChecked()).toBe(true);
    expect(await line(page).inputValue()).toContain('conv2d(8, 5)');
  });

  it('take the place of a number that is none', async () => {
    const { page } = await demo.open();
    await page.getByRole('textbox', { name: 'Epochs', exact: true }).fill('ten');
    expect(await button(page, 'Train').isDisabled()).toBe(true);
    await preset(page, 'Too small').check();
    expect(await page.getByRole('textbox', { name: 'Epochs', exact: true }).inputValue()).toBe('10');
    await button(page, 'Train').click({ trial: true });
  });
});

describe('the layers', () => {
  it('are written into the line when they are changed', async () => {
    const { page, problems } = await demo.open();
    await page.getByLabel('Units of layer 2').fill('40');
    expect(await line(page).inputValue()).toBe('input(784).to(relu(40), relu(300), softmax(10))');
    await page.getByText('→ 40 · 31,400 parameters').waitFor();
    await page.getByLabel('Activation of layer 3').selectOption('tanh');
    await page.getByLabel('Layer to add').selectOption('Dropout');
    await button(page, 'Add layer').click();
    expect(await line(page).inputValue()).toBe(
      'input(784).to(relu(40), tanh(300), dropout(0.2), softmax(10))',
    );
    await button(page, 'Move layer 4, Dropout up').click();
    await button(page, 'Remove layer 4, Dense').click();
    expect(await line(page).inputValue()).toBe('input(784).to(relu(40), dropout(0.2), softmax(10))');
    await page.getByText('39,810 parameters').or(page.getByText('31,810 parameters')).first().waitFor();
    expect(problems).toEqual([]);
  });

  it('follow the line when it is typed, and leave alone what they cannot show', async () => {
    const { page } = await demo.open();
    await line(page).fill(
      'input([28, 28, 1]).to(conv2d(4, 3, { weight: heNormal() }), residual(relu()), flatten(), softmax(10)) // mine',
    );
    const layers = page.getByRole('list', { name: 'Layers' }).getByRole('listitem');
    expect(await layers.nth(2).locator('code').textContent()).toBe('residual(relu())');
    await page.getByText('→ 26 × 26 × 4').first().waitFor();
    await page.getByLabel('Edge of layer 2').selectOption('same');
    await page.getByLabel('Filters of layer 2').fill('2 *');
    expect(await page.getByLabel('Filters of layer 2').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Filters of layer 2').fill('2 * 3');
    expect(await line(page).inputValue()).toBe(
      "input([28, 28, 1]).to(conv2d(2 * 3, 3, { weight: heNormal(), padding: 'same' }), residual(relu()), flatten(), softmax(10)) // mine",
    );
    await line(page).fill('input(784).to(');
    await page.getByText('once the line can be read').waitFor();
  });
});

describe('the options', () => {
  it('all reach the address and the program', async () => {
    const { page, problems } = await demo.open();
    await page.getByLabel('Optimizer').selectOption('AdamW');
    expect(await page.getByLabel('Step', { exact: true }).inputValue()).toBe('0.001');
    await openGroup(page, 'How it learns');
    await page.getByLabel('Beta 1').fill('0.85');
    await page.getByLabel('Weight decay').fill('0.05');
    await page.getByLabel('Over time').selectOption('cosine');
    await page.getByLabel('Warm-up').fill('2');
    await page.getByLabel('Loss').selectOption('Focal');
    await page.getByLabel('Focus').fill('1.5');
    await page.getByLabel('Clip gradients').selectOption('all together');
    await page.getByLabel('Limit').fill('0.5');
    await openGroup(page, 'Against overfitting');
    await page.getByLabel('L2 penalty').fill('1e-4');
    await page.getByLabel('Largest norm').fill('3');
    await page.getByLabel('Patience').fill('4');
    await openGroup(page, 'Digits it learns from');
    await page.getByLabel('Training digits').fill('5000');
    await page.getByLabel('Shift').fill('2');
    await openGroup(page, 'Machine');
    await page.getByLabel('Seed').fill('9');
    const text = await program(page);
    for (const part of [
      'adamW(network',
      'step: linearWarmup(cosineDecay(0.001, { epochs: 8 }), { epochs: 2 })',
      'beta1: 0.85',
      'weightDecay: 0.05',
      'loss: categoricalFocal({ gamma: 1.5 })',
      'clip: { globalNorm: 0.5 }',
      'regularizer: l2(0.0001)',
      'maxNorm: 3',
      'signals: earlyStopping({ patience: 4 })',
      'trainSize: 5000',
      'augment({ shift: 2, seed: 9 })',
      'seed: 9',
    ]) {
      expect(text).toContain(part);
    }
    await page.reload();
    await page.getByTestId('code').waitFor();
    expect(await program(page)).toBe(text);
    expect(problems).toEqual([]);
  });

  it('say what they do, and have no serious finding of axe when all of them are shown', async () => {
    const { page } = await demo.open('?schedule=stepDecay&clip=norm', {
      viewport: { width: 390, height: 844 },
    });
    for (const title of ['How it learns', 'Against overfitting', 'Digits it learns from', 'Machine']) {
      await openGroup(page, title);
    }
    const fields = page.locator('.setting :is(input, select)');
    for (const field of await fields.all()) {
      const hint = await field.getAttribute('aria-describedby');
      expect((await page.locator(`[id="${hint}"]`).textContent())?.length).toBeGreaterThan(20);
    }
    expect(await fields.count()).toBeGreaterThanOrEqual(20);
    expect(await page.evaluate(sentencesElsewhere)).toEqual([]);
    const { violations } = await new AxeBuilder({ page }).include('.teach').analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });
});

describe('the step', () => {
  it('is turned while the network learns', async () => {
    const { page, problems } = await demo.open(`?epochs=400&${small}`);
    await train(page);
    await untilUpdate(page, 20);
    await page.getByLabel('Learning rate', { exact: true }).press('ArrowLeft');
    expect(Number(await page.getByLabel('Step', { exact: true }).inputValue())).toBeLessThan(0.1);
    await page.getByLabel('Step', { exact: true }).fill('0.000001');
    await page.getByText('You turned the step while the network learned.').waitFor();
    await button(page, 'Stop').click();
    await untilFinished(page);
    expect(problems).toEqual([]);
  });
});
