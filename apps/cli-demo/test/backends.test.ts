import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { demo } from '../src/demo.js';
import { bands } from './bands.js';
import { FakeProcess } from './fakeProcess.js';

const usual = process.env['NEUTYPE_CACHE_DIR'];
const empty = mkdtempSync(join(tmpdir(), 'neutype-cache-'));

afterAll(() => {
  if (usual === undefined) delete process.env['NEUTYPE_CACHE_DIR'];
  else process.env['NEUTYPE_CACHE_DIR'] = usual;
  rmSync(empty, { recursive: true });
});

describe('--backend node where native TensorFlow is not there', () => {
  it('goes on with the CPU engine after one line with the reason and the remedy', async () => {
    process.env['NEUTYPE_CACHE_DIR'] = empty;
    const seen = new FakeProcess({});
    const args = ['--backend', 'node', '--epochs', '1', '--momentum', '0.9', '--json'];
    const digits = bands(300);
    expect(await demo(args, seen, () => Promise.resolve(digits))).toBe(0);
    expect(seen.errors).toMatch(/no build in .* npx neutype-node-build .* Going on with cpu\.\n/);
    expect(seen.output).toContain('"backend":"cpu"');
  });
});
