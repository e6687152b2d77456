import '@neutype/backend-cpu';
import { useBackend } from '@neutype/core';
import type { BackendName } from './flags.js';

/**
 * Makes the backend the one that computes; those that few have are loaded only when asked for, and where such a one
 * cannot run, the CPU engine goes on after a note that says why.
 *
 * @returns the one that computes
 */
export async function activateBackend(name: BackendName, note: (text: string) => void): Promise<string> {
  if (name === 'cpu') {
    await useBackend(name);
    return name;
  }
  const { useBackendOr } = await import('@neutype/backend-node');
  return useBackendOr(name, 'cpu', note);
}
