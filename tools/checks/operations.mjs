#!/usr/bin/env node
/**
 * The table of operations in docs/operations.md, from what they declare, from the backends' sources and from the golden
 * values. Without `--write` it only says whether the table is what it would be now. Needs core's build.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OPERATIONS, operationCases } from '../../packages/core/dist/testing/index.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = join(root, 'docs/operations.md');
const BACKENDS = {
  CPU: 'backend-cpu',
  native: 'backend-node',
  WebGL: 'backend-webgl',
  WebGPU: 'backend-webgpu',
};

const declarations = sources('packages/core/src/operations');
const kernels = Object.fromEntries(
  Object.entries(BACKENDS).map(([name, folder]) => [name, sources(`packages/${folder}/src`)]),
);
const tests = ['core', ...Object.values(BACKENDS)].flatMap((name) => sources(`packages/${name}/test`));
const golden = JSON.parse(readFileSync(join(root, 'tools/runtime-tests/src/golden/operations.json'), 'utf8'));

const TEXT = `# Operations

Written by \`node tools/checks/operations.mjs --write\` from the declarations in
[core/src/operations](../packages/core/src/operations). Each can be composed of tfjs's operations on any backend. The
columns tell where it does not have to be:

- **Gradient**: declared with the operation and used for kernel and composition alike; tfjs's kernel has one in
  [core/src/gradients](../packages/core/src/gradients); or tfjs finds it for the composition.
- **CPU** to **WebGPU**: a kernel of Neutype's, or the one that tfjs has there.
- **Contract**: how many cases hold it to its composition on every backend, in
  [runtime-tests](../tools/runtime-tests). **Golden**: how many hold it to PyTorch. **Tests**: how many test files of
  core and the backends use it.

| Operation | Kernel | Inputs | Gradient | ${Object.keys(BACKENDS).join(' | ')} | Contract | Golden | Tests |
| --- | --- | --- | --- | ${Object.keys(BACKENDS)
  .map(() => '---')
  .join(' | ')} | ---: | ---: | ---: |
${OPERATIONS.map(row).join('\n')}

↻ is changed in place, where the backend has the kernel and nobody holds a clone.
`;

if (process.argv.includes('--write')) {
  writeFileSync(PAGE, TEXT);
} else if (readFileSync(PAGE, 'utf8') !== TEXT) {
  console.log(
    'docs/operations.md is not up to date. Write it anew: node tools/checks/operations.mjs --write',
  );
  process.exitCode = 1;
} else {
  console.log(`docs/operations.md is up to date: ${OPERATIONS.length} operations.`);
}

function row(operation) {
  const { name, kernel } = operation;
  const { path } = declarations.find(({ text }) => text.includes(`'${kernel}'`));
  return `| ${[
    `[${name}](../${path})`,
    `\`${kernel}\``,
    Object.entries(operation.inputs).map(input).join(', '),
    gradient(operation),
    ...Object.values(kernels).map((files) => kernelOn(files, kernel)),
    count(operationCases, (each) => each.operation === operation),
    count(golden, (each) => each.name.split(',')[0] === name),
    count(tests, ({ text }) => names(text, kernel) || calls(text, name)),
  ].join(' | ')} |`;
}

function input([name, { shape, changes, optional }]) {
  return `${name}${changes ? ' ↻' : ''}${optional ? '?' : ''} [${shape.join(', ')}]`;
}

function gradient({ outputs, gradient: declared, launch, kernel }) {
  if (Object.keys(outputs).length === 0) return 'none';
  if (declared !== undefined) return 'declared';
  return launch !== undefined || !isOurs(kernel) ? 'of the kernel' : 'of the composition';
}

function kernelOn(files, kernel) {
  const named = ({ text }) => (isOurs(kernel) ? names(text, kernel) : text.includes(`'${kernel}'`));
  if (files.some(named)) return 'ours';
  return isOurs(kernel) ? '' : "tfjs's";
}

/** Neutype's own kernels say so; the others are tfjs's. */
function isOurs(kernel) {
  return kernel.startsWith('Neutype');
}

function names(text, kernel) {
  return new RegExp(`\\b${kernel}\\b`).test(text);
}

function calls(text, name) {
  return new RegExp(`(?<![.\\w])${name}\\(`).test(text);
}

function count(values, holds) {
  return values.filter(holds).length || '';
}

function sources(folder) {
  let paths = [];
  try {
    paths = readdirSync(join(root, folder), { recursive: true }).filter((path) => path.endsWith('.ts'));
  } catch {} // no such folder
  return paths.toSorted().map((path) => ({
    path: relative(root, join(root, folder, path)),
    text: readFileSync(join(root, folder, path), 'utf8'),
  }));
}
