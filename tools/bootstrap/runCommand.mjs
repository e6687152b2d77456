import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './root.mjs';

/** Windows starts `pnpm.cmd` and the like only through its shell. */
const SHELL = process.platform === 'win32';

/**
 * Runs a command in this terminal, and passes Ctrl-C on to it.
 *
 * @returns its exit code; 128 and the signal's number where a signal ended it
 */
export function run(command, args, { env = process.env, cwd = process.env.INIT_CWD ?? root } = {}) {
  const child = spawn(command, args, {
    stdio: 'inherit',
    env,
    cwd,
    shell: SHELL && command !== process.execPath,
  });
  return exitCodeOf(child);
}

/**
 * Runs a command that nobody looks at, and passes Ctrl-C on to it.
 *
 * @returns its exit code, and all that it wrote, for the case that it failed
 */
export async function runQuietly(command, args, { env = process.env, cwd = root } = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env, cwd, shell: SHELL });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const code = await exitCodeOf(child);
  return { code, output };
}

/** What a command prints, or undefined where it fails. */
export async function outputOf(command, args, { env = process.env, cwd = root } = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], env, cwd, shell: SHELL });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const code = await exitCodeOf(child).catch(() => undefined);
  return code === 0 ? output.trim() : undefined;
}

function exitCodeOf(child) {
  const forward = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    // Not 'exit': what it wrote may still be on its way.
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  }).finally(() => {
    for (const name of ['SIGINT', 'SIGTERM']) process.off(name, forward);
  });
}
