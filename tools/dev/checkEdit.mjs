import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join, relative } from 'node:path';
import { JEST_COMMAND } from '@neutype/jest-preset/command';

/**
 * Runs the tests of a package that files touch, directly or through what they import, and checks its types meanwhile.
 * Neither needs a build: both take packages from their sources.
 *
 * @param files what was edited; all tests run where it is undefined
 * @param patterns which test files to run where no files are given; all unless said otherwise
 * @param signal ends what runs
 * @returns whether all is well; undefined where it was ended
 */
export async function checkEdit({ folder, below }, files, { patterns = [], signal, env, root }) {
  const began = Date.now();
  const typesDone = typesOf(folder, { signal, env, root });
  const tests = await jest(
    folder,
    below,
    files ? ['--passWithNoTests', '--findRelatedTests', ...files] : patterns,
    { signal, env },
  );
  const types = await typesDone;
  if (signal?.aborted) return undefined;
  if (types.code !== 0) console.error(`\n${types.output.trim()}`);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.error(
    `\n${mark(tests.code)} tests  ${mark(types.code)} types  ${relative(root, folder)} (${seconds} s)\n`,
  );
  return tests.code === 0 && types.code === 0;
}

function mark(code) {
  return code === 0 ? '✓' : '✗';
}

function jest(folder, below, which, options) {
  const sources = below.map((each) => join(each, 'src')).filter(existsSync);
  const args = [
    ...which,
    ...['--ci', '--reporters=default'],
    ...[folder, ...sources].map((path) => `--roots=${path}`),
  ];
  return run(process.execPath, [...JEST_COMMAND, ...args], { ...options, cwd: folder, stdio: 'inherit' });
}

function typesOf(folder, { root, ...options }) {
  if (!existsSync(join(folder, 'tsconfig.json'))) return Promise.resolve({ code: 0, output: '' });
  const args = ['-p', 'tsconfig.json', '--noEmit', ...(process.stderr.isTTY ? ['--pretty'] : [])];
  return run(join(root, 'node_modules/.bin/tsc'), args, { ...options, cwd: folder, niceness: 10 });
}

/** @param niceness how far it stands back where processors are scarce: the result of the tests comes first */
function run(command, args, { signal, env, cwd, niceness = 0, stdio = ['ignore', 'pipe', 'pipe'] }) {
  const shell = process.platform === 'win32' && command !== process.execPath;
  const child = spawn(command, args, { cwd, env, stdio, shell, signal });
  if (niceness > 0 && child.pid !== undefined) setPriority(child.pid, niceness);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', (error) =>
      error.name === 'AbortError' ? resolve({ code: 1, output }) : reject(error),
    );
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
