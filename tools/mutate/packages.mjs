import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
    .filter((file) => file.endsWith('.ts') && !NO_CODE.test(file));
}

/** What a build wrote, lists of names, and the cases of tests. */
const NO_CODE = /\/generated\/|\/testing\/cases\/|\/index\.ts$/;

/** Tests that start processes of their own: those run the sources as they are, so that no fault is noticed there. */
export function testsInProcesses(name) {
  const folder = join(root, 'packages', name, 'test');
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => /node:child_process|fetchInChild/.test(readFileSync(join(folder, file), 'utf8')));
}
