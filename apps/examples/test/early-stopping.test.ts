import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';

const { argv } = process;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'neutype-example-'));
  process.argv = ['node', 'early-stopping', folder];
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
  process.argv = argv;
  process.exitCode = undefined;
});

it('the example of early stopping stops early, reaches its target, and leaves its logs', async () => {
  const lines: string[] = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  await import('../src/early-stopping.js');
  const [, best, last] = /those of epoch (\d+) of (\d+)/.exec(lines.join('\n')) ?? [];
  expect(Number(last)).toBe(Number(best) + 20);
  expect(lines.at(-1)).toMatch(/^Accuracy on the test samples: 0\.\d+ \(target 0\.92\) reached$/);
  expect(process.exitCode).toBeUndefined();
  const rows = readFileSync(join(folder, 'epochs.csv'), 'utf8').trimEnd().split('\n');
  expect(rows).toHaveLength(1 + Number(last));
  expect(readdirSync(folder).filter((name) => name.includes('tfevents'))).toHaveLength(1);
}, 60_000);
