import { gru, input, lstm, type Network, transformerBlock } from '@neutype/layers';
import { BLOCK_INPUTS, type BlockName, HEADS, RECURRENT_UNITS } from '../workloads/blocks.js';

/** The blocks as they are written with our layers. */
export const blocks: Readonly<Record<BlockName, () => Network>> = {
  transformer: () => input(BLOCK_INPUTS.transformer.slice(1)).to(transformerBlock(HEADS)) as Network,
  lstm: () =>
    input(BLOCK_INPUTS.lstm.slice(1)).to(lstm(RECURRENT_UNITS, { returnSequences: true })) as Network,
  gru: () => input(BLOCK_INPUTS.gru.slice(1)).to(gru(RECURRENT_UNITS, { returnSequences: true })) as Network,
};
