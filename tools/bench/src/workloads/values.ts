/** Numbers from -0.5 to 0.5 that are the same in every run; their quality does not matter here. */
export function someValues(size: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(size);
  let state = 1;
  for (let index = 0; index < size; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[index] = state / 2 ** 32 - 0.5;
  }
  return values;
}

/** One-hot rows, class after class. */
export function oneHotRows(rows: number, classes: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) values[row * classes + (row % classes)] = 1;
  return values;
}

/** Batches on the host, handed out in turn. */
export interface Batches {
  next(): { readonly x: Float32Array; readonly y: Float32Array };
}

/** More than fit a processor's second-level cache, as in training. */
const BATCH_COUNT = 8;

export function someBatches(rows: number, sampleSize: number, classes: number): Batches {
  const batches = Array.from({ length: BATCH_COUNT }, () => ({
    x: someValues(rows * sampleSize),
    y: oneHotRows(rows, classes),
  }));
  let at = 0;
  return { next: () => batches[at++ % BATCH_COUNT]! };
}
