import { eight } from './eight.js';
import { five } from './five.js';
import { four } from './four.js';
import { nine } from './nine.js';
import { one } from './one.js';
import { seven } from './seven.js';
import { six } from './six.js';
import type { Style } from './stroke.js';
import { three } from './three.js';
import { two } from './two.js';
import { zero } from './zero.js';

/** The ways to write each digit. */
export const digits: readonly (readonly Style[])[] = [
  zero,
  one,
  two,
  three,
  four,
  five,
  six,
  seven,
  eight,
  nine,
];
