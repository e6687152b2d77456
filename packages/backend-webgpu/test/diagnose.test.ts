import { describe, expect, it } from '@jest/globals';
import { BackendUnavailableError, backendNames, useBackend } from '@neutype/core';
import { diagnoseWebgpu, findWebgpu, type WebgpuSupport } from '../src/index.js';

describe('the WebGPU backend', () => {
  it('is selectable once imported', () => {
    expect(backendNames()).toContain('webgpu');
  });

  it('gives the reason and the remedy where it cannot run', async () => {
    const support = await findWebgpu();
    if ('adapter' in support) return useBackend('webgpu');
    const failure: unknown = await useBackend('webgpu').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BackendUnavailableError);
    const { detail, remedy } = diagnoseWebgpu(support);
    expect(String(failure)).toContain(`got ${detail}. ${remedy}`);
  });

  it.each<[WebgpuSupport, string, string]>([
    [{ missing: 'api' }, 'there is no WebGPU here', 'a browser that has WebGPU'],
    [{ missing: 'package' }, "the package 'webgpu' is not installed", 'npm install webgpu'],
    [
      { missing: 'binary', failure: 'no dawn.node' },
      'does not load here (no dawn.node)',
      'npm install webgpu@latest',
    ],
    [{ missing: 'driver' }, 'finds no graphics adapter', 'libvulkan1'],
  ])('explains %j', (support, reason, remedy) => {
    const diagnosis = diagnoseWebgpu(support);
    expect(diagnosis.available).toBe(false);
    expect(diagnosis.detail).toContain(reason);
    expect(diagnosis.remedy).toContain(remedy);
    expect(diagnosis.remedy).toMatch(/or use .*'cpu'\.$/);
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
