import { type Style, style } from './stroke.js';

export const one: readonly Style[] = [
  // A bare line.
  style(10, [0.3, 0, 0.3, 0.5, 0.3, 1]),
  // Leaning.
  style(5, [0.5, 0, 0.3, 0.5, 0.12, 1]),
  // Slightly bent.
  style(3, [0.38, 0, 0.28, 0.5, 0.3, 1]),
  // With a flag.
  style(2.5, [0.12, 0.22, 0.25, 0.12, 0.35, 0, 0.35, 0, 0.35, 0.5, 0.35, 1]),
  // With a flag and a foot.
  style(2, [0.1, 0.24, 0.25, 0.14, 0.36, 0, 0.36, 0, 0.36, 0.5, 0.36, 0.98], [0.05, 1, 0.35, 1, 0.7, 0.98]),
  // With a small flag, leaning.
  style(1, [0.32, 0.14, 0.5, 0, 0.5, 0, 0.36, 0.5, 0.22, 1]),
  // Leaning far.
  style(3, [0.72, 0, 0.36, 0.5, 0.02, 1]),
];
