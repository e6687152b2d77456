#!/usr/bin/env node
/**
 * Compiles `assembly/` once per variant and embeds the binaries in `src/generated/`, with the opcode table.
 * A kernel is every exported `function name(command: usize): void` under `assembly/`.
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
import asc from 'assemblyscript/asc';
import binaryen from 'assemblyscript/binaryen';
import { microKernels } from './micro-kernels.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const assembly = join(root, 'assembly');
const generatedSource = join(root, 'src/generated');

/** The register tile of each build, and what it needs of the machine; why these: `assembly/gemm/README.md`. */
const variants = [
  { name: 'simd', rows: 5, vectors: 2, split: true, features: ['simd'] },
  { name: 'relaxed', rows: 6, vectors: 2, split: true, features: ['simd', 'relaxed-simd'] },
  { name: 'wide', rows: 6, vectors: 4, split: false, features: ['simd', 'relaxed-simd'], exportsAll: true },
];

const sources = readdirSync(assembly, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
  .sort();

const text = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const kernels = sources
  .flatMap((file) =>
    [...text(join(assembly, file)).matchAll(/^export function (\w+)\(command: usize\): void/gm)].map(
      ([, name]) => ({ name, module: `../${file.slice(0, -3)}` }),
    ),
  )
  .filter(({ module }) => !module.startsWith('../runtime/'));

const dispatchSource = () => `${kernels
  .map(({ name, module }) => `import { ${name} } from '${module}';`)
  .join('\n')}

export function dispatch(opcode: i32, command: usize): void {
  switch (opcode) {
${kernels.map(({ name }, code) => `    case ${code}: ${name}(command); return;`).join('\n')}
  }
}
`;

const opcodeSource = () => `/** One number per kernel, as \`dispatch\` knows them. */
export const opcode = {
${kernels.map(({ name }, code) => `  ${name}: ${code},`).join('\n')}
} as const;
`;

const tileSource = () => `/** Rows and columns of each variant's register tile. */
export const tiles = {
${variants.map(({ name, rows, vectors }) => `  ${name}: { rows: ${rows}, columns: ${vectors * 4} },`).join('\n')}
} as const;
`;

/** Compiles in a copy of the sources, so that two builds at once do not meet. */
async function compile(variant) {
  const folder = mkdtempSync(join(tmpdir(), 'neutype-wasm-'));
  cpSync(assembly, folder, { recursive: true });
  mkdirSync(join(folder, 'generated'), { recursive: true });
  writeFileSync(join(folder, 'generated/dispatch.ts'), dispatchSource());
  writeFileSync(join(folder, 'generated/micro-kernels.ts'), microKernels(variant));
  const { error, stderr } = await asc.main([
    ...['index.ts', '--baseDir', folder, '--outFile', 'out.wasm'],
    ...compilerOptions(variant),
  ]);
  if (error) throw new Error(`${variant.name}: ${error.message}\n${stderr.toString()}`);
  const binary = readFileSync(join(folder, 'out.wasm'));
  rmSync(folder, { recursive: true });
  return variant.exportsAll ? withAllExported(binary) : binary;
}

/** V8 can be asked to compile a function with its optimising compiler, which widens, if JavaScript sees the function. */
function withAllExported(binary) {
  const module = binaryen.readBinary(binary);
  module.setFeatures(binaryen.Features.All);
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const { name, base } = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
    if (!base) module.addFunctionExport(name, `$${index}`);
  }
  return Buffer.from(module.emitBinary());
}

const compilerOptions = ({ features }) => [
  ...['--runtime', 'stub', '--optimizeLevel', '3', '--noAssert', '--memoryBase', '1024'],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '2', '--maximumMemory', '65536'],
  ...['threads', ...features].flatMap((feature) => ['--enable', feature]),
];

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['build-wasm.mjs', 'micro-kernels.mjs']) hash.update(text(join(root, 'scripts', file)));
  for (const file of sources) hash.update(file).update(text(join(assembly, file)));
  return `// Made by scripts/build-wasm.mjs from ${hash.digest('hex')}\n`;
}

const stamp = fingerprint();
const target = join(generatedSource, 'wasm.ts');
if (text(target).startsWith(stamp)) process.exit(0);

mkdirSync(generatedSource, { recursive: true });
const embedded = {};
for (const variant of variants) {
  const binary = await compile(variant);
  console.log(`${variant.name}: ${kernels.length} kernels, ${(binary.length / 1024).toFixed(1)} KB`);
  embedded[variant.name] = `export const ${variant.name}: string =\n  '${binary.toString('base64')}';\n`;
}
replace('opcodes.ts', opcodeSource());
replace('tiles.ts', tileSource());
// A file of its own, which bundles for browsers go without.
replace('wide.ts', embedded.wide);
replace('wasm.ts', stamp + embedded.simd + embedded.relaxed);

function replace(file, content) {
  const draft = join(generatedSource, `${file}.${process.pid}`);
  writeFileSync(draft, content);
  renameSync(draft, join(generatedSource, file));
}
