import { afterEach, expect, it, jest } from '@jest/globals';

afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

it('the example of Reber’s grammar tells words of the grammar from others', async () => {
  const lines: string[] = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  await import('../src/reber-lstm.js');
  const sure = lines.flatMap((line) => /^[TVPXS]+ +([\d.]+) % of the grammar, and is$/.exec(line)?.[1] ?? []);
  expect(sure).toHaveLength(4);
  expect(sure.every((share) => Number(share) > 90)).toBe(true);
  expect(lines.at(-1)).toMatch(/^Accuracy on the test words: \d\.?\d* \(target 0\.99\) reached$/);
  expect(process.exitCode).toBeUndefined();
}, 60_000);
