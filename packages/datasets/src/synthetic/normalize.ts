import type { Trace } from './trace.js';

const { max, min, round } = Math;

/** Edge of the images, and of the box that a digit fills, as in MNIST. */
export const SIZE = 28;
const BOX = 20;

/** Scales and moves a trace so that its ink fills the box in its longer direction, keeping its proportions. */
export function fitToBox(trace: Trace): void {
  const { x, y, radius, length } = trace;
  let [left, right, top, bottom, widest] = [x[0]!, x[0]!, y[0]!, y[0]!, 0];
  for (let i = 0; i < length; i++) {
    left = min(left, x[i]!);
    right = max(right, x[i]!);
    top = min(top, y[i]!);
    bottom = max(bottom, y[i]!);
    widest = max(widest, radius[i]!);
  }
  const scale = (BOX - 1 - 2 * (widest - 0.5)) / max(right - left, bottom - top);
  const middle = (SIZE - 1) / 2;
  for (let i = 0; i < length; i++) {
    x[i] = middle + scale * (x[i]! - (left + right) / 2);
    y[i] = middle + scale * (y[i]! - (top + bottom) / 2);
  }
}

/**
 * Copies paper to an image, moved by whole pixels so that the ink's center of mass comes to the image's center, as MNIST
 * was made (LeCun et al. 1998, section III.A).
 */
export function copyCentered(paper: Float32Array, image: Uint8Array, offset: number): void {
  let [mass, momentX, momentY] = [0, 0, 0];
  for (let row = 0, at = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++, at++) {
      const level = paper[at]!;
      mass += level;
      momentX += level * column;
      momentY += level * row;
    }
  }
  const shiftX = round(SIZE / 2 - 0.5 - momentX / mass);
  const shiftY = round(SIZE / 2 - 0.5 - momentY / mass);
  for (let row = max(0, shiftY); row < min(SIZE, SIZE + shiftY); row++) {
    for (let column = max(0, shiftX); column < min(SIZE, SIZE + shiftX); column++) {
      const level = paper[(row - shiftY) * SIZE + column - shiftX]!;
      image[offset + row * SIZE + column] = round(255 * level);
    }
  }
}
