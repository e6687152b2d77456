import {
  batchNorm,
  conv2d,
  depthwiseConv2d,
  gru,
  input,
  lstm,
  type Network,
  relu,
  residual,
  transformerBlock,
} from '@neutype/layers';
import {
  BLOCK_INPUTS,
  type BlockName,
  HEADS,
  RECURRENT_UNITS,
  SEPARABLE_CHANNELS,
} from '../workloads/blocks.js';

const SAME = { padding: 'same', bias: null } as const;

/** The blocks as they are written with our layers. */
export const blocks: Readonly<Record<BlockName, () => Network>> = {
  resnet: () =>
    input([16, 16, 64]).to(
      residual(conv2d(64, 3, SAME), batchNorm(), relu(), conv2d(64, 3, SAME), batchNorm()),
      relu(),
    ),
  separable: () =>
    input([32, 32, 64]).to(
      depthwiseConv2d(3, SAME),
      batchNorm(),
      relu(),
      conv2d(SEPARABLE_CHANNELS, 1, SAME),
      batchNorm(),
      relu(),
    ),
  transformer: () => input(BLOCK_INPUTS.transformer.slice(1)).to(transformerBlock(HEADS)) as Network,
  lstm: () =>
    input(BLOCK_INPUTS.lstm.slice(1)).to(lstm(RECURRENT_UNITS, { returnSequences: true })) as Network,
  gru: () => input(BLOCK_INPUTS.gru.slice(1)).to(gru(RECURRENT_UNITS, { returnSequences: true })) as Network,
};
