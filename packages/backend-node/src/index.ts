import { BackendUnavailableError, registerBackendProvider } from '@neutype/core';
import { diagnoseNodeBackend } from './diagnose.js';
import { activateInstallation } from './runtime/activate.js';
import { inspectInstallations } from './runtime/inspect.js';

export { diagnoseNodeBackend, type NodeBackendDiagnosis } from './diagnose.js';
export type { SearchPlaces } from './runtime/searchPlaces.js';
export { configureNodeBackend, type LogLevel, type NodeBackendSettings } from './runtime/settings.js';
export { useBackendOr } from './useBackendOr.js';

registerBackendProvider({
  name: 'node',
  diagnose: () => diagnoseNodeBackend(),
  async activate() {
    const inspection = await inspectInstallations();
    if ('installation' in inspection) return activateInstallation(inspection.installation);
    const { reason, remedy } = inspection;
    throw new BackendUnavailableError({
      where: "useBackend('node')",
      expected: 'a backend that can run here',
      received: reason,
      remedy,
    });
  },
});
