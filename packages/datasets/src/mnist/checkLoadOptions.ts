import {
  checkChoice,
  checkFlag,
  checkFunction,
  checkNumber,
  checkOptions,
  OptionError,
  optionNames,
  type Range,
  shown,
} from '@neutype/errors';
import type { FetchFileOptions } from '../fetch/fetchFile.js';
import type { FetchPolicy } from '../fetch/policy.js';
import type { LoadOptions } from './load.js';
import type { MnistOptions } from './syntheticFallback.js';

const FETCH_OPTIONS = {
  cacheDir: true,
  offline: true,
  signal: true,
  onProgress: true,
  onNotice: true,
  fetchPolicy: true,
} as const;
const FETCH_NAMES = optionNames<FetchFileOptions>(FETCH_OPTIONS);
const LOAD_OPTIONS = { ...FETCH_OPTIONS, dataDir: true, mirrors: true } as const;
const LOAD_NAMES = optionNames<LoadOptions>(LOAD_OPTIONS);
const MNIST_NAMES = optionNames<MnistOptions>({ ...LOAD_OPTIONS, fallback: true, seed: true });

/** Timers wait no longer; beyond, they would not wait at all. */
const LONGEST = 2 ** 31 - 1;

const POLICY_RANGES: { readonly [Name in keyof FetchPolicy]: Range } = {
  attempts: { from: 1, whole: true },
  responseTimeout: { above: 0, to: LONGEST },
  stallTimeout: { above: 0, to: LONGEST },
  minimumBytes: { from: 0 },
  retryDelay: { from: 0, to: LONGEST },
  longestRetryAfter: { from: 0, to: LONGEST },
};

/**
 * Refuses options that a loader of this name does not know, or values that make no sense.
 *
 * @throws OptionError
 */
export function checkLoadOptions(where: string, options: LoadOptions): void {
  checkOptions(where, options, LOAD_NAMES);
  checkValues(where, options);
}

/** As {@link checkLoadOptions}, for `fetchFile`. */
export function checkFetchOptions(where: string, options: FetchFileOptions): void {
  checkOptions(where, options, FETCH_NAMES);
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
  const at = (name: keyof LoadOptions): string => `${where}, option ${name}`;
  const { offline, mirrors, signal, fetchPolicy } = options;
  for (const name of ['dataDir', 'cacheDir'] as const) checkPath(at(name), options[name]);
  for (const name of ['onProgress', 'onNotice'] as const) {
    if (options[name] !== undefined) checkFunction(at(name), options[name]);
  }
  if (offline !== undefined) checkFlag(at('offline'), offline);
  if (mirrors !== undefined) checkMirrors(at('mirrors'), mirrors);
  if (signal !== undefined) checkSignal(at('signal'), signal);
  if (fetchPolicy !== undefined) checkPolicy(at('fetchPolicy'), fetchPolicy);
}

function checkPath(where: string, path: unknown): void {
  if (path === undefined || (typeof path === 'string' && path !== '')) return;
  throw new OptionError({ where, expected: 'a path', received: shown(path) });
}

/** Refuses what is not a list of addresses. */
export function checkMirrors(where: string, mirrors: unknown): void {
  if (!Array.isArray(mirrors) || mirrors.length === 0) {
    // An address is not repeated: it may hold a password.
    const received = typeof mirrors === 'string' ? 'one text' : shown(mirrors);
    throw new OptionError({ where, expected: 'an array of addresses', received });
  }
  for (const [index, mirror] of mirrors.entries()) {
    if (typeof mirror === 'string' && mirror !== '') continue;
    throw new OptionError({
      where: `${where}[${index}]`,
      expected: 'an address',
      received: shown(mirror),
    });
  }
}

function checkSignal(where: string, signal: unknown): void {
  const { aborted, addEventListener } = signal as Partial<AbortSignal>;
  if (typeof aborted === 'boolean' && typeof addEventListener === 'function') return;
  const isController = (signal as Partial<AbortController>).signal !== undefined;
  throw new OptionError({
    where,
    expected: 'an AbortSignal',
    received: shown(signal),
    ...(isController && { remedy: 'Pass controller.signal.' }),
  });
}

function checkPolicy(where: string, policy: Partial<FetchPolicy>): void {
  checkOptions(where, policy, Object.keys(POLICY_RANGES));
  for (const [name, range] of Object.entries(POLICY_RANGES)) {
    const value = policy[name as keyof FetchPolicy];
    if (value !== undefined) checkNumber(`${where}.${name}`, value, range);
  }
}
