/**
 * What the data are drawn by: the split, the sample of labels that is shown, and the digits themselves where they are
 * generated. Never the seed of training, so that runs of different seeds are compared on the same images.
 */
export const DATA_SEED = 0;
