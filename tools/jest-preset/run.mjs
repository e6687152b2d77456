#!/usr/bin/env node
/**
 * Runs jest in ESM mode for the package in the working directory and leaves its counts in `test-results.json`, or
 * where `--outputFile` says, from which the closing line of the whole run is added up. With `--watch` or `--watchAll`
 * it is jest in a terminal, which counts for nobody.
 *
 * A snapshot that is missing fails its test, rather than being written and passing: `-u` writes it.
 */
import { spawnSync } from 'node:child_process';
import { JEST_COMMAND } from './jestCommand.mjs';

const args = process.argv.slice(2);
const isWatching = args.some((arg) => /^--watch(All)?(=true)?$/.test(arg));
const namesFile = args.some((arg) => arg.startsWith('--outputFile='));
const counting = ['--json', ...(namesFile ? [] : ['--outputFile=test-results.json'])];
// pnpm adds the folder of all dependencies to where modules are looked for: no program of a user's has that.
const { NODE_PATH: _, ...env } = process.env;
const { status } = spawnSync(
  process.execPath,
  [...JEST_COMMAND, '--ci', ...(isWatching ? [] : counting), ...args],
  // With --json all that people read goes to stderr, and stdout has the results once more.
  { stdio: ['inherit', isWatching ? 'inherit' : 'ignore', 'inherit'], env },
);
process.exit(status ?? 1);
