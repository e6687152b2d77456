import { pad, reshape, slice, type Tensor } from '@tensorflow/tfjs-core';

/** A filter with zeros between its taps. In three dimensions at a time: tfjs's WebGL cannot pad in five. */
export function zerosBetween(filter: Tensor, vertical: number, horizontal: number): Tensor {
  const [height, width, ...channels] = filter.shape as [number, number, number, number];
  const rows = zerosBehindEach(filter, height, vertical - 1);
  const taps = zerosBehindEach(rows, height * vertical * width, horizontal - 1);
  return slice(
    reshape(taps, [height * vertical, width * horizontal, ...channels]),
    [0, 0, 0, 0],
    [(height - 1) * vertical + 1, (width - 1) * horizontal + 1, ...channels],
  );
}

/** The taps of a filter without what lies between them: what `zerosBetween` undoes. Engines have no kernel for strided slices. */
export function withoutZeros(filter: Tensor, shape: number[], vertical: number, horizontal: number): Tensor {
  const [height, width] = shape as [number, number, ...number[]];
  const whole = pad(filter, [
    [0, vertical - 1],
    [0, horizontal - 1],
    [0, 0],
    [0, 0],
  ]);
  const rows = firstOfEach(whole, height * vertical * width, horizontal);
  return reshape(firstOfEach(rows, height, vertical), shape);
}

/** The first of `count` equal parts of each of so many equal `blocks`. */
function firstOfEach(values: Tensor, blocks: number, count: number): Tensor {
  const length = values.size / (blocks * count);
  return slice(reshape(values, [blocks, count, length]), [0, 0, 0], [blocks, 1, length]);
}

/** `values` as so many equal `blocks`, each followed by `count` blocks of zeros. */
function zerosBehindEach(values: Tensor, blocks: number, count: number): Tensor {
  return pad(reshape(values, [blocks, 1, values.size / blocks]), [
    [0, 0],
    [0, count],
    [0, 0],
  ]);
}
