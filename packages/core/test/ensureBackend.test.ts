import { describe, expect, it } from '@jest/globals';
import { KernelBackend, registerBackend, setBackend } from '@tensorflow/tfjs-core';
import {
  BackendUnavailableError,
  currentBackend,
  ensureBackend,
  registerBackendProvider,
} from '../src/index.js';

describe('ensureBackend', () => {
  it('says what to import where there is none', async () => {
    await expect(ensureBackend()).rejects.toThrow(BackendUnavailableError);
    await expect(ensureBackend()).rejects.toThrow("Write import '@neutype/backend-cpu'");
  });

  it('activates what a package provides where tfjs has none itself', async () => {
    registerBackendProvider({
      name: 'provided',
      diagnose: async () => ({ name: 'provided', available: true, detail: 'here' }),
      activate: async () => {
        registerBackend('provided', () => new KernelBackend());
        await setBackend('provided');
      },
    });
    await ensureBackend();
    expect(currentBackend()).toBe('provided');
  });

  it('leaves the backend in use alone', async () => {
    registerBackend('better', () => new KernelBackend(), 10);
    await ensureBackend();
    expect(currentBackend()).toBe('provided');
  });
});
