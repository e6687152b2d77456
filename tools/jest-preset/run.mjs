#!/usr/bin/env node
/**
 * Runs jest in ESM mode for the package in the working directory and leaves its counts in `test-results.json`, or
 * where `--outputFile` says, from which the closing line of the whole run is added up.
 *
 * A snapshot that is missing fails its test, rather than being written and passing: `-u` writes it.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const args = process.argv.slice(2);
const namesFile = args.some((arg) => arg.startsWith('--outputFile='));
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    jest,
    '--ci',
    '--json',
    ...(namesFile ? [] : ['--outputFile=test-results.json']),
    ...args,
  ],
  { stdio: ['inherit', 'ignore', 'inherit'] },
);
process.exit(status ?? 1);
