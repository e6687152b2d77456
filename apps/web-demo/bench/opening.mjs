/**
 * How long after opening the built page a drawing has its answer, on a cold cache, with a slow connection and a slow
 * processor: `node bench/opening.mjs [--runs 7] [--cpu 4] [--megabits 10] [--latency 20] [--folder dist]`.
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { startHost } from './host.mjs';

const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string', default: '7' },
    cpu: { type: 'string', default: '4' },
    megabits: { type: 'string', default: '10' },
    latency: { type: 'string', default: '20' },
    folder: { type: 'string', default: new URL('../dist', import.meta.url).pathname },
  },
});
const [runs, cpu, megabits, latency] = ['runs', 'cpu', 'megabits', 'latency'].map((name) =>
  Number(flags[name]),
);

const NETWORK = {
  offline: false,
  latency,
  downloadThroughput: (megabits * 1e6) / 8,
  uploadThroughput: (megabits * 1e6) / 8,
};

const host = await startHost(flags.folder, {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
});
const executablePath = process.env.NEUTYPE_CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-background-networking'],
});
try {
  const opened = [];
  for (let run = 0; run < runs; run++) {
    const times = await open();
    opened.push(times);
    console.log(JSON.stringify(times));
  }
  console.log(
    `median of ${runs}, ${megabits} Mbit/s, ${latency} ms, processor ${cpu} × slower: ` +
      `pad after ${median(opened, 'pad')} ms, first answer after ${median(opened, 'answer')} ms, ${median(opened, 'kilobytes')} kB before it`,
  );
} finally {
  await browser.close();
  host.close();
}

function median(opened, name) {
  return opened.map((times) => times[name]).sort((a, b) => a - b)[Math.floor(opened.length / 2)];
}

async function open() {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await slowDown(await context.newCDPSession(page));
    await page.addInitScript(noteAnswer);
    host.sent.length = 0;
    let bytes = 0;
    await page.exposeFunction('tellAnswered', () => {
      bytes = host.sent.reduce((sum, file) => sum + file.bytes, 0);
    });
    await page.goto(host.site, { waitUntil: 'commit' });
    await draw(page);
    await page.waitForFunction(() => globalThis.answeredAt !== undefined);
    const [pad, answer] = await page.evaluate(() => [globalThis.padAt, globalThis.answeredAt]);
    return { pad: Math.round(pad), answer: Math.round(answer), kilobytes: Math.round(bytes / 1000) };
  } finally {
    await context.close();
  }
}

/** The page, and the worker as soon as there is one: Chromium slows each target by itself. */
async function slowDown(session) {
  let id = 0;
  session.on('Target.attachedToTarget', async ({ sessionId, targetInfo }) => {
    const send = (method, params = {}) =>
      session.send('Target.sendMessageToTarget', {
        sessionId,
        message: JSON.stringify({ id: id++, method, params }),
      });
    if (targetInfo.type === 'worker') {
      await send('Network.enable');
      await send('Network.emulateNetworkConditions', NETWORK);
      await send('Emulation.setCPUThrottlingRate', { rate: cpu });
    }
    await send('Runtime.runIfWaitingForDebugger');
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { error } = JSON.parse(message);
    if (error) console.log(`the worker's target: ${error.message}`);
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: false,
  });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu });
}

/** Runs in the page: when the pad was there, and when what is said of a drawing first appeared. */
function noteAnswer() {
  new MutationObserver(() => {
    if (document.querySelector('[role=application]')) globalThis.padAt ??= performance.now();
    const answer = document.querySelector('[data-testid=prediction]');
    if (globalThis.answeredAt !== undefined || !/\d/.test(answer?.textContent ?? '')) return;
    globalThis.answeredAt = performance.now();
    globalThis.tellAnswered();
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

/** A one, as soon as there is a pad. */
async function draw(page) {
  const pad = page.getByRole('application');
  await pad.waitFor();
  const box = await pad.boundingBox();
  const at = (x, y) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(0.5, 0.2));
  await page.mouse.down();
  await page.mouse.move(...at(0.5, 0.8), { steps: 4 });
  await page.mouse.up();
}
