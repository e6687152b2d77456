import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';

const usual = process.env['PATH'];

/** Lets this process see these programs alone, each a line of shell. */
export function onlyPrograms(folder: string, programs: Readonly<Record<string, string>>): void {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, line] of Object.entries(programs)) {
    const path = join(bin, name);
    writeFileSync(path, `#!/bin/sh\n${line}\n`);
    chmodSync(path, 0o755);
  }
  process.env['PATH'] = bin;
}

afterEach(() => {
  if (usual !== undefined) process.env['PATH'] = usual;
});
