import { openCache } from '../platform/node.js';
import { notify } from '../support/notify.js';
import type { FetchOptions } from './cachedFile.js';
import type { FileCache } from './partial.js';

/**
 * The cache folder of this name. If it cannot be written, a notice says once that `title` is not kept.
 *
 * @param title what the notice calls the files
 */
export async function namedCache(folder: string, title: string, options: FetchOptions): Promise<FileCache> {
  let told = false;
  const cache = await openCache(folder, options.cacheDir, (reason) => {
    if (!told) notify(options, unwritable(title, cache.place, reason));
    told = true;
  });
  return cache;
}

function unwritable(title: string, place: string, reason: string): string {
  return (
    `The cache (${place}) cannot be written (${reason}): ${title} is fetched into memory and not kept. ` +
    'Name another place with cacheDir or NEUTYPE_CACHE_DIR.'
  );
}
