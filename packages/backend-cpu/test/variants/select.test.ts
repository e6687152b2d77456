import '../../src/index.js';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { matMul, ones } from '@tensorflow/tfjs-core';
import { simd } from '../../src/generated/wasm.js';
import { configureEngine, engineInfo } from '../../src/index.js';
import { createEngineMemory } from '../../src/memory/engine-memory.js';
import { decodeBase64 } from '../../src/variants/binary.js';
import { selectVariant } from '../../src/variants/select.js';

const MEMORY = createEngineMemory();
const simdBytes = decodeBase64(simd).length;

/** A platform that knows only some instructions. */
function platformWith(knows: { simd: boolean; relaxed: boolean }) {
  const { validate } = WebAssembly;
  return jest.spyOn(WebAssembly, 'validate').mockImplementation((binary) => {
    const known = binary.byteLength === simdBytes ? knows.simd : knows.relaxed;
    return known && validate(binary);
  });
}

/** A machine that rounds the product before it adds. */
function machineThatDoesNotFuse() {
  const instance = { exports: { multiplyAddOnce: () => 0 } };
  return jest.spyOn(WebAssembly, 'Instance').mockImplementation(() => instance);
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe('the choice of the variant', () => {
  it('falls on simd where there is no relaxed SIMD', () => {
    platformWith({ simd: true, relaxed: false });
    expect(selectVariant(undefined, MEMORY)?.variant).toBe('simd');
  });

  it('falls on simd where relaxed SIMD does not fuse multiply and add', () => {
    machineThatDoesNotFuse();
    expect(selectVariant(undefined, MEMORY)?.variant).toBe('simd');
  });

  it('falls on JavaScript where there is no SIMD', () => {
    platformWith({ simd: false, relaxed: false });
    expect(selectVariant(undefined, MEMORY)).toBeUndefined();
    configureEngine({});
    expect(engineInfo()).toMatchObject({ variant: 'javascript', threads: 1, memoryBytes: 0 });
    expect([...matMul(ones([2, 3]), ones([3, 2])).dataSync()]).toEqual([3, 3, 3, 3]);
    jest.restoreAllMocks();
    configureEngine({});
  });

  it('never falls where a variant was asked for', () => {
    platformWith({ simd: true, relaxed: false });
    expect(() => selectVariant('relaxed', MEMORY)).toThrow(
      "'relaxed', whose WebAssembly this platform does not validate",
    );
    expect(() => configureEngine({ variant: 'relaxed' })).toThrow(
      "'relaxed', whose WebAssembly this platform does not validate",
    );
    platformWith({ simd: false, relaxed: false });
    expect(() => selectVariant('simd', MEMORY)).toThrow(
      "'simd', whose WebAssembly this platform does not validate",
    );
  });

  it('takes what was asked for, though a better one could run', () => {
    expect(selectVariant('simd', MEMORY)?.variant).toBe('simd');
    expect(selectVariant('javascript', MEMORY)).toBeUndefined();
  });
});
