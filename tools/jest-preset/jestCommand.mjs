import { createRequire } from 'node:module';

/** What Node runs to run jest on ES modules. */
export const JEST_COMMAND = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  createRequire(import.meta.url).resolve('jest/bin/jest'),
];
