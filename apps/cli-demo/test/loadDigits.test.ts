import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { loadDigits } from '../src/chapters/loadDigits.js';

const SILENT = { note: () => {}, progress: () => {} };

describe('a machine without MNIST and without a network', () => {
  let cache: string;
  const before = { ...process.env };

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'neutype-cache-'));
    process.env['NEUTYPE_CACHE_DIR'] = cache;
    delete process.env['NEUTYPE_DATA_DIR'];
    jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'));
  });

  afterEach(() => {
    jest.restoreAllMocks();
    for (const name of ['NEUTYPE_CACHE_DIR', 'NEUTYPE_DATA_DIR']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    rmSync(cache, { recursive: true });
  });

  it('uses synthetic digits by default, and says so', async () => {
    const notes: string[] = [];
    const { source } = await loadDigits(
      { dataset: undefined, data: undefined },
      { ...SILENT, note: (text) => notes.push(text) },
    );
    expect(source).toBe('synthetic');
    expect(notes.join('\n')).toMatch(/synthetic/);
  });

  it('fails if MNIST was asked for', async () => {
    await expect(loadDigits({ dataset: 'mnist', data: undefined }, SILENT)).rejects.toThrow(/MNIST/);
  });
});
