import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const PACKAGES = new URL('../../packages/', import.meta.url);

/** Takes packages of this repository from `src`, where others find them in `dist`, and `./x.js` from `./x.ts`. */
export function resolve(specifier, context, next) {
  const url = sourceOf(specifier, context.parentURL);
  return url !== undefined && existsSync(url)
    ? { url: url.href, shortCircuit: true }
    : next(specifier, context);
}

function sourceOf(specifier, parent) {
  if (/^\.{1,2}\/.*\.js$/.test(specifier)) return new URL(specifier.replace(/\.js$/, '.ts'), parent);
  const [, name, path] = /^(?:@neutype\/)?([a-z-]+)(\/.*)?$/.exec(specifier) ?? [];
  if (name === undefined) return undefined;
  const folder = new URL(`${name}/`, PACKAGES);
  const manifest = new URL('package.json', folder);
  if (!existsSync(manifest)) return undefined;
  const { name: whole, exports } = JSON.parse(readFileSync(manifest, 'utf8'));
  if (specifier !== `${whole}${path ?? ''}`) return undefined;
  const built = exports[`.${path ?? ''}`]?.default;
  return built && new URL(built.replace('/dist/', '/src/').replace(/\.js$/, '.ts'), folder);
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const file = fileURLToPath(url);
  const { code } = await transform(readFileSync(file, 'utf8'), {
    filename: file,
    swcrc: false,
    sourceMaps: 'inline',
    jsc: { target: 'es2022', parser: { syntax: 'typescript' }, experimental: { keepImportAttributes: true } },
    module: { type: 'es6' },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
