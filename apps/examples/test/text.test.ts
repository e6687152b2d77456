import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';

let lines: string[];

beforeEach(() => {
  lines = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

it('an LSTM learns what the order of words means, and a mean of words cannot', async () => {
  await import('../src/review-sentiment.js');
  const [, ofWords] = /mean of the words gets (0\.\d+)/.exec(lines.join('\n')) ?? [];
  expect(Number(ofWords)).toBeLessThan(0.6);
  expect(lines.at(-1)).toMatch(
    /^Accuracy of the LSTM on the test reviews: [01][\d.]* \(target 0\.99\) reached$/,
  );
  expect(process.exitCode).toBeUndefined();
}, 120_000);

it('a GRU that learns letters writes words', async () => {
  await import('../src/tale-writer.js');
  expect(lines.at(-1)).toMatch(/words written that are words: [01][\d.]* \(target 0\.97\) reached$/);
  expect(process.exitCode).toBeUndefined();
}, 120_000);
