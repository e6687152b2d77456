import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findDamage, readManifest } from '../src/runtime/manifest.js';
import { fakeBuild } from './support/fakeBuild.js';
import { temporaryFolder } from './support/folders.js';

describe('the checksums of a build', () => {
  it('hold for what was built', async () => {
    const folder = await fakeBuild(temporaryFolder());
    expect(await findDamage(folder, readManifest(folder)!, { thorough: true })).toBeUndefined();
  });

  it('tell of a changed byte', async () => {
    const folder = await fakeBuild(temporaryFolder());
    writeFileSync(join(folder, 'libtensorflow_cc.so.2'), 'lIbrary');
    utimesSync(join(folder, 'libtensorflow_cc.so.2'), new Date(), new Date(Date.now() + 5000));
    expect(await findDamage(folder, readManifest(folder)!)).toBe(
      'libtensorflow_cc.so.2 does not have the checksum it was built with',
    );
  });

  it('tell of a changed byte behind an unchanged time only when thorough', async () => {
    const folder = await fakeBuild(temporaryFolder());
    const file = join(folder, 'libtensorflow_cc.so.2');
    const { mtimeMs } = statSync(file);
    writeFileSync(file, 'lIbrary');
    utimesSync(file, mtimeMs / 1000, mtimeMs / 1000);
    const manifest = readManifest(folder)!;
    const files = {
      ...manifest.files,
      'libtensorflow_cc.so.2': {
        ...manifest.files['libtensorflow_cc.so.2']!,
        modified: statSync(file).mtimeMs,
      },
    };
    expect(await findDamage(folder, { ...manifest, files })).toBeUndefined();
    expect(await findDamage(folder, { ...manifest, files }, { thorough: true })).toMatch(/checksum/);
  });

  it('believe a file that was only touched', async () => {
    const folder = await fakeBuild(temporaryFolder());
    utimesSync(join(folder, 'tfjs_binding.node'), new Date(), new Date(Date.now() + 5000));
    expect(await findDamage(folder, readManifest(folder)!)).toBeUndefined();
  });

  it('tell of a truncated and of a missing file', async () => {
    const folder = await fakeBuild(temporaryFolder());
    const manifest = readManifest(folder)!;
    writeFileSync(join(folder, 'libtensorflow_cc.so.2'), 'lib');
    expect(await findDamage(folder, manifest)).toBe('libtensorflow_cc.so.2 has 3 bytes where 7 were built');
    rmSync(join(folder, 'libtensorflow_cc.so.2'));
    expect(await findDamage(folder, manifest)).toBe('libtensorflow_cc.so.2 is missing');
  });

  it('are not read from half a manifest', async () => {
    const folder = await fakeBuild(temporaryFolder());
    writeFileSync(join(folder, 'manifest.json'), '{ "format": 1, "files": {');
    expect(readManifest(folder)).toBeUndefined();
  });
});
