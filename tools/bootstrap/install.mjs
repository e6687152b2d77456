import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { during } from './during.mjs';
import { root } from './root.mjs';
import { runQuietly } from './runCommand.mjs';
import { StepError, step } from './step.mjs';

/** Goes when the installed packages go. */
const STAMP = join(root, 'node_modules/.neutype-installed');

/** Installs the dependencies, unless those of this lockfile are there. */
export async function install(env) {
  const wanted = fingerprint();
  if (installed() === wanted) return;
  const args = [
    'install',
    '--frozen-lockfile',
    '--reporter=append-only',
    '--config.confirmModulesPurge=false',
  ];
  const { code, output } = await during('Installing dependencies', () =>
    runQuietly('pnpm', args, { env, cwd: root }),
  );
  if (code !== 0) {
    process.stderr.write(output);
    throw new StepError(
      'installing dependencies (pnpm install --frozen-lockfile)',
      'Is the package registry reachable? If package.json was changed, run `npm run exec -- pnpm install` once to renew pnpm-lock.yaml.',
      code,
    );
  }
  if (lacksNativeTensorflow(output)) {
    step(
      'Without native TensorFlow, which is optional and cannot be downloaded here (npm run build:tensorflow makes it)',
    );
  }
  writeFileSync(STAMP, wanted);
}

/** tfjs-node's script of its own tells its failure as a stack trace, and pnpm goes on: it is optional. */
export function lacksNativeTensorflow(output) {
  return /tfjs-node install: Failed/.test(output);
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
