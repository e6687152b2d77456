import '@neutype/backend-cpu';
import { diagnoseBackends, useBackend } from '@neutype/core';
import type { BackendName } from '../shared/settings.js';

/** The GPU backends are large; they are fetched when they are first asked for. */
const packages: Record<BackendName, () => Promise<unknown>> = {
  cpu: () => Promise.resolve(),
  webgl: () => import('@neutype/backend-webgl'),
  webgpu: () => import('@neutype/backend-webgpu'),
};

export async function activateBackend(backend: BackendName): Promise<void> {
  await fetchBackend(backend);
  await useBackend(backend);
}

/** Makes a backend selectable, without selecting it. */
export async function fetchBackend(backend: BackendName): Promise<void> {
  await packages[backend]();
}

/** Why a backend cannot run here; `undefined` if it can. */
export async function whyUnavailable(backend: BackendName): Promise<string | undefined> {
  await fetchBackend(backend);
  const diagnosis = (await diagnoseBackends()).find(({ name }) => name === backend);
  return diagnosis?.available ? undefined : (diagnosis?.detail ?? 'not part of this page');
}
