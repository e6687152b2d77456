import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import * as neutype from 'neutype';

const { argv } = process;
let folder: string;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'neutype-example-'));
  lines = [];
  jest.resetModules();
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
  process.argv = argv;
  process.exitCode = undefined;
});

/** A few hundred digits in the place of MNIST, so that an example takes a moment. */
function fewDigits(): neutype.StandardSplit {
  const { images, labels } = neutype.syntheticDigits({ samples: 1000, seed: 0 });
  const square = images.reshape(-1, 28, 28);
  return {
    train: { images: square.rows(0, 800), labels: labels.rows(0, 800) },
    test: { images: square.rows(800), labels: labels.rows(800) },
    source: 'synthetic',
  };
}

async function run(example: string, ...args: string[]): Promise<void> {
  jest.unstable_mockModule('neutype', () => ({ ...neutype, mnist: async () => fewDigits() }));
  process.argv = ['node', example, ...args];
  await import(`../src/${example}.js`);
}

it('the autoencoder leaves pictures of reconstructions, of the plane and of codes', async () => {
  await run('digits-autoencoder', folder);
  const pictures = ['reconstructions', 'plane', 'codes'].map((name) => join(folder, `${name}.svg`));
  expect(lines.filter((line) => line.endsWith('.svg'))).toEqual(pictures);
  for (const path of pictures) expect(readFileSync(path, 'utf8')).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
  expect(lines.at(-1)).toMatch(/^Explained variance of the test digits: 0\.\d+ \(target 0\.4\)/);
});

it('transfer learning trains a head of 2,005 parameters on fifty examples, three times', async () => {
  await run('transfer-learning');
  const text = lines.join('\n');
  expect(text).toContain('of which 2,572 are not trained');
  expect(text.match(/^5 to 9, 50 examples: [\d.]+, from nothing [\d.]+$/gm)).toHaveLength(3);
  expect(lines.at(-1)).toMatch(/^More than from nothing: -?[\d.]+ \(target 0\.01\)/);
});

it('the network with two inputs tells sums of digits, and which is larger', async () => {
  await run('multi-input');
  expect(lines.slice(-2)).toEqual([
    expect.stringMatching(/^Sums that are right: 0\.9\d* \(target 0\.9\) reached$/),
    expect.stringMatching(/^Larger digits that are found: 0\.9\d* \(target 0\.96\) reached$/),
  ]);
  expect(process.exitCode).toBeUndefined();
});

it('tables of flowers, wines and houses reach their targets', async () => {
  await run('tabular');
  expect(lines.slice(-3).every((line) => line.endsWith('reached'))).toBe(true);
  expect(process.exitCode).toBeUndefined();
});

it('a mixture of linear experts finds four rules, and trusts one expert in each quarter', async () => {
  await run('mixture-of-experts');
  const quarters = lines.flatMap(
    (line) => /^Quarter \d trusts (.*)$/.exec(line)?.[1]?.split(', ').map(Number) ?? [],
  );
  const trusted = [0, 8, 16, 24].map((first) => {
    const shares = quarters.slice(first, first + 8);
    return shares.indexOf(Math.max(...shares));
  });
  expect(new Set(trusted).size).toBe(4);
  expect(lines.at(-1)).toMatch(/^Explained variance of the test points: 0\.9\d+ \(target 0\.95\) reached$/);
});
