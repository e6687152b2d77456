/** Parts of networks that are trained by themselves, to targets of the shape that they give. */
export type BlockName = 'resnet' | 'separable' | 'transformer' | 'lstm' | 'gru';

/** What goes into a block, the batch first. */
export const BLOCK_INPUTS: Readonly<Record<BlockName, readonly number[]>> = {
  resnet: [32, 16, 16, 64],
  separable: [32, 32, 32, 64],
  transformer: [32, 64, 128],
  lstm: [64, 50, 128],
  gru: [64, 50, 128],
};

/** Of the transformer block. */
export const HEADS = 4;

/** Of the LSTM and the GRU. */
export const RECURRENT_UNITS = 256;

/** Channels that the depthwise-separable block gives. */
export const SEPARABLE_CHANNELS = 128;
