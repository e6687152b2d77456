import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { applyPatches } from '../src/build/patches.js';
import { temporaryFolder } from './support/folders.js';

const patch = { file: 'a.cc', reason: 'a test', before: 'old();\n', after: 'new("$&");\n' };

describe('changes to the sources', () => {
  it('are made in their one place, word by word', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.cc'), 'first();\nold();\nlast();\n');
    applyPatches(folder, [patch]);
    expect(readFileSync(join(folder, 'a.cc'), 'utf8')).toBe('first();\nnew("$&");\nlast();\n');
  });

  it.each(['first();\n', 'old();\nold();\n'])('are not guessed at in %j', (source) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.cc'), source);
    expect(() => applyPatches(folder, [patch])).toThrow('expected one place to change (a test)');
    expect(readFileSync(join(folder, 'a.cc'), 'utf8')).toBe(source);
  });
});
