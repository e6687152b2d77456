import '@neutype/backend-cpu';
import { useBackend } from '@neutype/core';
import type { BackendName } from './flags.js';

/** Makes the backend the one that computes; those that few have are loaded only when asked for. */
export async function activateBackend(name: BackendName): Promise<void> {
  if (name === 'node') await import('@neutype/backend-node');
  await useBackend(name);
}
