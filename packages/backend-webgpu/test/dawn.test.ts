import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import '../src/index.js';
import { loadDawn } from '../src/node/dawn.js';

let folder: string;
let program: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'neutype-dawn-'));
  program = join(folder, 'index.js');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts a package named `webgpu` where a program in the folder finds it. */
function install(code: string): void {
  const place = join(folder, 'node_modules', 'webgpu');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), '{ "name": "webgpu", "type": "module", "main": "index.js" }');
  writeFileSync(join(place, 'index.js'), code);
}

describe('the package webgpu', () => {
  it('is told to be missing where no program finds it', async () => {
    expect(await loadDawn([program])).toBe('not installed');
  });

  it('is loaded from the second place where the first does not find it', async () => {
    install(
      'export const globals = { GPUMapMode: { READ: 1 } }; export const create = (flags) => ({ flags });',
    );
    const elsewhere = join(tmpdir(), 'neutype-nowhere', 'index.js');
    expect(await loadDawn([elsewhere, program])).toEqual({
      gpu: { flags: [] },
      globals: { GPUMapMode: { READ: 1 } },
    });
  });

  it('tells in one line why it does not load', async () => {
    install("throw new Error('no dawn.node for this system\\nRequire stack: a, b');");
    expect(await loadDawn([program])).toEqual({ failure: 'no dawn.node for this system' });
  });

  it('is not loaded, and defines no global names, by an import of the backend', () => {
    expect(Object.getOwnPropertyNames(globalThis).filter((name) => name.startsWith('GPU'))).toEqual([]);
  });
});
