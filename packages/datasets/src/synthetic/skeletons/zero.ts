import { arc, type Style, style } from './stroke.js';

export const zero: readonly Style[] = [
  // Closed, begun at the top.
  style(5, arc(0.35, 0.5, 0.35, 0.5, -90, -450)),
  // Begun at the upper right, the end crossing the beginning.
  style(3, arc(0.36, 0.5, 0.36, 0.5, -50, -435)),
  // The end curls inwards.
  style(
    2,
    [0.6, 0.1, 0.35, 0, 0.08, 0.2, 0, 0.55, 0.15, 0.9, 0.4, 1, 0.65, 0.8, 0.7, 0.45, 0.6, 0.15, 0.35, 0.08],
  ),
  // Round.
  style(4, arc(0.46, 0.5, 0.48, 0.5, -70, -430)),
  // Not quite closed.
  style(1, arc(0.36, 0.5, 0.36, 0.5, -60, -400)),
  // Clockwise, with a little tail over the top.
  style(
    1,
    [
      0.2, 0.05, 0.45, 0, 0.68, 0.25, 0.7, 0.6, 0.5, 0.95, 0.2, 0.98, 0.02, 0.65, 0.08, 0.25, 0.3, 0.02, 0.5,
      -0.04,
    ],
  ),
  // Wide and begun at the right, the end going on past the beginning on the outside.
  style(
    3,
    [0.62, 0.2, 0.45, 0, 0.16, 0.12, 0, 0.5, 0.1, 0.9, 0.4, 1, 0.72, 0.72, 0.74, 0.34, 0.56, 0.1, 0.3, 0],
  ),
  // The line ends in a hook across the top.
  style(
    2,
    [0.5, 0.1, 0.24, 0.06, 0.02, 0.4, 0.06, 0.82, 0.32, 1, 0.62, 0.8, 0.7, 0.4, 0.56, 0.08, 0.36, 0.04],
  ),
];
