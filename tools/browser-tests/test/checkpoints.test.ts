import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { launchChromium, type PreviewServer, startPreviewServer } from 'browser-harness';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { CheckpointPage } from '../page/checkpointPage.js';

declare const checkpointPage: CheckpointPage;

const PATH = 'runs/digits';

let browser: Browser;
let server: PreviewServer;
beforeAll(async () => {
  browser = await launchChromium();
  server = await startPreviewServer(fileURLToPath(new URL('..', import.meta.url)));
});
afterAll(async () => {
  await browser.close();
  server.close();
});

let user: BrowserContext;
beforeEach(async () => {
  user = await browser.newContext();
});
afterEach(() => user.close());

async function openTab(): Promise<Page> {
  const page = await user.newPage();
  await page.goto(server.site);
  await page.waitForFunction(() => 'checkpointPage' in globalThis);
  return page;
}

function nameOf(update: number): string {
  return `checkpoint-000000-${String(update).padStart(10, '0')}.safetensors`;
}

async function write(page: Page, update: number, value?: number, values = 100): Promise<void> {
  await page.evaluate(
    ([at, count, worth]) => checkpointPage.write(at as number, count as number, worth),
    [update, values, value],
  );
}

async function newest(page: Page): ReturnType<CheckpointPage['newest']> {
  return page.evaluate((path) => checkpointPage.newest(path), PATH);
}

async function names(page: Page): Promise<string[]> {
  return page.evaluate((path) => checkpointPage.names(path), PATH);
}

async function open(page: Page, options: { keepLast?: number; keepBest?: boolean } = {}): Promise<void> {
  await page.evaluate(([path, given]) => checkpointPage.open(path, given), [PATH, options] as const);
}

describe("checkpoints in a page's own file system", () => {
  it('are there when the page is opened again, the best and the latest of them', async () => {
    const page = await openTab();
    expect((await newest(page)).found).toBeUndefined();
    await open(page, { keepBest: true });
    for (const [update, value] of [
      [1, 3],
      [2, 1],
      [3, 2],
      [4, 5],
    ] as const)
      await write(page, update, value, 50_000);
    await page.close();
    const later = await openTab();
    expect(await names(later)).toEqual([nameOf(2), nameOf(4)]);
    expect(await newest(later)).toEqual({
      found: { state: { update: 4 }, label: { epoch: 0, update: 4, value: 5 }, last: 4 },
      notices: [],
    });
  });

  it('are written by one tab at a time, until that is closed', async () => {
    const first = await openTab();
    await open(first);
    await write(first, 1);
    const second = await openTab();
    await expect(open(second)).rejects.toThrow(
      'runs/digits: expected a directory that no other training writes to, got one that another tab or worker has in use.',
    );
    expect((await newest(second)).found).toMatchObject({ last: 1 });
    await first.close();
    await open(second);
    await write(second, 2);
    expect(await names(second)).toEqual([nameOf(2)]);
  });

  it('are free again once they are closed', async () => {
    const page = await openTab();
    await open(page);
    await page.evaluate(() => checkpointPage.close());
    await open(page);
    await write(page, 1);
  });

  it('that are damaged are told and passed over', async () => {
    const page = await openTab();
    await open(page, { keepLast: 2 });
    await write(page, 1);
    await write(page, 2);
    await page.evaluate(([path, name]) => checkpointPage.truncate(path, name, 300), [
      PATH,
      nameOf(2),
    ] as const);
    const { found, notices } = await newest(page);
    expect(found).toMatchObject({ last: 1 });
    expect(notices).toEqual([expect.stringContaining(`passed over. ${PATH}/${nameOf(2)}`)]);
  });

  it('that a closed tab had begun to write are not seen', async () => {
    const page = await openTab();
    await open(page, { keepLast: 2 });
    await write(page, 1);
    await write(page, 2);
    await page.evaluate(([path, name]) => checkpointPage.writeForever(path, name), [
      PATH,
      nameOf(3),
    ] as const);
    await page.close();
    const later = await openTab();
    expect(await newest(later)).toMatchObject({ found: { last: 2 }, notices: [] });
    await open(later, { keepLast: 2 });
    expect(await names(later)).toEqual([nameOf(1), nameOf(2)]);
  });

  it('that have no room are told, and the one before stays', async () => {
    const page = await openTab();
    await open(page);
    await write(page, 1);
    const protocol = await user.newCDPSession(page);
    const { origin } = new URL(server.site);
    await protocol.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 20_000 });
    await expect(write(page, 2, undefined, 1_000_000)).rejects.toThrow(
      /0000000002\.safetensors cannot be written: the browser .* no more room \((QuotaExceeded|Abort)Error\)/,
    );
    expect(await newest(page)).toMatchObject({ found: { last: 1 } });
    await protocol.send('Storage.overrideQuotaForOrigin', { origin });
    await write(page, 3);
    expect(await names(page)).toEqual([nameOf(3)]);
  });

  it('have a training whose tab is closed again and again end with the same bits as an undisturbed one', async () => {
    const page = await openTab();
    const undisturbed = await page.evaluate(() => checkpointPage.train());
    await page.close();
    for (const updates of [20, 100, 11]) {
      const tab = await openTab();
      // It never ends: its tab is closed before.
      void tab.evaluate((path) => checkpointPage.train(path), PATH).catch(() => {});
      await tab.waitForFunction((least) => checkpointPage.updatesMade() >= least, updates);
      await tab.close();
    }
    const last = await openTab();
    expect(await last.evaluate((path) => checkpointPage.train(path), PATH)).toEqual(undisturbed);
    expect(await last.evaluate(() => checkpointPage.updatesMade())).toBeLessThan(250);
  });

  it('need a path within it', async () => {
    const page = await openTab();
    const opening = page.evaluate(() => checkpointPage.open('runs/../..'));
    await expect(opening).rejects.toThrow("expected a path in the page's own file system, like runs/digits");
  });
});
