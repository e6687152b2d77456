import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

// The program checks its own target and ends with an error when it misses it.
it('the smallest example learns XOR', () => {
  const output = execFileSync(process.execPath, [join(import.meta.dirname, '../dist/xor.js')], {
    encoding: 'utf8',
  });
  expect(output).toContain('sigmoid-1');
}, 60_000);
