import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Demo, startDemo } from './demo.js';
import {
  button,
  epochTable,
  openGroup,
  settled,
  status,
  train,
  untilFinished,
  untilFinishedAnew,
  untilUpdate,
  updatesMade,
} from './page.js';
import { drawDigit, placements } from './strokes.js';

const small = 'architecture=input(784).to(relu(16),softmax(10))&step=0.1&momentum=0.9';
const convolution =
  'input([28, 28, 1]).to(conv2d(4, 3), relu(), maxPool2d(2), flatten(), softmax(10)) // as it is written';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

function pad(page: Page) {
  return page.getByRole('application');
}
function alert(page: Page) {
  return page.getByRole('alert');
}
function answer(page: Page) {
  return page.getByTestId('prediction').filter({ hasText: /\d/ });
}
function focused(page: Page) {
  return page.evaluate(() => document.activeElement?.textContent);
}

/** Whether the ink of a picture is dark or light; nothing where there is none. */
function inkOn(page: Page, name: string | undefined) {
  return (name === undefined ? pad(page) : page.getByRole('img', { name })).first().evaluate((element) => {
    const picture = element as HTMLCanvasElement | HTMLImageElement;
    const { width, height } =
      'naturalWidth' in picture ? { width: picture.naturalWidth, height: picture.naturalHeight } : picture;
    const context = new OffscreenCanvas(width, height).getContext('2d')!;
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    for (let pixel = 0; pixel < data.length; pixel += 4) {
      if (data[pixel + 3] === 255) return (data[pixel] ?? 0) < 128 ? 'dark' : 'light';
    }
    return undefined;
  });
}

async function middleOf(page: Page): Promise<[number, number]> {
  await pad(page).scrollIntoViewIfNeeded();
  const box = (await pad(page).boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
}

describe('the address', () => {
  it.each([
    '?toString=1',
    '?constructor=x&__proto__=x&valueOf',
    '?utm_campaign=50%',
    '?%',
    '?%E0%A4%A',
    '?tfjsflags=DEBUG:true,IS_TEST:true',
  ])('may have %s in it', async (query) => {
    const { page, problems } = await demo.open(query);
    await button(page, 'Train').waitFor();
    expect(await status(page)).toBe('Ready when you are.');
    await page.getByText('545,810 parameters').waitFor();
    expect(problems).toEqual([]);
  });

  it('has impossible settings named, and the others followed', async () => {
    const { page } = await demo.open('?momentum=1&step=0.5&utm=%');
    expect(await status(page)).toBe('Ignored in the address: momentum=1.');
    expect(await page.getByLabel('Step', { exact: true }).inputValue()).toBe('0.5');
  });
});

describe('the page that cannot start', () => {
  it('says so', async () => {
    const { page } = await demo.open();
    await page.route('**/index-*.js', (route) => route.abort());
    await page.reload();
    await page.getByText('a part of it could not be loaded').waitFor();
  });
});

describe('the form', () => {
  it('does not train with a number that is none, and moves no neighbour for it', async () => {
    const { page } = await demo.open();
    await page.getByText('545,810 parameters').waitFor();
    await page.getByLabel('Step', { exact: true }).scrollIntoViewIfNeeded();
    const before = await page.getByLabel('Optimizer').boundingBox();
    await page.getByLabel('Step', { exact: true }).fill('0,01');
    const step = page.getByLabel('Step', { exact: true });
    const describedBy = await step.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${describedBy}"]`).textContent()).toBe(
      'Step must be a number from 0.000001 to 10. Write 0.01, with a point.',
    );
    expect(await button(page, 'Train').isDisabled()).toBe(true);
    await step.press('Enter');
    expect(await status(page)).toBe('Ready when you are.');
    expect(await page.getByLabel('Optimizer').boundingBox()).toEqual(before);
    await step.fill('0.01');
    expect(await button(page, 'Train').isEnabled()).toBe(true);
  });

  it('is not in the way for a number of an optimizer that was changed', async () => {
    const { page } = await demo.open();
    await openGroup(page, 'How it learns');
    await page.getByRole('textbox', { name: 'Momentum' }).fill('2');
    expect(await button(page, 'Train').isDisabled()).toBe(true);
    await page.getByLabel('Optimizer').selectOption('Gradient descent');
    await button(page, 'Train').click({ trial: true });
  });

  it('keeps the focus for who trains with the keyboard', async () => {
    const { page } = await demo.open(`?epochs=2&${small}`);
    await page.getByLabel('Network', { exact: true }).press('Control+Enter');
    await untilFinished(page);
    expect(await focused(page)).toBe('Pause');
    await untilFinishedAnew(page, () => page.getByRole('textbox', { name: 'Epochs' }).press('Enter'));
    expect(await focused(page)).toBe('Pause');
  });

  it('shows what was begun on a phone, and keeps it in view', async () => {
    const { page } = await demo.open(`?epochs=5&${small}`, { viewport: { width: 390, height: 844 } });
    await train(page);
    await untilFinished(page);
    const { y } = (await page.getByTestId('status').boundingBox())!;
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(400);
  });
});

describe('a run', () => {
  it('trains a convolution in its own notation', async () => {
    const { page, problems } = await demo.open('?epochs=1');
    await page.getByLabel('Network', { exact: true }).fill(convolution);
    await page.getByText('7,160 parameters').or(page.getByText('6,810 parameters')).first().waitFor();
    await train(page);
    await untilUpdate(page, 3);
    await button(page, 'Stop').click();
    await untilFinished(page);
    expect(await status(page)).toMatch(/^Stopped after/);
    await page.getByText(/its first 4 filters of 3 × 3 pixels/).waitFor();
    expect(await page.getByTestId('code').textContent()).toContain(
      'trainTestSplit(x.reshape(-1, 28, 28, 1),',
    );
    expect(problems).toEqual([]);
  });

  it('says nothing of speed and time once it has stopped, nor weights can be loaded while it pauses', async () => {
    const { page, problems } = await demo.open(`?epochs=1000&${small}`);
    await train(page);
    await untilUpdate(page, 20);
    await button(page, 'Pause').click();
    await page.getByTestId('status').filter({ hasText: 'Paused.' }).waitFor();
    expect(await page.getByLabel('Load a file').isDisabled()).toBe(true);
    await openGroup(page, 'Machine');
    expect(await button(page, 'Measure').isDisabled()).toBe(true);
    await page.waitForTimeout(500);
    const paused = await updatesMade(page);
    await button(page, 'One step').click();
    await untilUpdate(page, paused + 1);
    expect(await page.locator('.progress').textContent()).not.toMatch(/NaN|images\/s| left/);
    await button(page, 'Stop').click();
    await untilFinished(page);
    expect(await page.locator('.progress').textContent()).not.toMatch(/NaN|images\/s| left/);
    expect(problems).toEqual([]);
  });

  it('keeps the page small, however many epochs it has', async () => {
    const { page } = await demo.open('?epochs=60&batchSize=10000&architecture=input(784).to(softmax(10))');
    await train(page);
    await untilFinished(page);
    expect(await (await epochTable(page)).locator('tbody tr').count()).toBe(50);
    await page.getByText('The last 50 of 60 epochs').waitFor();
    const legends = page.locator('.u-legend');
    expect(await legends.count()).toBe(2);
    expect((await legends.allInnerTexts()).join()).not.toMatch(/Value|--/);
  });

  it('trains on with the weights of the run before', async () => {
    const { page } = await demo.open(`?epochs=2&${small}`);
    expect(await button(page, 'Train on').count()).toBe(0);
    await train(page);
    await untilFinished(page);
    await untilFinishedAnew(page, () => button(page, 'Train on').click());
    await page.getByLabel('Network', { exact: true }).fill('input(784).to(softmax(10))');
    expect(await button(page, 'Train on').isDisabled()).toBe(true);
  });

  it('goes on with synthetic digits by itself where MNIST is out of reach, and says so', async () => {
    const { page } = await demo.open(`?dataset=mnist&epochs=1&${small}`);
    await page.route('**/mnist/**', (route) => route.fulfill({ status: 404 }));
    await page.route(/^https:/, (route) => route.abort());
    await train(page);
    await untilFinished(page);
    expect(await page.getByTestId('why-others').textContent()).toContain('MNIST could not be fetched');
    expect(await alert(page).count()).toBe(0);
    expect(await page.getByLabel('Data').inputValue()).toBe('synthetic');
  });

  it('can be begun again after the worker was out of reach', async () => {
    const { page } = await demo.open(`?epochs=1&${small}`);
    await page.route('**/worker-*.js', (route) => route.abort());
    await page.reload();
    await alert(page).filter({ hasText: 'could not be loaded' }).waitFor();
    for (let attempt = 0; attempt < 2; attempt++) {
      await train(page);
      await alert(page).filter({ hasText: 'could not be loaded' }).waitFor();
      await button(page, 'Train').click({ trial: true });
    }
    await page.unroute('**/worker-*.js');
    await train(page);
    await untilFinished(page);
  });

  it('measures once at a time, says so, and can be stopped', async () => {
    const { page } = await demo.open(`?${small}`);
    await openGroup(page, 'Machine');
    await button(page, 'Measure').click();
    await page.getByTestId('status').filter({ hasText: 'Measuring a step on' }).waitFor();
    expect(await button(page, 'Measure').isDisabled()).toBe(true);
    expect(await button(page, 'Train').isDisabled()).toBe(true);
    await button(page, 'Stop').click();
    await page
      .getByTestId('status')
      .filter({ hasText: /^(Stopped measuring|Measured)/ })
      .waitFor();
    expect(await button(page, 'Train').isEnabled()).toBe(true);
  });
});

describe('the pad', () => {
  it('gets its answer from a network that is trained after it was drawn on', async () => {
    const { page } = await demo.open(`?epochs=3&${small}`);
    await drawDigit(page, 1, placements[0]!);
    await train(page);
    await answer(page).waitFor();
    await untilFinished(page);
    const before = await answer(page).textContent();
    await openGroup(page, 'Machine');
    await page.getByLabel('Seed').fill('5');
    await untilFinishedAnew(page, () => train(page));
    await answer(page).filter({ hasNotText: before! }).waitFor();
  });

  it('shows nothing of a drawing that was cleared while it was read', async () => {
    const { page } = await demo.open(`?epochs=1&${small}`);
    await train(page);
    await untilFinished(page);
    for (let round = 0; round < 10; round++) {
      await drawDigit(page, 7, placements[0]!);
      await button(page, 'Clear').click();
      await page.waitForTimeout(100);
      expect(await page.getByTestId('prediction').textContent()).toBe('');
      expect(await page.getByRole('img', { name: 'Which pixels decide' }).count()).toBe(0);
    }
  });

  it('takes a tap for a dot, and the right button for nothing', async () => {
    const { page } = await demo.open('');
    const middle = await middleOf(page);
    await page.mouse.move(...middle);
    await page.mouse.down({ button: 'right' });
    await page.mouse.move(middle[0] + 30, middle[1] + 30, { steps: 3 });
    await page.mouse.up({ button: 'right' });
    expect(await inkOn(page, undefined)).toBeUndefined();
    await page.mouse.click(...middle);
    expect(await inkOn(page, undefined)).toBeDefined();
    expect(await inkOn(page, 'The drawing as 28 by 28 pixels')).toBeDefined();
  });

  it('and all digits follow the reader from light to dark', async () => {
    const { page } = await demo.open(`?epochs=1&${small}`, { colorScheme: 'light' });
    await train(page);
    await untilFinished(page);
    await drawDigit(page, 4, placements[0]!);
    const inks = async () => {
      await page.getByRole('img', { name: 'taken for a' }).first().scrollIntoViewIfNeeded();
      return [await inkOn(page, undefined), await inkOn(page, 'taken for a')];
    };
    expect(await inks()).toEqual(['dark', 'dark']);
    await page.emulateMedia({ colorScheme: 'dark' });
    const inDark = await settled(inks, (each) => each.every((ink) => ink === 'light'));
    expect(inDark).toEqual(['light', 'light']);
  });

  it('shows its bars in forced colours', async () => {
    const { page } = await demo.open(`?epochs=1&${small}`, { forcedColors: 'active' });
    await drawDigit(page, 4, placements[0]!);
    await train(page);
    await untilFinished(page);
    await answer(page).waitFor();
    const [bar, paper] = await page
      .locator('.bars .best .bar')
      .evaluate((element) => [
        getComputedStyle(element).backgroundColor,
        getComputedStyle(document.body).backgroundColor,
      ]);
    expect(bar).not.toBe(paper);
    expect(bar).not.toMatch(/, 0\)$/);
  });
});

describe('the program', () => {
  it('is copied, and says so until it changes', async () => {
    const { page } = await demo.open('', { permissions: ['clipboard-read', 'clipboard-write'] });
    await button(page, 'Copy').click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      await page.getByTestId('code').textContent(),
    );
    await page.getByRole('textbox', { name: 'Epochs' }).fill('7');
    await page.getByText('Copied.').waitFor({ state: 'detached' });
  });

  it('is selected where it may not be copied, and the page says so', async () => {
    const { page } = await demo.open('');
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
    });
    await button(page, 'Copy').click();
    await page.getByText('This page may not copy').waitFor();
    expect(await page.evaluate(() => getSelection()?.toString())).toContain('accuracyScore');
  });
});
