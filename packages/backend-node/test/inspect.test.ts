import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { diagnoseNodeBackend } from '../src/diagnose.js';
import { inspectInstallations, nodeSuffices } from '../src/runtime/inspect.js';
import { findInstallations } from '../src/runtime/installations.js';
import { fakeBuild } from './support/fakeBuild.js';
import { temporaryFolder } from './support/folders.js';
import { installedPackage } from './support/installedPackage.js';

describe('looking for an installation', () => {
  it('says where it looked and what to run when there is none', async () => {
    const cacheFolder = temporaryFolder();
    expect(await inspectInstallations({ cacheFolder, packageRoots: [] })).toEqual({
      reason: `no build in ${cacheFolder} and no @tensorflow/tfjs-node`,
      remedy:
        'Run npx neutype-node-build (takes the library from the tensorflow-cpu wheel), or install @tensorflow/tfjs-node.',
    });
  });

  it('takes the build made last', async () => {
    const cacheFolder = temporaryFolder();
    await fakeBuild(cacheFolder, '2.21.0', '2026-02-01T00:00:00.000Z');
    const latest = await fakeBuild(cacheFolder, '2.20.0', '2026-03-01T00:00:00.000Z');
    const inspection = await inspectInstallations({ cacheFolder, packageRoots: [] });
    expect(inspection).toMatchObject({ installation: { kind: 'build', folder: latest } });
  });

  it('goes on to an older build when the last one is damaged', async () => {
    const cacheFolder = temporaryFolder();
    const older = await fakeBuild(cacheFolder, '2.21.0', '2026-02-01T00:00:00.000Z');
    const latest = await fakeBuild(cacheFolder, '2.20.0', '2026-03-01T00:00:00.000Z');
    writeFileSync(join(latest, 'tfjs_binding.node'), 'cut');
    const inspection = await inspectInstallations({ cacheFolder, packageRoots: [] });
    expect(inspection).toMatchObject({ installation: { folder: older } });
  });

  it('names the damage and the command that mends it', async () => {
    const cacheFolder = temporaryFolder();
    const folder = await fakeBuild(cacheFolder);
    writeFileSync(join(folder, 'libtensorflow_cc.so.2'), 'lib');
    expect(await inspectInstallations({ cacheFolder, packageRoots: [] })).toEqual({
      reason: `the build in ${folder} is damaged: libtensorflow_cc.so.2 has 3 bytes where 7 were built`,
      remedy: 'Run npx neutype-node-build --force.',
    });
  });

  it('does not take a folder without a manifest for a build', async () => {
    const cacheFolder = temporaryFolder();
    const folder = await fakeBuild(cacheFolder);
    writeFileSync(join(folder, 'manifest.json'), '');
    expect(findInstallations({ cacheFolder, packageRoots: [] })).toEqual([]);
  });

  it("finds tfjs-node's own binary", async () => {
    const root = installedPackage({ 'lib/napi-v8/tfjs_binding.node': 'binding' });
    const places = { cacheFolder: temporaryFolder(), packageRoots: [root] };
    expect(await inspectInstallations(places)).toMatchObject({ installation: { kind: 'package' } });
  });

  it('says when tfjs-node is there without its binary, as package managers leave it without network', async () => {
    const places = { cacheFolder: temporaryFolder(), packageRoots: [installedPackage({})] };
    expect(await inspectInstallations(places)).toEqual({
      reason: `no build in ${places.cacheFolder}, and @tensorflow/tfjs-node came without its binary, which it downloads while it is installed`,
      remedy: 'Run npx neutype-node-build (takes the library from the tensorflow-cpu wheel).',
    });
  });

  it.each([
    ['18.20.4', false],
    ['20.18.1', false],
    ['20.19.0', true],
    ['22.1.0', true],
    ['26.0.0', true],
  ])('takes Node %s for %s', (version, suffices) => {
    expect(nodeSuffices(version)).toBe(suffices);
  });
});

describe('the diagnosis', () => {
  it('tells versions and place of what it found', async () => {
    const cacheFolder = temporaryFolder();
    const found = await fakeBuild(cacheFolder, '2.99.0');
    const diagnosis = await diagnoseNodeBackend({ places: { cacheFolder, packageRoots: ['/app'] } });
    expect(diagnosis).toMatchObject({
      name: 'node',
      available: true,
      found,
      searched: [cacheFolder, '/app'],
      versions: { node: process.versions.node, tensorflow: '2.99.0', tfjsNode: '4.22.0' },
    });
    expect(diagnosis.detail).toContain('TensorFlow 2.99.0 through tfjs-node 4.22.0 (built)');
  });

  it('tells reason and remedy of what it did not find', async () => {
    const diagnosis = await diagnoseNodeBackend({
      places: { cacheFolder: temporaryFolder(), packageRoots: [] },
    });
    expect(diagnosis.available).toBe(false);
    expect(diagnosis.detail).toMatch(/^no build in/);
    expect(diagnosis.remedy).toMatch(/neutype-node-build/);
  });
});
