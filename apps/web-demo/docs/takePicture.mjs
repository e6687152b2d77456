/**
 * Takes the picture of the first screen that the README and links to the page show, `public/card.jpg`, from what the build
 * made: `vite build` first, then `node docs/takePicture.mjs`.
 */
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { startHost } from '../bench/host.mjs';

const path = fileURLToPath(new URL('../public/card.jpg', import.meta.url));
/** As large as links show pictures, 1200 × 630, and room for the whole screen. */
const SCREEN = { viewport: { width: 1371, height: 720 }, deviceScaleFactor: 0.875 };
/** A 3 of a round hand: two arcs, in parts of the pad. */
const THREE = [
  ...arc({ x: 0.48, y: 0.31, across: 0.2, down: 0.18, from: -150, to: 90 }),
  ...arc({ x: 0.48, y: 0.67, across: 0.23, down: 0.18, from: -90, to: 150 }),
];

const host = await startHost(fileURLToPath(new URL('../dist', import.meta.url)), {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
});
const executablePath = process.env.NEUTYPE_CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const context = await browser.newContext({ ...SCREEN, colorScheme: 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(host.site);
  await page.getByRole('img', { name: /^A digit goes through/ }).waitFor();
  await draw(page);
  await page.getByTestId('prediction').filter({ hasText: 'a 3' }).waitFor();
  await page.getByRole('img', { name: /^Your drawing goes through/ }).waitFor();
  await page.waitForTimeout(500);
  await page.screenshot({ path, type: 'jpeg', quality: 85 });
} finally {
  await browser.close();
  host.close();
}

/** @param {{ x: number, y: number, across: number, down: number, from: number, to: number }} ellipse */
function arc({ x, y, across, down, from, to }) {
  return Array.from({ length: 25 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / 24) * Math.PI) / 180;
    return [x + across * Math.cos(angle), y + down * Math.sin(angle)];
  });
}

/** @param {import('playwright-core').Page} page */
async function draw(page) {
  const pad = await page.getByRole('application').boundingBox();
  if (!pad) throw new Error('There is no pad to draw on.');
  for (const [index, [x = 0, y = 0]] of THREE.entries()) {
    await page.mouse.move(pad.x + pad.width * x, pad.y + pad.height * y);
    if (index === 0) await page.mouse.down();
  }
  await page.mouse.up();
  await page.mouse.move(0, 0);
}
