/** Parts of networks that are trained by themselves, to targets of the shape that they give. */
export type BlockName = 'transformer';

/** What goes into a block, the batch first. */
export const BLOCK_INPUTS: Readonly<Record<BlockName, readonly number[]>> = {
  transformer: [32, 64, 128],
};

/** Of the transformer block. */
export const HEADS = 4;
