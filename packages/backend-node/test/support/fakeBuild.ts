import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildName, buildsFolder, NAPI_VERSION } from '../../src/runtime/cacheFolder.js';
import { recordFile, writeManifest } from '../../src/runtime/manifest.js';

/** A build whose files are words: enough for everything but loading it. */
export async function fakeBuild(
  cacheFolder: string,
  tensorflow = '2.99.0',
  builtAt = '2026-01-01T00:00:00.000Z',
): Promise<string> {
  const folder = join(buildsFolder(cacheFolder), buildName(tensorflow));
  const files: Record<string, string> = {
    'tfjs_binding.node': 'binding',
    'libtensorflow_cc.so.2': 'library',
    'tfjs-node/package.json': '{ "version": "4.22.0" }',
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const records = await Promise.all(
    Object.keys(files).map(async (name) => [name, await recordFile(join(folder, name))] as const),
  );
  writeManifest(folder, {
    format: 1,
    tensorflow,
    tfjsNode: '4.22.0',
    napi: NAPI_VERSION,
    platform: process.platform,
    arch: process.arch,
    compiler: 'c++ 1.0',
    builtAt,
    files: Object.fromEntries(records),
  });
  return folder;
}
