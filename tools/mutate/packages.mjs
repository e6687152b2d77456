import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's directory. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The packages that have tests in jest, by their folder's name. */
export function packageNames() {
  return readdirSync(join(root, 'packages')).filter((name) =>
    existsSync(join(root, 'packages', name, 'jest.config.mjs')),
  );
}

/** The TypeScript files of a package that faults are put into, as paths from the root. */
export function sourceFiles(name) {
  return readdirSync(join(root, 'packages', name, 'src'), { recursive: true })
    .map((file) => `packages/${name}/src/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !file.includes('/generated/') && !file.endsWith('/index.ts'));
}
