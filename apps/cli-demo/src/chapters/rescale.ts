import type { NdArray } from '@neutype/ndarray';
import type { Output } from '../output/output.js';

/** Images ready to be learned from, and the mean image that was taken from each of them. */
export interface Rescaled {
  readonly x: NdArray;
  readonly mean: NdArray;
}

/** Pixels from 0 to 1, each less its mean over all images: one float32 array, changed in place. */
export function rescale(images: NdArray<Uint8Array>, output: Output): Rescaled {
  output.say(
    'Pixels go from 0 to 255; a network learns faster from small numbers round 0. So they are divided by 255, and the mean ' +
      'image is taken from each.',
  );
  output.code('const x = images.toFloat32();', 'x.divide(255);', 'x.subtract(x.mean(0));');
  const x = images.toFloat32();
  const { data } = x;
  x.divide(255);
  const mean = x.mean(0);
  x.subtract(mean);
  const megabytes = Math.round(data.byteLength / 1e6);
  output.print(`Both in place: x is still the same ${megabytes} MB, and nothing of its size was copied.`);
  return { x, mean };
}
