import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Demo, startDemo } from './demo.js';
import { train, untilFinished } from './page.js';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

const serious = new Set(['serious', 'critical']);

describe.each(['light', 'dark'] as const)('the page in %s', (colorScheme) => {
  it.each([
    ['wide', 1280],
    ['as narrow as a phone', 360],
  ])('has no serious finding of axe, and does not scroll sideways, %s', async (_, width) => {
    const { page } = await demo.open('?epochs=2', { colorScheme, viewport: { width, height: 900 } });
    await train(page);
    await untilFinished(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const findings = violations.filter(({ impact }) => serious.has(impact ?? ''));
    expect(findings.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
