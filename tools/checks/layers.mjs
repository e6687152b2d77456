#!/usr/bin/env node
/**
 * The table of layers in docs/layers.md, from the names in packages/layers/src/layerNames.ts. Without `--write` it only
 * says whether the table is what it would be now. Needs the build of `layers`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LAYERS } from '../../packages/layers/dist/layerNames.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = join(root, 'docs/layers.md');
const index = readFileSync(join(root, 'packages/layers/src/index.ts'), 'utf8');

const TEXT = `# Layers, here and elsewhere

For whoever comes from NeuPy, Keras or PyTorch: what the layers are called there, and what reads differently. Written by
\`node tools/checks/layers.mjs --write\` from [layerNames.ts](../packages/layers/src/layerNames.ts), by which a mistyped
layer is told its name as well.

| Neutype | NeuPy | Keras | PyTorch | |
| --- | --- | --- | --- | --- |
${Object.entries(LAYERS).map(row).join('\n')}
`;

if (process.argv.includes('--write')) {
  writeFileSync(PAGE, TEXT);
} else if (readFileSync(PAGE, 'utf8') !== TEXT) {
  console.log('docs/layers.md is not up to date. Write it anew: node tools/checks/layers.mjs --write');
  process.exitCode = 1;
} else {
  console.log(`docs/layers.md is up to date: ${Object.keys(LAYERS).length} layers.`);
}

function row([name, { call, neupy, keras, pytorch, note = '' }]) {
  return `| [\`${call}\`](../packages/layers/${sourceOf(name)}) | ${[neupy, keras, pytorch].map(code).join(' | ')} | ${note} |`;
}

function code(names = '') {
  return names
    .split(',')
    .filter((name) => name !== '')
    .map((name) => `\`${name.trim()}\``)
    .join(', ');
}

/** The file that the package exports it from. */
function sourceOf(name) {
  for (const [, names, path] of index.matchAll(/export \{([^}]*)\} from '\.\/([^']*)\.js'/g)) {
    if (names.split(',').some((each) => each.trim() === name)) return `src/${path}.ts`;
  }
  throw new Error(`layerNames.ts has ${name}, which packages/layers does not export.`);
}
