import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { neutypeCacheFolder } from './cacheFolder.js';

/** Where installations are looked for. */
export interface SearchPlaces {
  readonly cacheFolder: string;
  /** Folders from which `@tensorflow/tfjs-node` is resolved as Node resolves packages. */
  readonly packageRoots: readonly string[];
}

/** The cache folder; then what the program and this package see of `@tensorflow/tfjs-node`. */
export function usualPlaces(): SearchPlaces {
  return {
    cacheFolder: neutypeCacheFolder(),
    packageRoots: [process.cwd(), dirname(fileURLToPath(import.meta.url))],
  };
}
