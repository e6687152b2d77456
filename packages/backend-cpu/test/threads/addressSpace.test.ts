import { describe, expect, it } from '@jest/globals';
import { workersThatFit } from '../../src/threads/addressSpace.js';

const LIMITS = 'Limit                     Soft Limit           Hard Limit           Units     \n';
function limitOf(soft: string): string {
  return `${LIMITS}Max address space         ${soft.padEnd(20)} unlimited            bytes     \n`;
}
/** Sizes in pages of 4 KiB, that of the address space first. */
function statm(bytes: number): string {
  return `${Math.round(bytes / 4096)} 12000 8000 1 0 90000 0\n`;
}

describe('the workers that fit into the address space', () => {
  it.each<[string, Record<string, string>, number]>([
    [
      'two where 2 GB are left',
      { '/proc/self/limits': limitOf('14000000000'), '/proc/self/statm': statm(12e9) },
      2,
    ],
    [
      'none where half a GB is left',
      { '/proc/self/limits': limitOf('12288000000'), '/proc/self/statm': statm(11.7e9) },
      0,
    ],
    [
      'none where more than the limit is in use',
      { '/proc/self/limits': limitOf('1000000'), '/proc/self/statm': statm(2e9) },
      0,
    ],
    [
      'any number where there is no limit',
      { '/proc/self/limits': limitOf('unlimited'), '/proc/self/statm': statm(12e9) },
      Infinity,
    ],
    ['any number where nobody tells', {}, Infinity],
  ])('are %s', (_, files, workers) => {
    expect(workersThatFit((path) => files[path])).toBe(workers);
  });
});
