import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The program of a package that makes code for it out of other sources, and does nothing where that code is fresh. */
const GENERATOR = 'scripts/buildWasm.mjs';

/** Makes the generated code of a package and of those below it, where it is missing or stale. */
export function generate({ folder, below }, env) {
  return [...below, folder]
    .filter((each) => existsSync(join(each, GENERATOR)))
    .every(
      (each) => spawnSync(process.execPath, [GENERATOR], { cwd: each, env, stdio: 'inherit' }).status === 0,
    );
}
