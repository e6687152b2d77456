#!/usr/bin/env node
/**
 * Prints how long updates take here beside the last release, measured in turn on this machine: for a look at the log, never a
 * reason to fail. Nothing to compare with before the first release.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PARTS = ['step', 'cnn'];

const release = text('git', ['tag', '--list', 'neutype@*', '--sort=-creatordate', '--merged']).split('\n')[0];
if (!release) console.log('There is no release yet that this could be measured against.');
else {
  const before = mkdtempSync(join(tmpdir(), 'neutype-before-'));
  try {
    text('git', ['worktree', 'add', '--detach', before, release]);
    run(before, ['bench', '--help']);
    for (const part of PARTS) run(root, ['bench', '--against', before, '--only', part]);
  } catch (error) {
    console.log(`${release} cannot be measured here: ${error.message}`);
  } finally {
    rmSync(before, { recursive: true });
    text('git', ['worktree', 'prune']);
  }
}

function text(program, args) {
  return execFileSync(program, args, { cwd: root, encoding: 'utf8' }).trim();
}

function run(folder, args) {
  execFileSync(process.execPath, [join(folder, 'tools/bootstrap/run.mjs'), ...args], {
    cwd: folder,
    stdio: 'inherit',
    timeout: 300_000,
  });
}
