/** The networks that are trained or asked, by the shapes that every contestant builds them from. */
export type NetworkName = 'tutorial' | 'cnn' | 'smallCnn' | 'xor';

/** Samples of one update. */
export const BATCH_SIZE = 128;

export const tutorialSizes: readonly number[] = [784, 500, 300, 10];
export const STEP = 0.01;
export const MOMENTUM = 0.9;

/** XOR's four samples, and the updates that one measurement takes, for one is too short for a clock. */
export const xorSamples: { readonly x: readonly number[]; readonly y: readonly number[] } = {
  x: [0, 0, 0, 1, 1, 0, 1, 1],
  y: [0, 1, 1, 0],
};
export const XOR_HIDDEN = 8;
export const XOR_UPDATES = 200;

/**
 * Updates of one call of `train` that is timed, so many that checking the data does not count. What is compared with them is
 * timed as many at a time: a busy machine makes means of updates longer than their median.
 */
export const UPDATES_TOGETHER = 96;
