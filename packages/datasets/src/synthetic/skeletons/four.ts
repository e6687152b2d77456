import { type Style, style } from './stroke.js';

export const four: readonly Style[] = [
  // Open: an angle, and a long line through its right end.
  style(
    5,
    [0.08, 0, 0.04, 0.25, 0.02, 0.52, 0.02, 0.52, 0.3, 0.52, 0.72, 0.46],
    [0.58, 0.02, 0.55, 0.5, 0.5, 1],
  ),
  // Open, the angle rounded.
  style(4, [0.12, 0, 0.04, 0.25, 0.06, 0.46, 0.25, 0.54, 0.5, 0.5, 0.68, 0.42], [0.62, 0, 0.57, 0.5, 0.5, 1]),
  // Closed: a triangle.
  style(3, [0.52, 0, 0.28, 0.3, 0, 0.62, 0, 0.62, 0.4, 0.62, 0.8, 0.6], [0.52, 0, 0.52, 0.5, 0.5, 1]),
  // One line: down, across and up, then down on the right.
  style(1, [0.06, 0.02, 0, 0.3, 0.08, 0.5, 0.35, 0.5, 0.6, 0.3, 0.68, -0.02, 0.68, -0.02, 0.6, 0.5, 0.54, 1]),
  // Open, the crossbar short and low.
  style(2, [0.15, 0.1, 0.05, 0.35, 0, 0.6, 0, 0.6, 0.25, 0.6, 0.55, 0.56], [0.6, 0, 0.52, 0.5, 0.46, 1]),
  // Open and wide, the line leaning, the crossbar reaching far.
  style(2, [0.2, 0.08, 0.1, 0.3, 0, 0.5, 0, 0.5, 0.35, 0.5, 0.9, 0.44], [0.7, 0, 0.5, 0.5, 0.36, 1]),
  // Nearly closed at the top.
  style(
    1,
    [0.36, 0, 0.15, 0.25, 0.02, 0.5, 0.12, 0.58, 0.4, 0.52, 0.76, 0.45],
    [0.56, 0.06, 0.52, 0.5, 0.44, 1],
  ),
  // A wide and deep U, the line no higher than its left arm.
  style(
    3,
    [0.06, 0, 0.03, 0.25, 0, 0.46, 0, 0.46, 0.3, 0.48, 0.66, 0.44],
    [0.66, -0.02, 0.64, 0.4, 0.62, 0.98],
  ),
  // The same in one line, its corners round, the crossbar ending at the line.
  style(
    2,
    [0.05, 0.05, 0, 0.35, 0.12, 0.5, 0.4, 0.48, 0.62, 0.36],
    [0.72, 0, 0.64, 0.35, 0.54, 0.7, 0.48, 1],
  ),
];
