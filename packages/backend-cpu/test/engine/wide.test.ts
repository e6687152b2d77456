import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { wide } from '../../src/generated/wide.js';
import { decodeBase64 } from '../../src/variants/binary.js';

const hasRevectorizer = Number(process.versions.v8.split('.')[0]) >= 13;
const test = hasRevectorizer ? it : it.skip;

/** What the revectorizer cannot do it does not leave alone: it ends the process, when the kernel gets hot. */
describe('the wide build', () => {
  test('is compiled whole by the optimising compiler with the revectorizer', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'neutype-wide-')), 'wide.wasm');
    writeFileSync(file, decodeBase64(wide));
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        ...['--experimental-wasm-revectorize', '--no-liftoff', '--no-wasm-lazy-compilation'],
        ...['--eval', 'new WebAssembly.Module(require("fs").readFileSync(process.argv[1]))', file],
      ],
      { encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
