import type { NdArray } from '@neutype/ndarray';
import type { Output } from '../output/output.js';

/** Pixels from 0 to 1, each less its mean over all images: one float32 array, changed in place. */
export function rescale(images: NdArray<Uint8Array>, output: Output): NdArray<Float32Array> {
  output.code('const x = images.toFloat32();');
  const x = images.toFloat32();
  const { data } = x;
  output.code('x.divide(255);', 'x.subtract(x.mean(0));');
  x.divide(255);
  x.subtract(x.mean(0));
  const megabytes = Math.round(data.byteLength / 1e6);
  output.print(`Both in place: x is still the same ${megabytes} MB, and nothing of its size was copied.`);
  return x;
}
