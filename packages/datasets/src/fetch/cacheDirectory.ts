import { homedir } from 'node:os';
import { join } from 'node:path';

/** The environment variable that names the cache directory. */
export const CACHE_DIR_VARIABLE = 'NEUTYPE_CACHE_DIR';

/**
 * Where fetched files are kept: `NEUTYPE_CACHE_DIR`, else the platform's cache directory: `XDG_CACHE_HOME` or `~/.cache`,
 * `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows; in it `neutype`.
 */
export function defaultCacheDirectory(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
  home: string = homedir(),
): string {
  const named = environment[CACHE_DIR_VARIABLE];
  if (named) return named;
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'neutype', 'Cache');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'neutype');
  return join(environment['XDG_CACHE_HOME'] || join(home, '.cache'), 'neutype');
}
