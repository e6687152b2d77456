#!/usr/bin/env node
/**
 * Joins the compiled modules of the package in the working directory into `dist/bundle`, one file for each entry of its
 * `exports` with a condition "node". What is kept apart (`--keep PATH`, below `dist`) and other packages are imported from there,
 * but for those that are joined too (`--inline NAME`), whose licenses then lie beside.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';

const FOLDER = './dist/bundle/';

const names = { type: 'string', multiple: true, default: [] };
const { keep, inline } = parseArgs({ options: { keep: names, inline: names } }).values;
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
const { output } = await bundle.write({
  dir: FOLDER,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
  comments: { jsdoc: false },
});

const inlined = new Set(
  output.flatMap(({ moduleIds = [] }) => moduleIds).flatMap((id) => packageOf(id) ?? []),
);
if (inlined.size > 0)
  writeFileSync(join(FOLDER, 'LICENSES.txt'), [...inlined].sort().map(licenseOf).join('\n\n'));

function leaveApart(id, importer) {
  if (importer === undefined || packageOf(importer)) return undefined;
  if (!id.startsWith('.')) return inline.includes(id) ? undefined : { id, external: true };
  const path = kept.get(join(importer, '..', id));
  return path === undefined ? undefined : { id: path, external: true };
}

/** The folder of another package that a module is of. */
function packageOf(module) {
  return /^.*\/node_modules\/(@[^/]+\/)?[^/]+(?=\/)/.exec(module)?.[0];
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined)
    throw new Error(`${name} has no file with its license, without which it cannot be passed on.`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
}
