import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it, jest } from '@jest/globals';
import { abs, env, getBackend, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import {
  type BackendProvider,
  BackendUnavailableError,
  backendNames,
  currentBackend,
  describeBackend,
  diagnoseBackends,
  registerBackendProvider,
  useBackend,
} from '../src/index.js';

function provider(name: string, options: Partial<BackendProvider> & { available: boolean }): BackendProvider {
  const { available, ...rest } = options;
  return {
    name,
    activate: async () => {},
    diagnose: async () =>
      available
        ? { name, available, detail: 'two threads' }
        : { name, available, detail: 'its binary is missing', remedy: 'Install it.' },
    ...rest,
  };
}

describe('useBackend', () => {
  it('activates a backend that only tfjs knows, without a greeting on the console', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    await useBackend('cpu');
    expect(currentBackend()).toBe('cpu');
    expect(getBackend()).toBe('cpu');
    expect(env().getBool('PROD')).toBe(true);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it.each([
    [
      'gpu',
      "Did you mean 'webgpu' or 'webgl'? Write import '@neutype/backend-webgpu' or import '@neutype/backend-webgl' first.",
    ],
    ['webgl', "Write import '@neutype/backend-webgl' first."],
    ['wasm', "Did you mean 'cpu'?"],
    ['CPU', "Did you mean 'cpu'?"],
    ['web-gl', "Did you mean 'webgl'? Write import '@neutype/backend-webgl' first."],
    [
      'abacus',
      "Neutype has the backends 'cpu', 'node', 'webgl' and 'webgpu'; each is there once its package is imported, " +
        "as in import '@neutype/backend-cpu'.",
    ],
  ])('says what is there and what was meant when the name is unknown: %s', async (name, advice) => {
    await expect(useBackend(name)).rejects.toThrow(BackendUnavailableError);
    await expect(useBackend(name)).rejects.toThrow(
      `useBackend('${name}'): expected a backend that is there (cpu), got '${name}'. ${advice}`,
    );
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'refuses %s, which every object has, and leaves the backend in use as it is',
    async (name) => {
      await useBackend('cpu');
      await expect(useBackend(name)).rejects.toThrow(
        `useBackend('${name}'): expected a backend that is there (cpu), got '${name}'. Neutype has the backends`,
      );
      expect(currentBackend()).toBe('cpu');
      expect([...abs([-2, 3]).dataSync()]).toEqual([2, 3]);
    },
  );

  it('refuses a name that is no text', async () => {
    await expect(useBackend(undefined as unknown as string)).rejects.toThrow(
      'useBackend: expected the name of a backend, got undefined.',
    );
  });

  it('asks the provider first, and says why not and what to do', async () => {
    const activate = jest.fn(async () => {});
    registerBackendProvider(provider('absent', { available: false, activate }));
    await expect(useBackend('absent')).rejects.toThrow(
      "useBackend('absent'): expected a backend that can run here, got its binary is missing. Install it.",
    );
    expect(activate).not.toHaveBeenCalled();
  });

  it('activates through the provider', async () => {
    const activate = jest.fn(async () => {});
    registerBackendProvider(provider('present', { available: true, activate }));
    await useBackend('present');
    expect(activate).toHaveBeenCalledTimes(1);
    expect(backendNames()).toEqual(expect.arrayContaining(['cpu', 'absent', 'present']));
  });

  it('tells when tfjs cannot initialize a backend', async () => {
    const error = jest.spyOn(console, 'warn').mockImplementation(() => {});
    registerBackend('broken', () => {
      throw new Error('no adapter');
    });
    await expect(useBackend('broken')).rejects.toThrow(
      /useBackend\('broken'\): .* got tfjs could not initialize it/,
    );
    removeBackend('broken');
    error.mockRestore();
    await useBackend('cpu');
  });
});

describe('diagnoseBackends', () => {
  it('reports every backend, available or not', async () => {
    registerBackendProvider(provider('absent', { available: false }));
    const diagnoses = await diagnoseBackends();
    expect(diagnoses.find(({ name }) => name === 'absent')).toEqual({
      name: 'absent',
      available: false,
      detail: 'its binary is missing',
      remedy: 'Install it.',
    });
    expect(diagnoses.find(({ name }) => name === 'cpu')?.available).toBe(true);
  });

  it('tries the backends that only tfjs knows', async () => {
    registerBackend('broken', () => {
      throw new Error('no adapter');
    });
    registerBackend('slow', () => new Promise(() => {}));
    const diagnoses = await diagnoseBackends();
    expect(diagnoses.find(({ name }) => name === 'broken')).toEqual({
      name: 'broken',
      available: false,
      detail: 'tfjs could not initialize it',
    });
    expect(diagnoses.find(({ name }) => name === 'slow')?.detail).toMatch(/not tried/);
    removeBackend('broken');
    removeBackend('slow');
  });
});

describe('describeBackend', () => {
  it('says what the provider of the current backend says', async () => {
    await useBackend('cpu');
    expect(await describeBackend()).toBe('cpu');
    registerBackendProvider(provider('cpu', { available: true }));
    expect(await describeBackend()).toBe('cpu (two threads)');
  });
});
