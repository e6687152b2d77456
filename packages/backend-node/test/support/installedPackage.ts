import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './folders.js';

/** A folder in which `@tensorflow/tfjs-node` is installed with these files, as words. */
export function installedPackage(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  const manifest = '{ "name": "@tensorflow/tfjs-node", "version": "4.22.0" }';
  for (const [name, content] of Object.entries({ 'package.json': manifest, ...files })) {
    const path = join(root, 'node_modules', '@tensorflow', 'tfjs-node', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return root;
}
