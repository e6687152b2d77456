import { fileURLToPath } from 'node:url';
import { launchChromium, startPreviewServer } from 'browser-harness';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A slow machine's page answers late: no click fails for it. */
const PATIENCE_MILLISECONDS = 120_000;

/** The built demo, served as in production, and a Chromium to look at it with. */
export interface Demo {
  /**
   * Opens the page, and closes the one that was opened before, which would train and move on beside it.
   * `problems` gathers console errors, page errors, and requests that leave the site.
   */
  open(query?: string, options?: BrowserContextOptions): Promise<{ page: Page; problems: string[] }>;
  close(): Promise<void>;
}

export async function startDemo(): Promise<Demo> {
  const server = await startPreviewServer(root);
  const browser = await launchChromium();
  let opened: BrowserContext | undefined;
  return {
    async open(query = '', options = {}) {
      // A service worker would answer requests that tests look at, or refuse.
      await opened?.close();
      const context = await browser.newContext({ serviceWorkers: 'block', ...options });
      opened = context;
      context.setDefaultTimeout(PATIENCE_MILLISECONDS);
      const page = await context.newPage();
      const problems = watch(page, server.site);
      await page.goto(server.site + query);
      return { page, problems };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

function watch(page: Page, site: string): string[] {
  const problems: string[] = [];
  page.on('console', (entry) => {
    if (entry.type() === 'error') problems.push(`console: ${entry.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`page: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(site) && !/^(data|blob):/.test(url)) problems.push(`request leaves the site: ${url}`);
  });
  return problems;
}
