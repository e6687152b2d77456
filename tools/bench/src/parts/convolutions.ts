import { SEPARABLE_CHANNELS } from '../workloads/blocks.js';
import { blockPart } from './block.js';
import type { Part } from './part.js';

export const resnetPart: Part = blockPart(
  'resnet',
  'ResNet block',
  'a residual block: 32 images of 16×16×64, two 3×3 convolutions with batch norm, relu',
);
export const separablePart: Part = blockPart(
  'separable',
  'depthwise-separable block',
  `a depthwise-separable block: 32 images of 32×32×64, 3×3 depthwise and 1×1 to ${SEPARABLE_CHANNELS} channels, batch norm and relu`,
);
