import { afterEach, expect, it, jest } from '@jest/globals';

afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

it('the smallest example learns XOR', async () => {
  const lines: string[] = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  await import('../src/xor.js');
  expect(lines.join('\n')).toContain('sigmoid-1');
  expect(lines.at(-1)).toBe('Right answers: 4 (target 4) reached');
  expect(process.exitCode).toBeUndefined();
}, 60_000);
