import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './root.mjs';

/** Windows starts `pnpm.cmd` and the like only through its shell. */
const shell = process.platform === 'win32';

/**
 * Runs a command in this terminal, and passes Ctrl-C on to it.
 *
 * @param quiet keeps stdout free, for what the demo prints there: the command's goes to stderr
 * @returns its exit code; 128 and the signal's number where a signal ended it
 */
export function run(
  command,
  args,
  { env = process.env, cwd = process.env.INIT_CWD ?? root, quiet = false } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['inherit', quiet ? process.stderr : 'inherit', 'inherit'],
      env,
      cwd,
      shell: shell && command !== process.execPath,
    });
    const forward = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM']) process.off(name, forward);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** What a command prints, or undefined where it fails. */
export function outputOf(command, args, { env = process.env, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], env, cwd, shell });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? output.trim() : undefined));
  });
}
