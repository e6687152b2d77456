import { expect, it, jest } from '@jest/globals';
import { registerBackend } from '@tensorflow/tfjs-core';
import { BackendUnavailableError, ensureBackend, registerBackendProvider } from '../src/index.js';

it('ensureBackend says why no backend can run here, and what to do', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
  registerBackend('broken', () => {
    throw new Error('no address space');
  });
  registerBackendProvider({
    name: 'broken',
    diagnose: async () => ({
      name: 'broken',
      available: false,
      detail: 'no address space',
      remedy: 'Raise the limit.',
    }),
    activate: async () => {},
  });
  await expect(ensureBackend()).rejects.toThrow(BackendUnavailableError);
  await expect(ensureBackend()).rejects.toThrow(
    'tensors: expected a backend to compute them, got none that can run here: broken (no address space). Raise the limit.',
  );
  warn.mockRestore();
});
