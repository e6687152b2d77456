#!/usr/bin/env node
/**
 * What would be published, as users get it: packs every package, installs the archives with plain npm in a folder of
 * their own, takes every sub-path by `import` and by `require`, trains a network, and lets the compiler look at all
 * declarations. Those of tfjs-core and WebGPU have errors of their own without `skipLibCheck`; ours must have none.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What only a browser has, or what only some machines can install, is not imported here. */
const NOT_IN_NODE = [
  '@neutype/backend-webgl',
  '@neutype/backend-webgpu',
  '@neutype/plots/live',
  'neutype/live',
];
const OTHERS = { '@resvg/resvg-js': '^2.6.2' };

const packages = readdirSync(join(root, 'packages'))
  .map((folder) => join(root, 'packages', folder))
  .map((folder) => ({ folder, ...JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }))
  .filter((each) => !each.private);

const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const scene = mkdtempSync(join(tmpdir(), 'neutype packed '));
/** What the repository's package manager sets does not concern a folder of its own. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_(package|lifecycle)|NODE_PATH)/.test(name)),
);
const INSIDE = { cwd: scene, env, shell: process.platform === 'win32' };

try {
  packAll();
  install();
  use();
  compile();
  console.log(`${packages.length} packages packed, installed, imported, required and compiled against.`);
} finally {
  rmSync(scene, { recursive: true });
}

function packAll() {
  mkdirSync(join(scene, 'archives'));
  for (const { folder } of packages)
    run('pnpm', ['pack', '--pack-destination', join(scene, 'archives')], folder);
}

function install() {
  const archives = Object.fromEntries(
    packages.map(({ name, version }) => {
      const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
      return [name, `file:${join(scene, 'archives', file)}`];
    }),
  );
  const manifest = {
    name: 'user',
    private: true,
    type: 'module',
    dependencies: { ...archives, ...OTHERS, '@types/node': devDependencies['@types/node'] },
  };
  writeFileSync(join(scene, 'package.json'), JSON.stringify(manifest));
  run('npm', [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--prefer-offline',
  ]);
}

/** Every way into every package. */
function entries() {
  return packages.flatMap(({ name, exports }) =>
    Object.keys(exports)
      .filter((path) => path !== './package.json')
      .map((path) => name + path.slice(1)),
  );
}

function use() {
  const usable = entries().filter((entry) => !NOT_IN_NODE.includes(entry));
  const imports = usable.map(
    (entry) => `if (Object.keys(await import('${entry}')).length === 0) throw '${entry}';`,
  );
  writeFileSync(join(scene, 'imports.mjs'), imports.join('\n'));
  writeFileSync(join(scene, 'requires.cjs'), usable.map((entry) => `require('${entry}');`).join('\n'));
  copyFileSync(new URL('packed/xor.mjs', import.meta.url), join(scene, 'xor.mjs'));
  for (const program of ['imports.mjs', 'requires.cjs', 'xor.mjs'])
    run(process.execPath, ['--disable-warning=ExperimentalWarning', program]);
}

function compile() {
  const everywhere = { lib: ['ES2023', 'DOM'], types: [], browser: true };
  compileAs({ ...everywhere, module: 'NodeNext' });
  compileAs({ ...everywhere, module: 'Preserve' });
  compileAs({ module: 'NodeNext', lib: ['ES2023'], types: ['node'], browser: false });
}

function compileAs({ module, lib, types, browser }) {
  const usable = entries().filter((entry) => browser || !NOT_IN_NODE.includes(entry));
  const lines = usable.map(
    (entry, index) => `import * as entry${index} from '${entry}';\nvoid entry${index};`,
  );
  writeFileSync(join(scene, 'user.ts'), lines.join('\n'));
  const compilerOptions = {
    module,
    target: 'ES2022',
    lib,
    types,
    strict: true,
    noEmit: true,
    skipLibCheck: false,
  };
  writeFileSync(join(scene, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['user.ts'] }));
  const what = `compiling with ${module}, ${lib.join(', ')}`;
  const { stdout } = spawnSync('tsc', ['--pretty', 'false'], { ...INSIDE, encoding: 'utf8' });
  // The errors of others show that it looked at declarations at all.
  if (!/^node_modules\/@tensorflow.*error/m.test(stdout ?? ''))
    fail(what, `tsc looked at nothing:\n${stdout}`);
  const ours = stdout
    .split('\n')
    .filter((line) => /^(user\.ts|node_modules\/(@neutype|neutype)\/).*error/.test(line));
  if (ours.length > 0) fail(what, ours.join('\n'));
}

function run(command, args, cwd = scene) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    ...INSIDE,
    cwd,
    encoding: 'utf8',
  });
  if (status !== 0) fail(`${command} ${args.join(' ')}`, `${stdout}${stderr}`);
}

function fail(step, output) {
  console.error(`Failed: ${step}\n${output}`);
  rmSync(scene, { recursive: true, force: true });
  process.exit(1);
}
