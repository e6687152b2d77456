import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import { compileFunction } from 'node:vm';

type Require = (request: string) => unknown;

/**
 * Loads CommonJS modules of one folder, with some of what they require replaced.
 *
 * tfjs-node's kernels are loaded this way, for three reasons: they ask for the whole of `@tensorflow/tfjs` where
 * tfjs-core has all they use; they need things that current Node no longer has; and its main module insists on
 * finding a binary by node-pre-gyp in its own folder.
 *
 * @param folder where relative requests may lead
 * @param replacements by the request as written; packages without one are Node's own modules
 */
export function commonJsLoader(folder: string, replacements: Readonly<Record<string, unknown>>): Require {
  const loaded = new Map<string, { exports: unknown }>();
  const requireNative = createRequire(import.meta.url);

  function load(path: string): unknown {
    const known = loaded.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(path, module);
    const body = compileFunction(
      readFileSync(path, 'utf8'),
      ['exports', 'require', 'module', '__filename', '__dirname'],
      { filename: path },
    );
    body(module.exports, requireFrom(dirname(path)), module, path, dirname(path));
    return module.exports;
  }

  const requireFrom =
    (from: string): Require =>
    (request) => {
      if (request in replacements) return replacements[request];
      if (request.startsWith('.')) return load(withExtension(resolve(from, request)));
      return requireNative(`node:${request}`);
    };

  return (request) => requireFrom(folder)(`./${request}`);
}

function withExtension(path: string): string {
  return extname(path) === '.js' ? path : join(`${path}.js`);
}
