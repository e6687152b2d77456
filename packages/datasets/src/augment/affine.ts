import type { Random } from '@neutype/random';
import type { AugmentOptions } from './options.js';

const { cos, PI, sin } = Math;

/** Where a pixel of the result is taken from: x ← xx·x + xy·y + x0, relative to the image's middle. */
export interface Affine {
  xx: number;
  xy: number;
  yx: number;
  yy: number;
  x0: number;
  y0: number;
}

/** Draws one: rotation, then shear, then scale, then shift, undone in reverse to find where pixels come from. */
export function drawAffine(options: AugmentOptions, source: Random, out: Affine): void {
  const { shift = 0, rotate = 0, shear = 0, scale } = options;
  const angle = rotate === 0 ? 0 : (source.uniform(-rotate, rotate) * PI) / 180;
  const lean = shear === 0 ? 0 : source.uniform(-shear, shear);
  const size = scale === undefined ? 1 : source.uniform(scale[0], scale[1]);
  const shiftX = shift === 0 ? 0 : source.uniform(-shift, shift);
  const shiftY = shift === 0 ? 0 : source.uniform(-shift, shift);
  const right = cos(angle) / size;
  const down = sin(angle) / size;
  out.xx = right;
  out.xy = down + lean * right;
  out.yx = -down;
  out.yy = right - lean * down;
  out.x0 = -(out.xx * shiftX + out.xy * shiftY);
  out.y0 = -(out.yx * shiftX + out.yy * shiftY);
}
