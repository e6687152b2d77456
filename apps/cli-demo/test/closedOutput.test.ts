import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

function start(stdout: 'pipe' | number) {
  return spawn(
    process.execPath,
    [
      ...['--import', '@neutype/jest-preset/sources', join(import.meta.dirname, 'child.mjs')],
      ...['--epochs', '100000', '--momentum', '0.5', '--json'],
    ],
    { cwd: import.meta.dirname, stdio: ['ignore', stdout, 'pipe'] },
  );
}

describe('a run whose output is closed', () => {
  it('ends with success when its reader stops reading', async () => {
    const child = start('pipe');
    await once(child.stdout!, 'data');
    child.stdout!.destroy();
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  // Only Linux has a device that is always full.
  const onFullDisks = existsSync('/dev/full') ? it : it.skip;
  onFullDisks('fails with a sentence when the disk is full', async () => {
    const child = start(openSync('/dev/full', 'w'));
    let errors = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(errors).toBe(
      'Failed: what the demo prints cannot be written (ENOSPC: no space left on device, write).\n',
    );
  });
});
