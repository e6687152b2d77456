import '../../src/index.js';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { matMul, ones } from '@tensorflow/tfjs-core';
import { configureEngine, engineInfo } from '../../src/index.js';
import { createEngineMemory } from '../../src/memory/engineMemory.js';
import { simdBinary } from '../../src/variants/compile.js';
import type { Platform } from '../../src/variants/platform.js';
import { selectVariant } from '../../src/variants/select.js';
import { Trial } from '../../src/variants/trial.js';
import { TRUSTED_V8, type WideTrial } from '../../src/variants/wide.js';

const MEMORY = createEngineMemory();
const simdBytes = simdBinary().length;

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

/** Node 20 on a processor without AVX2, whatever runs the tests: nothing but `relaxed` and less is tried. */
const OLD_NODE: Platform = { v8: '11.3', architecture: 'x64', hasAvx2: false };
/** All that speaks for 256-bit code. */
const TRUSTED: Platform = { v8: '13.6', architecture: 'x64', hasAvx2: true };

/** Whether this very process compiles 256-bit code. */
const isTrusted = TRUSTED_V8.includes(process.versions.v8.split('.').slice(0, 2).join('.'));
const onTrustedV8 = isTrusted ? it : it.skip;

afterEach(() => {
  jest.restoreAllMocks();
});

describe('the choice of the variant', () => {
  it('falls on simd where there is no relaxed SIMD', () => {
    platformWith({ simd: true, relaxed: false });
    expect(selectVariant(undefined, MEMORY, OLD_NODE)).toMatchObject({
      variant: 'simd',
      reason: expect.stringContaining('relaxed SIMD'),
    });
  });

  it('falls on simd where relaxed SIMD does not fuse multiply and add', () => {
    machineThatDoesNotFuse();
    expect(selectVariant(undefined, MEMORY, OLD_NODE)).toMatchObject({
      variant: 'simd',
      reason: expect.stringContaining('relaxed SIMD'),
    });
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

describe('256-bit code', () => {
  const choose = (platform: Platform, trial?: WideTrial) =>
    selectVariant(undefined, MEMORY, platform, trial && (() => trial));

  it.each<[string, Partial<Platform>, string]>([
    [
      'a version of V8 that nobody tested',
      { v8: '15.0' },
      'trusted with V8 13.6 and 14.6 (Node 24 and 26), not with V8 15.0',
    ],
    ['a version between those that were', { v8: '14.1' }, 'not with V8 14.1'],
    ['Bun, Deno, Electron or a browser', { v8: undefined }, '256-bit code needs Node'],
    [
      'a processor of another kind',
      { architecture: 'arm64' },
      '256-bit code needs an x64 processor, not arm64',
    ],
    ['a processor without AVX2', { hasAvx2: false }, '256-bit code needs AVX2, which this processor lacks'],
  ])('is left to others on %s, and the reason is told', (_, difference, reason) => {
    const chosen = choose({ ...TRUSTED, ...difference });
    expect(chosen).toMatchObject({ variant: 'relaxed', reason: expect.stringContaining(reason) });
  });

  onTrustedV8('is the default where it is right and faster', () => {
    const chosen = choose(TRUSTED, { isRight: () => true, gain: () => 1.6 });
    expect(chosen).toMatchObject({
      variant: 'wide',
      reason: '256-bit code does 1.60 times what 128-bit units can on this machine',
    });
  });

  onTrustedV8('is tried again where other work slowed it down', () => {
    const gains = [0.9, 1.1, 1.6];
    const chosen = choose(TRUSTED, { isRight: () => true, gain: () => gains.shift()! });
    expect(chosen).toMatchObject({ variant: 'wide', reason: expect.stringContaining('1.60 times') });
  });

  onTrustedV8.each<[string, WideTrial, string]>([
    [
      'computes wrong sums',
      { isRight: () => false, gain: () => 1.6 },
      '256-bit code computes wrong sums on this machine',
    ],
    [
      'is no faster',
      { isRight: () => true, gain: () => 1.02 },
      '256-bit code does not pay: it does 1.02 times',
    ],
  ])('gives way to 128-bit code where it %s', (_, trial, reason) => {
    expect(choose(TRUSTED, trial)).toMatchObject({
      variant: 'relaxed',
      reason: expect.stringContaining(reason),
    });
  });

  it('is told with the engine', () => {
    configureEngine({ variant: 'simd' });
    expect(engineInfo()).toMatchObject({ variant: 'simd', variantReason: 'it was asked for' });
    configureEngine({});
    expect(engineInfo().variantReason).toMatch(/256-bit code|relaxed SIMD/);
  });
});

describe('the trial of a variant', () => {
  it.each(['simd', 'relaxed'] as const)('finds the products of %s right', (variant) => {
    expect(new Trial(selectVariant(variant, MEMORY, undefined)!, MEMORY).isRight()).toBe(true);
  });

  it('finds a product wrong whose last column is', () => {
    const compiled = selectVariant('simd', MEMORY)!;
    // The tile of another variant: its columns do not fit.
    expect(new Trial({ ...compiled, variant: 'wide' }, MEMORY).isRight()).toBe(false);
  });
});
