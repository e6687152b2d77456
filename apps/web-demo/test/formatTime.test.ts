import { expect, it } from '@jest/globals';
import { formatTime } from '../src/page/run/formatTime.js';

it.each([
  [0.04, '0.0 s'],
  [3.21, '3.2 s'],
  [9.97, '10 s'],
  [59.4, '59 s'],
  [59.7, '1 min 0 s'],
  [119.6, '2 min 0 s'],
  [125, '2 min 5 s'],
])('writes %d seconds as a person says them', (seconds, text) => {
  expect(formatTime(seconds)).toBe(text);
});
