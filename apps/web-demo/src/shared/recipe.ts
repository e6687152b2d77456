/** What every run here has in common, and the program printed beside it. */

/**
 * Enough to learn from, few enough to be drawn in a second; the same digits for every seed of training, so that runs are
 * compared on the same images.
 */
export const SYNTHETIC = { samples: 14_000, seed: 0 } as const;

/** A seventh is held out, 10,000 of MNIST's digits: those of seed 0, whatever the training's seed is. */
export const SPLIT = { testSize: 1 / 7, seed: 0 } as const;

export const DIGIT_SIDE = 28;
export const DIGIT_PIXELS: number = DIGIT_SIDE ** 2;
export const CLASSES = 10;

/** What is left of each data set to be learned from; of a person's own, nobody knows. */
export const TRAINING_DIGITS = { synthetic: 12_000, mnist: 60_000, own: Number.POSITIVE_INFINITY } as const;
