import { gradientDescentUpdate } from '@neutype/core';
import type { Rule } from './rule.js';

/** `w ← w − α·g` */
export const gradientDescentRule: Rule<never> = {
  slots: {},
  update: (parameter, gradient, _state, step) => gradientDescentUpdate(parameter, gradient, step),
};
