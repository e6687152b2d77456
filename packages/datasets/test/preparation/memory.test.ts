import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

it("the tutorial's preparation takes at most 1.3 times its float32 array, bytes included", () => {
  const output = execFileSync(
    process.execPath,
    [join(import.meta.dirname, '../../tools/preparationMemory.mjs')],
    {
      encoding: 'utf8',
    },
  );
  const { ratio } = JSON.parse(output) as { ratio: number };
  // Less than the array itself would mean that nothing was measured.
  expect(ratio).toBeGreaterThan(1);
  expect(ratio).toBeLessThanOrEqual(1.3);
}, 60_000);
