import { describe, expect, it } from '@jest/globals';
import { processorFeatures, processorSuffices } from '../src/runtime/processor.js';

describe('the processor', () => {
  it('is asked for what TensorFlow chooses kernels by', () => {
    const x86 = 'processor\t: 0\nflags\t\t: fpu sse2 avx avx2 fma avx512f avx512_vnni\n';
    expect(processorFeatures(x86)).toEqual(['avx', 'avx2', 'fma', 'avx512f', 'avx512_vnni']);
    expect(processorFeatures('Features\t: fp asimd sve\n')).toEqual(['asimd', 'sve']);
  });

  it('is not guessed at where the system does not tell', () => {
    expect(processorFeatures('')).toBeUndefined();
    expect(processorSuffices(undefined, 'x64')).toBe(true);
  });

  it('must have AVX on x86-64, or TensorFlow would end the process', () => {
    expect(processorSuffices([], 'x64')).toBe(false);
    expect(processorSuffices(['avx'], 'x64')).toBe(true);
    expect(processorSuffices(['asimd'], 'arm64')).toBe(true);
  });
});
