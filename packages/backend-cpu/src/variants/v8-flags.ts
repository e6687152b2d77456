import { nodeBuiltin } from '../threads/node-builtin.js';

type V8 = typeof import('node:v8');

/**
 * Runs `compile` with relaxed SIMD switched on in V8 11.3 (Node 20), which has it complete but behind a flag; it is on
 * by default from 11.4. The flag only decides whether the instructions validate, and is switched off again at once.
 */
export function withRelaxedSimd<T>(compile: () => T): T {
  const v8 = nodeBuiltin<V8>('node:v8');
  if (v8 === undefined || v8Version() !== '11.3') return compile();
  v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
  try {
    return compile();
  } finally {
    v8.setFlagsFromString('--no-experimental-wasm-relaxed-simd');
  }
}

/**
 * Switches on V8's revectorizer, which fuses pairs of 128-bit operations into 256-bit ones: experimental, for the
 * whole process, and left on, for V8 compiles functions when they become hot. False before Node 24, where it is
 * missing or does nothing.
 */
export function enableRevectorizer(): boolean {
  const v8 = nodeBuiltin<V8>('node:v8');
  const major = Number(v8Version()?.split('.')[0]);
  if (v8 === undefined || !(major >= 13)) return false;
  v8.setFlagsFromString('--experimental-wasm-revectorize');
  return true;
}

/** Such as '11.3'; undefined outside of Node. */
function v8Version(): string | undefined {
  const { process } = globalThis as { process?: { versions?: { v8?: string } } };
  return process?.versions?.v8?.split('.').slice(0, 2).join('.');
}
