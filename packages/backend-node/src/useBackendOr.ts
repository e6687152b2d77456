import { BackendUnavailableError, useBackend } from '@neutype/core';

/**
 * Activates a backend, or another one where the first cannot run: with one line that says why, never silently.
 *
 * @param notice is given that line; by default it goes to the console as a warning
 * @returns the name of the backend that is now in use
 * @throws BackendUnavailableError if the other one cannot run either
 *
 * @example
 * ```ts
 * import '@neutype/backend-cpu';
 * import { useBackendOr } from '@neutype/backend-node';
 *
 * const backend = await useBackendOr('node', 'cpu');
 * ```
 */
export async function useBackendOr(
  name: string,
  fallback: string,
  notice: (line: string) => void = console.warn,
): Promise<string> {
  try {
    await useBackend(name);
    return name;
  } catch (error) {
    if (!(error instanceof BackendUnavailableError)) throw error;
    await useBackend(fallback);
    notice(`${error.message.replaceAll('\n', ' ')} Going on with ${fallback}.`);
    return fallback;
  }
}
