import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { startPreviewServer } from './previewServer.js';

const quiet = [
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The built demo, served as in production, and a Chromium to look at it with. */
export interface Demo {
  /** Opens the page; `problems` gathers console errors, page errors, and requests that leave the site. */
  open(query?: string, options?: BrowserContextOptions): Promise<{ page: Page; problems: string[] }>;
  close(): Promise<void>;
}

export async function startDemo(): Promise<Demo> {
  const { site, close } = await startPreviewServer();
  const browser = await launchChromium();
  return {
    async open(query = '', options = {}) {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const problems = watch(page, site);
      await page.goto(site + query);
      return { page, problems };
    },
    async close() {
      await browser.close();
      close();
    },
  };
}

export function launchChromium(): Promise<Browser> {
  const executablePath = process.env['NEUTYPE_CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no Chromium at ${executablePath}: install it, or name another in NEUTYPE_CHROMIUM.`,
    );
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--enable-unsafe-webgpu', ...quiet] });
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
