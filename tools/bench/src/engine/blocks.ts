import { input, type Network, transformerBlock } from '@neutype/layers';
import { BLOCK_INPUTS, type BlockName, HEADS } from '../workloads/blocks.js';

/** The blocks as they are written with our layers. */
export const blocks: Readonly<Record<BlockName, () => Network>> = {
  transformer: () => input(BLOCK_INPUTS.transformer.slice(1)).to(transformerBlock(HEADS)) as Network,
};
