import { homedir } from 'node:os';
import { join } from 'node:path';

/** The version of Node-API that the binding is compiled for; Node 20 and everything newer has it. */
export const NAPI_VERSION = 8;

/**
 * Where Neutype keeps what it can make or fetch again: `NEUTYPE_CACHE_DIR` if set, else the platform's own place
 * (`$XDG_CACHE_HOME/neutype` or `~/.cache/neutype`, `~/Library/Caches/neutype`, `%LOCALAPPDATA%\neutype\Cache`).
 */
export function neutypeCacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const chosen = environment['NEUTYPE_CACHE_DIR'];
  if (chosen) return chosen;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'neutype');
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'neutype', 'Cache');
  }
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'neutype');
}

/** The folder that holds this platform's builds, one folder each. */
export function buildsFolder(cacheFolder: string = neutypeCacheFolder()): string {
  return join(cacheFolder, 'backend-node', `${process.platform}-${process.arch}`);
}

/** The name of a build's folder: `tensorflow-2.21.0-napi-8`. */
export function buildName(tensorflowVersion: string): string {
  return `tensorflow-${tensorflowVersion}-napi-${NAPI_VERSION}`;
}
