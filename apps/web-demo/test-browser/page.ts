import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

const TRAINING_MILLISECONDS = 480_000;
const SETTLING_MILLISECONDS = 60_000;

export function button(page: Page, name: string) {
  return page.getByRole('button', { name, exact: true });
}

/** Opens settings that are out of the way. */
export async function openGroup(page: Page, title: string): Promise<void> {
  await page.locator('details:not([open]) > summary', { hasText: title }).click();
}

export function status(page: Page) {
  return page.getByTestId('status').textContent();
}

export async function train(page: Page): Promise<void> {
  await button(page, 'Train').click();
}

export async function untilFinished(page: Page): Promise<void> {
  const finished = page.getByTestId('status').filter({ hasText: /^(Finished|Stopped)/ });
  const failed = page.getByRole('alert');
  await finished.or(failed).first().waitFor({ timeout: TRAINING_MILLISECONDS });
  expect(await failed.allTextContents()).toEqual([]);
}

/** The validation accuracy that the page shows, from 0 to 1. */
export async function accuracy(page: Page): Promise<number> {
  const text = (await page.getByTestId('accuracy').textContent()) ?? '';
  return Number(/([\d.]+) %/.exec(text)?.[1]) / 100;
}

/** Updates made so far. */
export async function updatesMade(page: Page): Promise<number> {
  const text = (await page.locator('.progress').textContent()) ?? '';
  return Number(/update ([\d,]+) of/.exec(text)?.[1]?.replaceAll(',', ''));
}

export async function untilUpdate(page: Page, update: number): Promise<void> {
  while (!((await updatesMade(page)) >= update)) await page.waitForTimeout(50);
}

/** The table of epochs, which is folded at first. */
export async function epochTable(page: Page) {
  const table = page.getByTestId('epochs');
  const summary = page.getByText('Every epoch in figures');
  await summary.waitFor();
  if (!(await table.isVisible())) await summary.click();
  await table.waitFor();
  return table;
}

/** What the page says the drawing is that lies on the pad. */
export async function answer(page: Page): Promise<number> {
  const said = page.locator('[data-testid=prediction][aria-busy=false]').filter({ hasText: /\d/ });
  return Number(/an? (\d)/i.exec((await said.textContent()) ?? '')?.[1]);
}

/** What is read once it is right; what was read last, for the assertion that follows to tell, where that takes too long. */
export async function settled<Value>(
  read: () => Promise<Value>,
  isRight: (value: Value) => boolean,
): Promise<Value> {
  const deadline = performance.now() + SETTLING_MILLISECONDS;
  for (;;) {
    const value = await read();
    if (isRight(value) || performance.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What is read twice in a row, half a second apart: the page shows what came last before it rests. */
export async function atRest<Value>(read: () => Promise<Value>): Promise<Value> {
  for (let before = await read(); ; ) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const now = await read();
    if (now === before) return now;
    before = now;
  }
}

/** Does what begins another run, and waits for the end of that run. */
export async function untilFinishedAnew(page: Page, begin: () => Promise<void>): Promise<void> {
  const begun = page.getByTestId('status').evaluate(
    (status) =>
      new Promise<void>((resolve) => {
        const options = { childList: true, characterData: true, subtree: true };
        new MutationObserver(() => resolve()).observe(status, options);
      }),
  );
  await begin();
  await begun;
  await untilFinished(page);
}
