import { blockPart } from './block.js';
import type { Part } from './part.js';

export const transformerPart: Part = blockPart(
  'transformer',
  'transformer block',
  'a transformer block: 32 sequences of 64 steps, width 128, 4 heads, 512 hidden units',
);
