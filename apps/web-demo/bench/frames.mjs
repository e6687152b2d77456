/**
 * How fast and how smoothly the built page trains the tutorial's network, all its pictures live:
 *
 *     node bench/frames.mjs                        # three rounds of page and Node in turn, then three minutes of memory
 *     node bench/frames.mjs --rounds 5 --minutes 0 --dataset mnist
 *     node bench/frames.mjs --profile              # and where the page's and the worker's time goes
 *
 * Other work on the machine makes both slower: what to read is the ratio of rounds in turn, and on Linux the processor
 * time of each thread, which waits count nothing in.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { selfTimes } from './selfTimes.mjs';

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    epochs: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '3' },
    dataset: { type: 'string', default: 'synthetic' },
    width: { type: 'string', default: '1440' },
    profile: { type: 'boolean', default: false },
  },
});
const rounds = Number(flags.rounds);
const epochs = Number(flags.epochs);
const minutes = Number(flags.minutes);
/** Sessions with the workers of a page, by the session with the page. */
const attached = new WeakMap();
const root = fileURLToPath(new URL('..', import.meta.url));

const server = await preview({ root, logLevel: 'error', preview: { port: 0, open: false } });
const [site] = server.resolvedUrls?.local ?? [];
const browser = await chromium.launch({
  executablePath: process.env['NEUTYPE_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  if (rounds > 0) await measureSpeed();
  if (minutes > 0) await measureMemory();
} finally {
  await browser.close();
  await server.close();
}

async function measureSpeed() {
  const { page, cdp } = await openPage(`?dataset=${flags.dataset}&epochs=${epochs}`);
  const inPage = [];
  const inNode = [];
  // The first training of a page also fetches and compiles: it counts no more than Node's start does.
  await trainOnce(page);
  for (let round = 1; round <= rounds; round++) {
    const profilers = flags.profile && round === rounds ? await startProfilers(cdp) : [];
    const before = await processorTimes();
    const seconds = await trainOnce(page);
    const after = await processorTimes();
    for (const [name, profiler] of profilers)
      printProfile(name, (await profiler.send('Profiler.stop')).profile);
    inPage.push(seconds);
    inNode.push(trainInNode());
    console.log(
      `round ${round}: page ${seconds.toFixed(2)} s, Node ${inNode.at(-1).seconds.toFixed(2)} s, ratio ${(seconds / inNode.at(-1).seconds).toFixed(2)}`,
    );
    printThreads(before, after, seconds, inNode.at(-1).processor);
    // To ask for every frame is work that a page does not have by itself: they are counted in a training of their own.
    await page.evaluate(() => window.bench.startFrames());
    const counted = await trainOnce(page);
    const { frames, longTasks } = await page.evaluate(() => window.bench.stopFrames());
    printFrames(frames, longTasks, counted);
  }
  console.log(
    `median ratio of page to Node: ${median(inPage.map((seconds, index) => seconds / inNode[index].seconds)).toFixed(2)}`,
  );
  await page.context().close();
}

function trainInNode() {
  const program = ['bench/nodeEpochs.mjs', flags.dataset, String(epochs)];
  return JSON.parse(execFileSync(process.execPath, program, { cwd: root, encoding: 'utf8' }));
}

async function measureMemory() {
  const { page, cdp } = await openPage(`?dataset=${flags.dataset}&epochs=1000`);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.waitForFunction(() => window.bench.epochEnds.length > 0, undefined, { timeout: 600_000 });
  const rows = [];
  for (let half = 0; half <= 2 * minutes; half++) {
    if (half > 0) await page.waitForTimeout(30_000);
    await page.evaluate(() => window.bench.startFrames());
    await page.waitForTimeout(3000);
    const { frames } = await page.evaluate(() => window.bench.stopFrames());
    await cdp.send('HeapProfiler.collectGarbage');
    const { metrics } = await cdp.send('Performance.getMetrics');
    const metric = (name) => metrics.find((each) => each.name === name).value;
    rows.push({
      minutes: half / 2,
      'page heap MB': mega(metric('JSHeapUsedSize')),
      'DOM nodes': metric('Nodes'),
      listeners: metric('JSEventListeners'),
      'worker heap MB': await workerHeap(cdp),
      'all MB': mega(processMemory(await rendererId())),
      'tensors, MB': (await page.getByTestId('memory').textContent()).trim(),
      updates: await page.evaluate(() => window.bench.updates),
      'frames/s': (1000 / mean(frames)).toFixed(1),
    });
  }
  console.table(rows);
  await page.context().close();
}

async function openPage(query) {
  const context = await browser.newContext({ viewport: { width: Number(flags.width), height: 900 } });
  context.setDefaultTimeout(600_000);
  const page = await context.newPage();
  await page.addInitScript(listenToWorker);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  await page.goto(site + query);
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  return { page, cdp };
}

/** Runs in the page before anything of its own does: notes when epochs end, and when frames are painted. */
function listenToWorker() {
  const bench = { begun: 0, epochEnds: [], updates: 0 };
  window.bench = bench;
  window.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        if (data.type === 'phase' && data.phase === 'training') {
          bench.begun = performance.now();
          bench.epochEnds = [];
        }
        if (data.type === 'epoch') bench.epochEnds.push(performance.now());
        if (data.type === 'progress') bench.updates = data.progress.update;
      });
    }
  };
  bench.startFrames = () => {
    const times = [];
    const longTasks = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasks.push(duration);
    });
    observer.observe({ type: 'longtask' });
    let next = requestAnimationFrame(function frame(time) {
      times.push(time);
      next = requestAnimationFrame(frame);
    });
    bench.stopFrames = () => {
      cancelAnimationFrame(next);
      observer.disconnect();
      return { frames: times.slice(1).map((time, index) => time - times[index]), longTasks };
    };
  };
}

/** Trains, and gives the seconds from the first update to the end of the last epoch. */
async function trainOnce(page) {
  await page.evaluate(() => {
    window.bench.epochEnds = [];
  });
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.waitForFunction((count) => window.bench.epochEnds.length === count, epochs, {
    timeout: 600_000,
    polling: 100,
  });
  const seconds = await page.evaluate(() => (window.bench.epochEnds.at(-1) - window.bench.begun) / 1000);
  await page.getByTestId('status').filter({ hasText: 'Finished' }).waitFor();
  return seconds;
}

async function startProfilers(cdp) {
  const sessions = [['the page', cdp], ...(await workersOf(cdp)).map((worker) => ['the worker', worker])];
  for (const [, session] of sessions) {
    await session.send('Profiler.enable');
    await session.send('Profiler.setSamplingInterval', { interval: 500 });
    await session.send('Profiler.start');
  }
  return sessions;
}

/** Sessions with the workers of a page: those that train, not the threads of the engine. */
async function workersOf(cdp) {
  if (!attached.has(cdp)) {
    const workers = [];
    attached.set(cdp, workers);
    cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker' && /worker-/.test(targetInfo.url))
        workers.push(childSession(cdp, sessionId));
    });
    await cdp.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return attached.get(cdp);
}

function childSession(cdp, sessionId) {
  let calls = 0;
  const waiting = new Map();
  cdp.on('Target.receivedMessageFromTarget', (event) => {
    if (event.sessionId !== sessionId) return;
    const { id, result } = JSON.parse(event.message);
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  return {
    send: (method, params = {}) =>
      new Promise((resolve) => {
        calls += 1;
        waiting.set(calls, resolve);
        void cdp.send('Target.sendMessageToTarget', {
          sessionId,
          message: JSON.stringify({ id: calls, method, params }),
        });
      }),
  };
}

async function workerHeap(cdp) {
  const [worker] = await workersOf(cdp);
  if (worker === undefined) return '–';
  await worker.send('HeapProfiler.collectGarbage');
  return mega((await worker.send('Runtime.getHeapUsage')).usedSize);
}

function printFrames(frames, longTasks, seconds) {
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
  console.log(
    `  in ${seconds.toFixed(2)} s more: ${(1000 / mean(frames)).toFixed(1)} frames/s; median ${at(0.5)} ms, 95 % ${at(0.95)} ms, 99 % ${at(0.99)} ms, longest ${at(1)} ms; ` +
      `${longTasks.length} tasks over 50 ms${longTasks.length > 0 ? `, the longest ${Math.max(...longTasks).toFixed(0)} ms` : ''}`,
  );
}

function printThreads(before, after, seconds, ofNode) {
  const spent = [...after]
    .map(([thread, time]) => [thread.split(' ')[1], time - (before.get(thread) ?? 0)])
    .filter(([, time]) => time >= 0.02 * seconds)
    .sort(([, a], [, b]) => b - a);
  const threads = spent.map(([name, time]) => `${name} ${time.toFixed(2)}`).join(', ');
  if (threads !== '') console.log(`  processor seconds: ${threads}; Node ${ofNode.toFixed(2)}`);
}

function printProfile(name, profile) {
  console.log(`  where the time of ${name} goes:`);
  for (const { place, share } of selfTimes(profile).slice(0, 25))
    console.log(`    ${(100 * share).toFixed(1).padStart(5)} %  ${place}`);
}

async function rendererId() {
  return rendererOf(await processesOfBrowser()).id;
}

function rendererOf(processes) {
  const renderers = processes.filter(({ type }) => type === 'renderer');
  return renderers.toSorted((a, b) => b.cpuTime - a.cpuTime)[0];
}

async function processesOfBrowser() {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo;
}

/** Seconds that each thread of the page's process and each other process has computed, where the system tells. */
async function processorTimes() {
  const processes = await processesOfBrowser();
  const page = rendererOf(processes);
  const tasks = `/proc/${page.id}/task`;
  if (!existsSync(tasks)) return new Map();
  const others = processes.filter((each) => each !== page);
  return new Map([
    ...others.map(({ id, type, cpuTime }) => [`${id} ${type}-process`, cpuTime]),
    ...readdirSync(tasks).map((thread) => {
      const name = readFileSync(`${tasks}/${thread}/comm`, 'utf8').trim().replaceAll(' ', '-');
      const fields = readFileSync(`${tasks}/${thread}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      return [`${thread} ${name}`, (Number(fields[11]) + Number(fields[12])) / 100];
    }),
  ]);
}

function processMemory(id) {
  const path = `/proc/${id}/status`;
  return existsSync(path) ? 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(path, 'utf8'))[1]) : Number.NaN;
}

function mega(bytes) {
  return (bytes / 2 ** 20).toFixed(1);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
