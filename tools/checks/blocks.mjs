#!/usr/bin/env node
/**
 * Type-checks the blocks of TypeScript on all pages, as one program against the packages’ sources. The blocks of a page
 * follow each other as in a session: each sees the names of those above it, and may take a name anew. What is no such
 * block says so by another language. (A block with `file=` belongs to a guide, which puts it there and runs it.)
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scene = mkdtempSync(join(tmpdir(), 'neutype-blocks-'));
const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((page) => existsSync(join(root, page)) && !page.endsWith('CHANGELOG.md'));

try {
  linkPackages();
  const modules = pages.map((page) => ({ page, ...moduleOf(readFileSync(join(root, page), 'utf8')) }));
  for (const { page, code } of modules.filter(({ blocks }) => blocks > 0)) {
    mkdirSync(join(scene, dirname(page)), { recursive: true });
    writeFileSync(join(scene, `${page}.ts`), code);
  }
  const errors = compile();
  for (const error of errors) console.log(error.replace('.md.ts', '.md'));
  const blocks = modules.reduce((sum, each) => sum + each.blocks, 0);
  console.log(`${blocks} blocks of TypeScript on ${pages.length} pages checked, ${errors.length} errors.`);
  process.exitCode = errors.length === 0 && blocks > 0 ? 0 : 1;
} finally {
  rmSync(scene, { recursive: true });
}

/** A module with the page's code on the page's own lines, imports on the first. A block opens a scope in the one before. */
function moduleOf(page) {
  let blocks = 0;
  let inside = false;
  const lines = page.split('\n').map((line) => {
    if (/^```ts\s*$/.test(line) && !inside) {
      inside = true;
      blocks++;
      return '{';
    }
    if (/^```/.test(line)) inside = false;
    return inside ? line.replace(/^export (?!\{)/, '') : '';
  });
  const imports = [];
  const body = lines.join('\n').replace(/^import\s[^;]*;/gm, (text) => {
    imports.push(text.replace(/\s+/g, ' '));
    return text.replace(/[^\n]/g, '');
  });
  return { blocks, code: `${mergedImports(imports)} export {}; ${body}${'}'.repeat(blocks)}\n` };
}

/** Names that several blocks import, once. */
function mergedImports(imports) {
  const names = imports.flatMap((text) => {
    const [, type = '', list, from] = /^import (type )?\{(.*)\} from (.*);$/.exec(text) ?? [];
    if (list === undefined) return [text];
    return list
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean)
      .map((name) => `import ${type}{ ${name} } from ${from};`);
  });
  return [...new Set(names)].join(' ');
}

/** All packages, and whatever they depend on, as one folder of modules. */
function linkPackages() {
  for (const group of ['packages', 'tools']) {
    for (const folder of readdirSync(join(root, group)).map((name) => join(root, group, name))) {
      if (!existsSync(join(folder, 'package.json'))) continue;
      const { name, dependencies, devDependencies } = JSON.parse(
        readFileSync(join(folder, 'package.json'), 'utf8'),
      );
      link(name, folder);
      for (const other of Object.keys({ ...dependencies, ...devDependencies }))
        link(other, join(folder, 'node_modules', other));
    }
  }
  link('@types/node', join(root, 'node_modules/@types/node'));
}

function link(name, folder) {
  const path = join(scene, 'node_modules', name);
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(folder, path, 'junction');
}

/** Errors on the pages. Those in sources, where generated code is missing or stale, are reported by the gate `types`. */
function compile() {
  const compilerOptions = { noEmit: true, types: ['node'], noUncheckedSideEffectImports: false };
  const settings = { extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['**/*.md.ts'] };
  writeFileSync(join(scene, 'tsconfig.json'), JSON.stringify(settings));
  writeFileSync(join(scene, 'package.json'), '{ "type": "module" }');
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', scene, '--pretty', 'false'], {
    cwd: scene,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  return stdout
    .split('\n')
    .filter((line) => /^[^\s].*\.md\.ts\(.*: error/.test(line) || line.startsWith('error'));
}
