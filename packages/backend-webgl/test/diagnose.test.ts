import { describe, expect, it } from '@jest/globals';
import { BackendUnavailableError, backendNames, useBackend } from '@neutype/core';
import { diagnoseWebgl, findWebgl } from '../src/index.js';

describe('the WebGL backend', () => {
  it('is selectable once imported', () => {
    expect(backendNames()).toContain('webgl');
  });

  it('says in Node that there is no WebGL, and what to do', async () => {
    expect(findWebgl()).toBeUndefined();
    const failure: unknown = await useBackend('webgl').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BackendUnavailableError);
    expect(String(failure)).toMatch(/no WebGL 2.*browser/s);
  });

  it('names the renderer and the precision of its floats', () => {
    expect(diagnoseWebgl({ renderer: 'ANGLE (Some GPU)', float32Textures: true })).toEqual({
      name: 'webgl',
      available: true,
      detail: 'ANGLE (Some GPU), 32-bit floats',
    });
    expect(diagnoseWebgl({ renderer: 'old phone', float32Textures: false }).detail).toContain(
      '16-bit floats only',
    );
  });
});
