import { checkNumber } from '@neutype/errors';
import { mul } from '@tensorflow/tfjs-core';
import { proven } from './proven.js';
import { type Transform, transform } from './transform.js';

/** `u ← factor · g`. */
export function scaleBy(factor: number): Transform<never, never> {
  checkNumber('scaleBy', factor);
  return proven(transform({ name: 'scaleBy', update: (gradient) => mul(gradient, factor) }));
}
