import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchChromium, type PreviewServer, startPreviewServer } from 'browser-harness';
import type { Browser } from 'playwright-core';
import type { ContractPage } from '../page/main.js';
import type { ContractRun } from '../page/runContract.js';

declare const contractPage: ContractPage;

const root = fileURLToPath(new URL('..', import.meta.url));

let browser: Browser;
let isolated: PreviewServer;
let open: PreviewServer;
beforeAll(async () => {
  browser = await launchChromium();
  isolated = await startPreviewServer(root);
  open = await startPreviewServer(root, { NEUTYPE_ISOLATED: 'no' });
});
afterAll(async () => {
  await browser.close();
  isolated.close();
  open.close();
});

interface Place {
  readonly site: string;
  readonly where: keyof ContractPage;
  readonly backend: string;
  readonly leakSteps: number;
}

async function runIn({ site, where, backend, leakSteps }: Place): Promise<ContractRun> {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(site);
  await page.waitForFunction(() => 'contractPage' in globalThis);
  const run = await page.evaluate(([on, name, steps]) => contractPage[on](name, steps), [
    where,
    backend,
    leakSteps,
  ] as const);
  await page.close();
  expect(errors).toEqual([]);
  return run;
}

/** Every case, passed; a suite that ran nothing passes nothing. */
function expectAllPassed({ results }: ContractRun): void {
  const failures = results.filter(({ failure }) => failure !== undefined);
  expect(failures.map(({ group, name, failure }) => `${group}, ${name}: ${failure}`)).toEqual([]);
  expect(results.length).toBeGreaterThan(200);
}

describe('the backend contract in Chromium', () => {
  it('holds for the CPU engine in a worker of an isolated page, on threads', async () => {
    const run = await runIn({ site: isolated.site, where: 'inWorker', backend: 'cpu', leakSteps: 500 });
    expectAllPassed(run);
    expect(run.isolated).toBe(true);
    expect(run.engine?.variant).not.toBe('javascript');
    expect(run.engine?.threads).toBeGreaterThan(1);
  });

  it('holds for the CPU engine on an isolated page, which it never blocks: one thread', async () => {
    const run = await runIn({ site: isolated.site, where: 'onPage', backend: 'cpu', leakSteps: 500 });
    expectAllPassed(run);
    expect(run.engine?.threads).toBe(1);
  });

  it('holds for the CPU engine without isolation: one thread', async () => {
    const run = await runIn({ site: open.site, where: 'inWorker', backend: 'cpu', leakSteps: 500 });
    expectAllPassed(run);
    expect(run.isolated).toBe(false);
    expect(run.engine?.variant).not.toBe('javascript');
    expect(run.engine?.threads).toBe(1);
  });

  // WebGPU is held to it in Node, on the same Dawn (tools/checks/webgpuTests.mjs), and trains the web demo in Chromium.
  it('holds for webgl', async () => {
    const run = await runIn({ site: isolated.site, where: 'inWorker', backend: 'webgl', leakSteps: 10 });
    expectAllPassed(run);
  });
});
