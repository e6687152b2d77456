import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

/** Specs that fail on purpose, and why. */
const excluded: Readonly<Record<string, string>> = {
  'argmax cpu {} ignores NaNs': 'finds the first NaN, as NumPy and PyTorch do',
  'argmin cpu {} ignores NaNs': 'finds the first NaN, as NumPy and PyTorch do',
  'argmin cpu {} 3D, ignores NaNs': 'finds the first NaN, as NumPy and PyTorch do',
  'avgPool cpu {} gradient x=[3,3,1] f=[3,3] s=1 p=explicit':
    'expects dy divided by the whole window, while the mean was taken of the pixels inside the image: not its gradient',
  'gather cpu {} throws when index is out of bound': 'throws a DataError, with other words',
  'maxPool cpu {} [x=[3,3,1] f=[2,2] s=1 ignores NaNs':
    'gives NaN, as PyTorch does, so that training ends with an error',
};

const MINUTES = 60_000;

interface Outcome {
  readonly passed: number;
  readonly failed: readonly { readonly name: string; readonly why: string }[];
}

describe("tfjs-core's own specs of its operations and gradients", () => {
  it(
    'pass on the CPU engine',
    async () => {
      const runner = join(import.meta.dirname, 'run.mjs');
      const { stdout } = await promisify(execFile)(process.execPath, [runner], { maxBuffer: 2 ** 26 });
      const { passed, failed } = JSON.parse(stdout) as Outcome;
      expect(failed.filter(({ name }) => !(name in excluded))).toEqual([]);
      expect(failed.map(({ name }) => name)).toEqual(Object.keys(excluded));
      expect(passed).toBeGreaterThan(3800);
    },
    5 * MINUTES,
  );
});
