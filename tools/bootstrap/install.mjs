import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './runCommand.mjs';
import { StepError, step } from './step.mjs';

/** Goes when the installed packages go. */
const STAMP = join(root, 'node_modules/.neutype-installed');

/** Installs the dependencies, unless those of this lockfile are there. */
export async function install(env) {
  const wanted = fingerprint();
  if (installed() === wanted) return;
  step('Installing dependencies');
  const code = await run('pnpm', ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false'], {
    env,
    cwd: root,
    quiet: true,
  });
  if (code !== 0) {
    throw new StepError(
      'installing dependencies (pnpm install --frozen-lockfile)',
      'Is the package registry reachable? If package.json was changed, run `pnpm install` once to renew pnpm-lock.yaml.',
      code,
    );
  }
  writeFileSync(STAMP, wanted);
}

function installed() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined;
  }
}

/** Changes whenever other packages, or builds of them for another machine, are needed. */
function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const name of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, name)));
  return hash.digest('hex');
}
