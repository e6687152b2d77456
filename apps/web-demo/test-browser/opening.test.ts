import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { launchChromium } from 'browser-harness';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

interface Host {
  readonly site: string;
  /** What was asked for, and its bytes as they were sent, compressed. */
  readonly sent: { path: string; bytes: number }[];
  close(): void;
}

const { startHost } = (await import('../bench/host.mjs' as string)) as {
  startHost(folder: string): Promise<Host>;
};

/** Ten megabits a second. */
const NETWORK = { offline: false, latency: 20, downloadThroughput: 1.25e6, uploadThroughput: 1.25e6 };
const LARGEST_FIRST_SCREEN = 300_000;
const PATIENCE = 240_000;

let host: Host;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let problems: string[];

beforeAll(async () => {
  host = await startHost(fileURLToPath(new URL('../dist', import.meta.url)));
  browser = await launchChromium();
});
beforeEach(() => open());
afterAll(async () => {
  await browser.close();
  host.close();
});

async function open(options: BrowserContextOptions = {}): Promise<void> {
  context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  page = await context.newPage();
  problems = watch(page);
  host.sent.length = 0;
}

/** Errors of the page, what its security policy kept it from among them, and requests to other hosts. */
function watch(opened: Page): string[] {
  const found: string[] = [];
  opened.on('console', (entry) => {
    if (entry.type() === 'error') found.push(entry.text());
  });
  opened.on('pageerror', (error) => found.push(error.message));
  opened.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(host.site) && !/^(data|blob):/.test(url)) found.push(url);
  });
  return found;
}

async function slowDown(): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
}

/** Draws a one on the pad. */
async function draw(): Promise<void> {
  const pad = page.getByRole('application');
  const { x, y, width, height } = (await pad.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + 0.5 * width, y + 0.2 * height);
  await page.mouse.down();
  await page.mouse.move(x + 0.5 * width, y + 0.8 * height, { steps: 4 });
  await page.mouse.up();
}

/** Requests that wait until they are released. */
function held(pattern: string): { release(): Promise<void> } {
  let release = () => {};
  const isReleased = new Promise<void>((resolve) => {
    release = resolve;
  });
  const isRouted = page.route(pattern, (route) => isReleased.then(() => route.continue()));
  return {
    async release() {
      await isRouted;
      release();
    },
  };
}

function answer() {
  return page.getByTestId('prediction').filter({ hasText: /\d/ }).waitFor();
}

describe('opening the page', () => {
  it('answers the first drawing before 300 kB have come, on a slow connection', async () => {
    await open({ serviceWorkers: 'block' });
    await slowDown();
    // Of a person who is quick: the drawing is there before the network, and its answer before the rest of the page and what
    // looks into the network, which are asked for once it is given.
    const drawing = held('**/shipped.safetensors');
    const later = [held('**/assets/Rest-*'), held('**/assets/tools-*')];
    let bytes = Number.NaN;
    await page.exposeFunction('tellAnswered', () => {
      bytes = host.sent.reduce((sum, file) => sum + file.bytes, 0);
    });
    await page.goto(host.site, { waitUntil: 'commit' });
    await draw();
    await page.evaluate(() => {
      const said = () => document.querySelector('[data-testid=prediction]')?.textContent ?? '';
      const { tellAnswered } = globalThis as unknown as { tellAnswered(): void };
      const observer = new MutationObserver(() => {
        if (!/\d/.test(said())) return;
        observer.disconnect();
        tellAnswered();
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    await drawing.release();
    await answer();
    await Promise.all(later.map((each) => each.release()));
    expect(bytes).toBeLessThanOrEqual(LARGEST_FIRST_SCREEN);
    expect(host.sent.map(({ path }) => path)).toContain('/shipped.safetensors');
    expect(problems).toEqual([]);
  });

  it('starts the worker once, with the page’s first lines', async () => {
    await page.goto(host.site);
    await draw();
    await answer();
    expect(page.workers().filter((worker) => worker.url().includes('/assets/worker-'))).toHaveLength(1);
    expect(host.sent.filter(({ path }) => path.startsWith('/assets/worker-'))).toHaveLength(1);
  });

  it('fetches the rest of the page by itself, for who only looks', async () => {
    await page.goto(host.site);
    await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
    expect(problems).toEqual([]);
  });
});

describe('without a connection', () => {
  it('opens, answers and trains after the first visit', async () => {
    await page.goto(host.site);
    await untilKept();
    await context.setOffline(true);
    await page.reload();
    await draw();
    await answer();
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.locator('.progress').waitFor();
    await context.setOffline(false);
    expect(problems).toEqual([]);
  });

  it('has threads from the second visit on, though the host sends no headers for them', async () => {
    await page.goto(host.site);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await untilKept();
    await page.reload();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await draw();
    await answer();
    expect(problems).toEqual([]);
  });
});

/** The service worker has kept everything, and answers from now on. */
async function untilKept(): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
  });
}
