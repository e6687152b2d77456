import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Demo, startDemo } from './demo.js';
import {
  accuracy,
  atRest,
  button,
  epochTable,
  openGroup,
  status,
  train,
  untilFinished,
  untilUpdate,
  updatesMade,
} from './page.js';

if (!process.env['NEUTYPE_DATA_DIR']) {
  throw new Error('These tests train on MNIST: name the directory that has it in NEUTYPE_DATA_DIR.');
}

const small = 'architecture=input(784).to(relu(64),softmax(10))&batchSize=512&step=0.3&momentum=0.9';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

describe('training in the page', () => {
  it('reaches 97 % on MNIST with the tutorial network, on the CPU', async () => {
    const { page, problems } = await demo.open('?dataset=mnist&epochs=3');
    await train(page);
    await untilFinished(page);
    expect(await accuracy(page)).toBeGreaterThanOrEqual(0.97);
    expect(await page.getByTestId('report').textContent()).toMatch(
      /precision {4}recall {2}f1-score {3}support/,
    );
    expect(problems).toEqual([]);
  });

  it.each(['webgl', 'webgpu'])('learns the generated digits with a small network, on %s', async (backend) => {
    const { page, problems } = await demo.open(`?epochs=2&backend=${backend}&${small}`);
    await train(page);
    await untilFinished(page);
    expect(await accuracy(page)).toBeGreaterThanOrEqual(0.75);
    expect(problems).toEqual([]);
  });

  it('pauses, makes single steps, resumes and stops', async () => {
    const { page, problems } = await demo.open('?epochs=50');
    await train(page);
    await untilUpdate(page, 50);
    await button(page, 'Pause').click();
    await page.waitForTimeout(500);
    const paused = await updatesMade(page);
    await page.waitForTimeout(500);
    expect(await updatesMade(page)).toBe(paused);
    await button(page, 'One step').click();
    await untilUpdate(page, paused + 1);
    await page.waitForTimeout(300);
    expect(await updatesMade(page)).toBe(paused + 1);
    await button(page, 'Resume').click();
    await untilUpdate(page, paused + 50);
    await button(page, 'Stop').click();
    await untilFinished(page);
    expect(await accuracy(page)).toBeGreaterThan(0.5);
    expect(problems).toEqual([]);
  });

  it('goes on with the same weights on another backend', async () => {
    const { page, problems } = await demo.open(`?epochs=400&${small}`);
    await train(page);
    await (await epochTable(page)).getByRole('row').nth(4).waitFor();
    await openGroup(page, 'Machine');
    for (const backend of ['WebGL', 'WebGPU', 'CPU'] as const) {
      await page.getByRole('radio', { name: backend }).check();
      await page
        .getByTestId('status')
        .filter({ hasText: `Went on, on ${backend === 'CPU' ? 'the CPU' : backend},` })
        .waitFor({ timeout: 240_000 });
      await untilUpdate(page, (await updatesMade(page)) + 20);
    }
    await button(page, 'Stop').click();
    await untilFinished(page);
    const losses = await (await epochTable(page)).locator('tbody td:nth-child(3)').allTextContents();
    // The epoch in which it was stopped has no validation loss. New weights would have three times the loss.
    const [fourth = Number.NaN, ...later] = losses.slice(3, -1).map(Number);
    let before = fourth;
    for (const loss of later) {
      expect(loss).toBeLessThan(before * 1.5);
      before = loss;
    }
    expect(problems).toEqual([]);
  });

  it('holds no more memory after 500 updates than before', async () => {
    const { page } = await demo.open('?epochs=60');
    await train(page);
    // By then steps are recorded for every size of batch, the validation's too.
    await (await epochTable(page)).getByRole('row').nth(2).waitFor();
    async function inUse(update: number) {
      await untilUpdate(page, update);
      await button(page, 'Pause').click();
      const text = await atRest(() => page.getByTestId('memory').textContent());
      await button(page, 'Resume').click();
      return text;
    }
    // What is shown beside the training, the cloud where it is near, records its steps when its turn has come, and holds
    // what it needs from then on. What leaked would grow by every 500 updates.
    let update = (await updatesMade(page)) + 20;
    let [before, after] = [await inUse(update), await inUse(update + 500)];
    for (let more = 0; more < 4 && after !== before; more++) {
      update += 500;
      [before, after] = [after, await inUse(update + 500)];
    }
    expect(after).toBe(before);
  });

  it('says what is wrong with a network while it is typed, and does not train it', async () => {
    const { page } = await demo.open();
    await page.getByLabel('Network', { exact: true }).fill('input(784).to(rleu(500), softmax(10))');
    await page.getByText('There is no layer rleu. Did you mean relu?').waitFor();
    expect(await button(page, 'Train').isDisabled()).toBe(true);
    expect(await status(page)).toBe('Ready when you are.');
  });

  it('keeps its settings in the address', async () => {
    const { page } = await demo.open('?epochs=3');
    await page.getByLabel('Step', { exact: true }).fill('0.25');
    expect(await page.evaluate(() => location.search)).toBe('?step=0.25&epochs=3');
    await page.reload();
    expect(await page.getByLabel('Step', { exact: true }).inputValue()).toBe('0.25');
  });
});
