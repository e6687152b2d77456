import '@neutype/backend-cpu';
import { useBackend } from '@neutype/core';

/** The tests run on the CPU engine, which replays steps; the golden values also on tfjs's own backend, which cannot. */
export function activateBackend(): Promise<void> {
  return useBackend('cpu');
}
