import { DatasetError } from '../support/errors.js';

/** Does something with the file; what goes wrong is said in words. */
export async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatasetError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
    throw new DatasetError(
      full
        ? `${path}: the disk is full (${code}). What was fetched is kept; make room, or name another place with ` +
            'cacheDir or NEUTYPE_CACHE_DIR, and start again.'
        : `${path} cannot be written (${code ?? error}).`,
      { cause: error },
    );
  }
}

/** Another process took this one for dead, and fetches the file itself. */
export class TakenOverError extends DatasetError {
  override readonly name: string = 'TakenOverError';
}
