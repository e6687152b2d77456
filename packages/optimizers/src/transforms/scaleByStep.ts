import { mul } from '@tensorflow/tfjs-core';
import { proven } from './proven.js';
import { type Transform, transform } from './transform.js';

/** `u ← step · g`: takes the learning rate into account. Last in most chains. */
export function scaleByStep(): Transform<never, never> {
  return proven(transform({ name: 'scaleByStep', update: (gradient, _, { step }) => mul(step, gradient) }));
}
