import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** What no visit needs: it is for search engines, or for lawyers. */
const NOT_KEPT = /\.(md|jpg)$/;
const SOURCE = 'offline/serviceWorker.js';

/** Writes the service worker, with the list of all files that the page is made of, beside the page. */
export function offline(): Plugin {
  let root: string;
  let folder: string;
  return {
    name: 'neutype-offline',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      folder = join(config.root, config.build.outDir);
      if (config.build.outDir.startsWith('/')) folder = config.build.outDir;
    },
    closeBundle() {
      const files = filesOf(folder);
      const version = digest('sha1', JSON.stringify(files), 'hex').slice(0, 12);
      const given = `const VERSION = ${JSON.stringify(version)};\nconst FILES = ${JSON.stringify(files)};\n`;
      writeFileSync(join(folder, 'sw.js'), given + readFileSync(join(root, SOURCE), 'utf8'));
    },
  };
}

/** Paths, with the integrity of those that are not named by their content. */
function filesOf(folder: string): (readonly [path: string, integrity?: string])[] {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => path !== 'sw.js' && !NOT_KEPT.test(path))
    .sort();
  return paths.map((path) => {
    if (path.startsWith('assets/')) return [path];
    const integrity = `sha256-${digest('sha256', readFileSync(join(folder, path)), 'base64')}`;
    return [path === 'index.html' ? './' : path, integrity];
  });
}

function digest(algorithm: string, content: string | Uint8Array, encoding: 'hex' | 'base64'): string {
  return createHash(algorithm).update(content).digest(encoding);
}
