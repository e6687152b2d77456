import {
  checkFlag,
  checkFunction,
  checkNumber,
  checkOptions,
  OptionError,
  type Range,
  shown,
} from '@neutype/errors';
import type { FetchOptions } from './cachedFile.js';
import type { FetchPolicy } from './policy.js';

/** Options of everything that fetches files. */
export const FETCH_OPTIONS = {
  cacheDir: true,
  offline: true,
  signal: true,
  onProgress: true,
  onNotice: true,
  fetchPolicy: true,
} as const;

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
 * Refuses values of these options that make no sense.
 *
 * @throws OptionError
 */
export function checkFetchValues(where: string, options: FetchOptions): void {
  const at = (name: keyof FetchOptions): string => `${where}, option ${name}`;
  const { cacheDir, offline, mirrors, signal, fetchPolicy } = options;
  checkPath(at('cacheDir'), cacheDir);
  for (const name of ['onProgress', 'onNotice'] as const) {
    if (options[name] !== undefined) checkFunction(at(name), options[name]);
  }
  if (offline !== undefined) checkFlag(at('offline'), offline);
  if (mirrors !== undefined) checkMirrors(at('mirrors'), mirrors);
  if (signal !== undefined) checkSignal(at('signal'), signal);
  if (fetchPolicy !== undefined) checkPolicy(at('fetchPolicy'), fetchPolicy);
}

export function checkPath(where: string, path: unknown): void {
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
