import { describe, expect, it } from '@jest/globals';
import { BackendUnavailableError, backendNames, useBackend } from '@neutype/core';
import { diagnoseWebgpu, findWebgpu } from '../src/index.js';

describe('the WebGPU backend', () => {
  it('is selectable once imported', () => {
    expect(backendNames()).toContain('webgpu');
  });

  it('says in Node that there is no WebGPU, and what to do', async () => {
    expect(await findWebgpu()).toEqual({ missing: 'api' });
    const failure: unknown = await useBackend('webgpu').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BackendUnavailableError);
    expect(String(failure)).toMatch(/no WebGPU here.*browser that has WebGPU/s);
  });

  it('tells a missing adapter from a missing interface', () => {
    expect(diagnoseWebgpu({ missing: 'adapter' })).toMatchObject({
      available: false,
      detail: 'the browser offers no WebGPU adapter',
    });
  });

  it('names the adapter', () => {
    expect(diagnoseWebgpu({ adapter: 'nvidia ampere', isSoftware: false })).toEqual({
      name: 'webgpu',
      available: true,
      detail: 'nvidia ampere',
    });
  });

  it('says that an adapter is none of hardware', () => {
    expect(diagnoseWebgpu({ adapter: 'google swiftshader', isSoftware: true }).detail).toBe(
      'google swiftshader, in software',
    );
  });
});
