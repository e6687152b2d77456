import { engine } from '@tensorflow/tfjs-core';

/**
 * Computes what counts as a constant: no gradient flows through it, not even one of zeros.
 *
 * @example
 * ```ts
 * const isPadding = offTape(() => equal(x, 0));
 * ```
 */
export function offTape<T>(body: () => T): T {
  const { state } = engine();
  state.kernelDepth++;
  try {
    return body();
  } finally {
    state.kernelDepth--;
  }
}
