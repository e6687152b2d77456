import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const GENERATED = 'packages/backend-cpu/src/generated';

/**
 * A copy of the repository as it lies here, uncommitted changes included, in which packages find each other's copies and
 * share everything else that is installed.
 */
export function scratchCopy(root) {
  const copy = mkdtempSync(join(tmpdir(), 'neutype-scratch-'));
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of new Set(files)) {
    if (!existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  if (existsSync(join(root, GENERATED)))
    cpSync(join(root, GENERATED), join(copy, GENERATED), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  for (const group of ['packages', 'apps', 'tools']) {
    for (const name of readdirSync(join(root, group))) {
      const installed = join(group, name, 'node_modules');
      // Their links are relative: to packages of the copy, and to what the linked folder has.
      if (existsSync(join(root, installed)))
        cpSync(join(root, installed), join(copy, installed), { recursive: true, verbatimSymlinks: true });
    }
  }
  return copy;
}
