import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

/** Specs that fail on purpose, and why. */
const excluded: Readonly<Record<string, string>> = {
  'avgPool cpu {} gradient x=[3,3,1] f=[3,3] s=1 p=explicit':
    'expects dy divided by the whole window, while the mean was taken of the pixels inside the image: not its gradient',
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
