import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  BackendUnavailableError,
  backendNames,
  diagnoseBackends,
  registerBackendProvider,
  useBackend,
} from '@neutype/core';
import { neutypeCacheFolder } from '../src/runtime/cacheFolder.js';
import { fakeBuild } from './support/fakeBuild.js';
import { temporaryFolder } from './support/folders.js';

// Whether tfjs-node's download succeeded here must not matter.
jest.unstable_mockModule('../src/runtime/searchPlaces.js', () => ({
  usualPlaces: () => ({ cacheFolder: neutypeCacheFolder(), packageRoots: [] }),
}));
const { useBackendOr } = await import('../src/index.js');

const usual = process.env['NEUTYPE_CACHE_DIR'];
let cache = '';

beforeEach(() => {
  cache = temporaryFolder();
  process.env['NEUTYPE_CACHE_DIR'] = cache;
});

afterEach(() => {
  if (usual === undefined) delete process.env['NEUTYPE_CACHE_DIR'];
  else process.env['NEUTYPE_CACHE_DIR'] = usual;
});

describe("useBackend('node')", () => {
  it('is there once the package is imported', () => {
    expect(backendNames()).toContain('node');
  });

  it('tells in one line why it cannot run and what to do', async () => {
    const failure = await useBackend('node').catch((error: unknown) => error as Error);
    expect(failure).toBeInstanceOf(BackendUnavailableError);
    expect((failure as Error).message).toBe(
      `useBackend('node'): expected a backend that can run here, got no build in ${cache} and no ` +
        '@tensorflow/tfjs-node. Run npx neutype-node-build (takes the library from the tensorflow-cpu wheel), or ' +
        'install @tensorflow/tfjs-node.',
    );
  });

  it('tells of a damaged build', async () => {
    const folder = await fakeBuild(cache);
    writeFileSync(join(folder, 'tfjs_binding.node'), 'BINDING!');
    await expect(useBackend('node')).rejects.toThrow(
      /is damaged: tfjs_binding\.node .* neutype-node-build --force/,
    );
  });

  it('tells of a binding that does not load', async () => {
    await fakeBuild(cache);
    await expect(useBackend('node')).rejects.toThrow(
      /expected a TensorFlow library that loads, got .*tfjs_binding\.node.*Run npx neutype-node-build --force\./,
    );
  });

  it('is diagnosed without being loaded', async () => {
    const diagnosis = (await diagnoseBackends()).find(({ name }) => name === 'node');
    expect(diagnosis).toMatchObject({ available: false, detail: expect.stringContaining('no build in') });
  });
});

describe('useBackendOr', () => {
  let activated = 0;
  registerBackendProvider({
    name: 'other',
    activate: async () => {
      activated++;
    },
    diagnose: async () => ({ name: 'other', available: true, detail: 'for this test' }),
  });

  it('goes on with the other one and says so in one line', async () => {
    const lines: string[] = [];
    activated = 0;
    expect(await useBackendOr('node', 'other', (line) => lines.push(line))).toBe('other');
    expect(activated).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^useBackend\('node'\).*no build in.*neutype-node-build.* Going on with other\.$/,
    );
    expect(lines[0]).not.toContain('\n');
  });

  it('says nothing when the first one runs', async () => {
    const lines: string[] = [];
    expect(await useBackendOr('other', 'node', (line) => lines.push(line))).toBe('other');
    expect(lines).toEqual([]);
  });

  it('fails when neither runs', async () => {
    await expect(useBackendOr('node', 'nowhere', () => {})).rejects.toThrow(BackendUnavailableError);
  });
});
