#!/usr/bin/env node
/**
 * Compiles `assembly/` once per variant and embeds the binaries in `src/generated/`, with a launcher for each kernel and
 * the layout.
 *
 * `--tile 4x12 --out FOLDER` builds the `simd` variant alone with that register tile, hardly optimized, into a folder: a tile to look at or to test.
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import asc from 'assemblyscript/asc';
import binaryen from 'assemblyscript/binaryen';
import { asText, differenceFrom } from './embedding.mjs';
import { dispatchSource, headerSource, launchSource, opcodeSource, readKernels } from './kernels.mjs';
import { checkVariant, TRIED_EXPORT, VARIANTS, withTile } from './layout.mjs';
import { assemblyLayout, engineLayout } from './layoutSources.mjs';
import { findOperations, operationCodes, operationLoops } from './mapOperations.mjs';
import { microKernels } from './microKernels.mjs';
import { operationExports, templateSource, templatesOf } from './templates.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const assembly = join(root, 'assembly');
const { tile, out = join(root, 'src/generated') } = parseArgs({
  options: { tile: { type: 'string' }, out: { type: 'string' } },
}).values;

const variants = tile === undefined ? VARIANTS : [withTile(VARIANTS[0], ...tile.split('x').map(Number))];
try {
  for (const variant of variants) checkVariant(variant);
} catch ({ message }) {
  console.error(message);
  process.exit(1);
}

const sources = readdirSync(assembly, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
  .sort();

function text(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const assembled = readKernels(sources.map((file) => ({ file, text: text(join(assembly, file)) })));
const operations = findOperations(sources, (file) => text(join(assembly, file)));

async function compileVariant(variant) {
  const binary = await compile('index.ts', variant, {
    'dispatch.ts': dispatchSource(assembled),
    'layout.ts': assemblyLayout(variant),
    'microKernels.ts': microKernels(variant),
    'operations.ts': operationLoops(operations),
  });
  return variant.exportsAll ? withAllExported(binary) : binary;
}

/** Templates are the same for all variants: operations that use what one of them lacks have none. */
async function compileTemplates() {
  const binary = await compile('generated/exports.ts', variants[0], {
    'exports.ts': operationExports(operations),
  });
  return templatesOf(operations, binary);
}

/** Compiles in a copy of the sources, so that two builds at once do not meet; with files in the folder `generated`. */
async function compile(entry, variant, generated) {
  const folder = mkdtempSync(join(tmpdir(), 'neutype-wasm-'));
  cpSync(assembly, folder, { recursive: true });
  mkdirSync(join(folder, 'generated'), { recursive: true });
  for (const [file, source] of Object.entries(generated))
    writeFileSync(join(folder, 'generated', file), source);
  const { error, stderr } = await asc.main([
    ...[entry, '--baseDir', folder, '--outFile', 'out.wasm'],
    ...compilerOptions(variant),
  ]);
  if (error) throw new Error(`${variant.name}, ${entry}: ${error.message}\n${stderr.toString()}`);
  const binary = readFileSync(join(folder, 'out.wasm'));
  rmSync(folder, { recursive: true });
  return binary;
}

/** Files whose functions a trial of the kernels runs: a product, and what that is measured against. */
const TRIED = /^(gemm|generated\/microKernels|runtime\/probe)\//;

/** V8 can be asked to compile a function with its optimising compiler, which widens, if JavaScript sees the function. */
function withAllExported(binary) {
  const module = binaryen.readBinary(binary);
  module.setFeatures(binaryen.Features.All);
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const { name, base } = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
    if (!base) module.addFunctionExport(name, `${TRIED.test(name) ? TRIED_EXPORT : '$'}${index}`);
  }
  // The names have done their work.
  binaryen.setDebugInfo(false);
  return Buffer.from(module.emitBinary());
}

function compilerOptions({ features, exportsAll }) {
  return [
    // It names functions.
    ...(exportsAll ? ['--debug'] : []),
    ...[
      '--runtime',
      'stub',
      '--optimizeLevel',
      tile === undefined ? '3' : '1',
      '--noAssert',
      '--memoryBase',
      '1024',
    ],
    ...[
      '--exportTable',
      '--importMemory',
      '--sharedMemory',
      '--initialMemory',
      '2',
      '--maximumMemory',
      '65536',
    ],
    ...['threads', ...features].flatMap((feature) => ['--enable', feature]),
  ];
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of readdirSync(join(root, 'scripts')).sort())
    hash.update(text(join(root, 'scripts', file)));
  for (const file of sources) hash.update(file).update(text(join(assembly, file)));
  return `// Made by scripts/buildWasm.mjs from ${hash.digest('hex')}\n`;
}

const stamp = fingerprint();
if (text(join(out, 'wasm.ts')).startsWith(stamp)) process.exit(0);

mkdirSync(out, { recursive: true });
/** A tile by itself leaves the others empty. */
const binaries = { simd: Buffer.of(), relaxed: Buffer.of(), wide: Buffer.of() };
for (const variant of variants) {
  const binary = await compileVariant(variant);
  console.log(
    `${variant.name}: ${assembled.kernels.length} kernels, ${(binary.length / 1024).toFixed(1)} KB`,
  );
  binaries[variant.name] = binary;
}
replace('opcodes.ts', opcodeSource(assembled));
replace('launch.ts', launchSource(assembled));
replace('layout.ts', engineLayout(variants) + headerSource(assembled));
replace('mapOperations.ts', operationCodes(operations));
// A tile by itself is no whole engine.
if (tile === undefined) replace('templates.ts', templateSource(await compileTemplates()));
// A file of its own, which bundles for browsers go without.
replace('wide.ts', embed('wide', binaries.wide));
const simdFromRelaxed = differenceFrom(binaries.relaxed, binaries.simd);
replace('wasm.ts', stamp + embed('relaxed', binaries.relaxed) + embed('simdFromRelaxed', simdFromRelaxed));

function embed(name, bytes) {
  return `export const ${name}: string =\n  '${asText(bytes)}';\n`;
}

function replace(file, content) {
  const draft = join(out, `${file}.${process.pid}`);
  writeFileSync(draft, content);
  renameSync(draft, join(out, file));
}
