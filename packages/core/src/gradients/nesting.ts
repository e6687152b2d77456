import { engine } from '@tensorflow/tfjs-core';

/**
 * Whether the gradient of what is computed now may itself be differentiated: two tapes are recording.
 *
 * Gradients written by hand, and kernels that compute them, hide from the outer tape how a gradient came about. Where
 * this is true, operations are composed of tfjs's own instead, which are differentiated any number of times.
 */
export function isNested(): boolean {
  return engine().state.gradientDepth > 1;
}

/** Whether a backward pass that runs now is itself being recorded. */
export function isBackwardRecorded(): boolean {
  return engine().state.gradientDepth > 0;
}
