import { gradientDescentUpdate } from '@neutype/core';
import { proven } from './proven.js';
import type { Rule } from './rule.js';

/** `w ← w − α·g` */
export const gradientDescentRule: Rule<never> = proven({
  slots: {},
  update: (parameter, gradient, _state, step) => gradientDescentUpdate(parameter, gradient, step),
});
