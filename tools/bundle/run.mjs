#!/usr/bin/env node
/**
 * Joins the compiled modules of the package in the working directory into `dist/bundle`, one file for each entry of its
 * `exports` with a condition "node". What is kept apart (`--keep PATH`, below `dist`) and other packages are imported from there.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';

const FOLDER = './dist/bundle/';

const { keep } = parseArgs({ options: { keep: { type: 'string', multiple: true, default: [] } } }).values;
const kept = new Map(keep.map((path) => [resolve('dist', path), `../${path}`]));
const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const input = Object.fromEntries(
  Object.values(exports)
    .filter(({ node }) => node?.startsWith(FOLDER))
    .map(({ node, default: compiled }) => [
      node.slice(FOLDER.length).replace(/\.js$/, ''),
      resolve(compiled),
    ]),
);

const bundle = await rolldown({
  input,
  platform: 'node',
  plugins: [{ name: 'apart', resolveId: leaveApart }],
});
rmSync(FOLDER, { recursive: true, force: true });
await bundle.write({
  dir: FOLDER,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
  comments: { jsdoc: false },
});

function leaveApart(id, importer) {
  if (importer === undefined) return undefined;
  if (!id.startsWith('.')) return { id, external: true };
  const path = kept.get(join(importer, '..', id));
  return path === undefined ? undefined : { id: path, external: true };
}
