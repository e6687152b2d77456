import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { manifest, notes, root } from './root.mjs';
import { outputOf } from './runCommand.mjs';
import { StepError, step } from './step.mjs';

/** `10.34.9`, of `pnpm@10.34.9+sha512.…`. */
const VERSION = manifest.packageManager.replace(/^pnpm@|\+.*$/g, '');

const NOTE = join(notes, 'pnpm-folder');

/**
 * The environment in which `pnpm` is the one that `package.json` pins: as it is, or with a folder put before `PATH`
 * that corepack or npx fills. (Turbo calls pnpm by its name, so finding it for ourselves is not enough.)
 */
export async function findPnpm() {
  const own = environment(join(root, 'node_modules/.bin'), process.env);
  for (const folderOf of [asItIs, fromNote, fromCorepack, fromNpx]) {
    const folder = await folderOf(own);
    if (folder === undefined) continue;
    const env = folder === '' ? own : environment(folder, own);
    if ((await outputOf('pnpm', ['--version'], { env })) !== VERSION) continue;
    noteFolder(folder);
    return env;
  }
  throw new StepError(
    `getting pnpm ${VERSION}`,
    `Neither corepack nor npx could fetch it. Is the package registry reachable? Or install it: npm install --global pnpm@${VERSION}`,
  );
}

function asItIs() {
  return '';
}

/** Where it was found the last time. */
function fromNote() {
  return existsSync(NOTE) ? readFileSync(NOTE, 'utf8') : undefined;
}

function noteFolder(folder) {
  if (folder === '') return;
  mkdirSync(notes, { recursive: true });
  writeFileSync(NOTE, folder);
}

async function fromCorepack(env) {
  const folder = join(notes, 'bin');
  step(`Getting pnpm ${VERSION} by corepack`);
  mkdirSync(folder, { recursive: true });
  const done = await outputOf('corepack', ['enable', '--install-directory', folder, 'pnpm'], { env });
  return done === undefined ? undefined : folder;
}

/** The folder that npx keeps the package in: the first of the PATH that it gives to what it runs. */
async function fromNpx(env) {
  step(`Getting pnpm ${VERSION} by npx`);
  const path = await outputOf(
    'npx',
    ['--yes', `--package=pnpm@${VERSION}`, 'node', '-p', 'process.env.PATH'],
    { env },
  );
  return path?.split(delimiter).find((folder) => folder.includes('_npx'));
}

function environment(folder, env) {
  return {
    ...env,
    PATH: `${folder}${delimiter}${env.PATH ?? ''}`,
    COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  };
}
