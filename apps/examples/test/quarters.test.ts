import { afterEach, expect, it, jest } from '@jest/globals';
import { gradientDescent, input, sigmoid } from 'neutype';
import { quarters } from '../src/support/quarters.js';

const before = process.stderr.isTTY;
afterEach(() => {
  jest.restoreAllMocks();
  process.stderr.isTTY = before;
});

/** What an epoch of five updates prints. */
async function linesOf(isTTY: boolean) {
  process.stderr.isTTY = isTTY;
  const lines: string[] = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const optimizer = gradientDescent(input(1).to(sigmoid(1)), { batchSize: 1, seed: 0, signals: quarters });
  await optimizer.train([[0], [1], [2], [3], [4]], [0, 0, 1, 1, 1], { epochs: 1 });
  return lines;
}

it('a log shows each quarter of an epoch once', async () => {
  expect(await linesOf(false)).toEqual(['#1 : 25 %', '#1 : 50 %', '#1 : 75 %']);
});

it('a terminal shows the progress bar instead of quarters', async () => {
  expect(await linesOf(true)).toEqual([]);
});
