import { checkChoice, checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { checkFetchValues, checkPath, FETCH_OPTIONS } from '../fetch/checkFetchOptions.js';
import type { LoadOptions } from './load.js';
import type { MnistOptions } from './syntheticFallback.js';

const LOAD_OPTIONS = { ...FETCH_OPTIONS, dataDir: true, mirrors: true } as const;
const LOAD_NAMES = optionNames<LoadOptions>(LOAD_OPTIONS);
const MNIST_NAMES = optionNames<MnistOptions>({ ...LOAD_OPTIONS, fallback: true, seed: true });

/**
 * Refuses options that a loader of this name does not know, or values that make no sense.
 *
 * @throws OptionError
 */
export function checkLoadOptions(where: string, options: LoadOptions): void {
  checkOptions(where, options, LOAD_NAMES);
  checkValues(where, options);
}

/** As {@link checkLoadOptions}, for the loaders that can fall back to synthetic digits. */
export function checkMnistOptions(where: string, options: MnistOptions): void {
  checkOptions(where, options, MNIST_NAMES);
  checkValues(where, options);
  const { fallback, seed } = options;
  if (fallback !== undefined) checkChoice(`${where}, option fallback`, fallback, ['synthetic']);
  if (seed !== undefined) checkNumber(`${where}, option seed`, seed, { whole: true });
}

function checkValues(where: string, options: LoadOptions): void {
  checkPath(`${where}, option dataDir`, options.dataDir);
  checkFetchValues(where, options);
}
