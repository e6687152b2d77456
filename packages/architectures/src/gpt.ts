import { checkNumber, checkOptions } from '@neutype/errors';
import {
  dropout as dropoutLayer,
  embedding,
  input,
  layerNorm,
  type Network,
  normal,
  positionEmbedding,
  repeat,
  softmax,
  transformerBlock,
} from '@neutype/layers';

/** Options of `gpt`. */
export interface GptOptions {
  /** How many tokens there are: characters, words or pieces of words, as numbers from 0 to one less. */
  readonly vocabulary: number;
  /** The most tokens that it looks back at; 64 by default. */
  readonly length?: number;
  /** The features of each token; 128 by default. The heads share them evenly. */
  readonly width?: number;
  /** Heads of each block's attention; 4 by default. */
  readonly heads?: number;
  /** How many blocks of attention and feed-forward layers; 4 by default. */
  readonly blocks?: number;
  /** Hidden units of each feed-forward layer; four times the width by default. */
  readonly hidden?: number;
  /** The probability of values to be dropped in training, in the blocks and before them; 0.1 by default. */
  readonly dropout?: number;
}

/**
 * A language model: tells at each token of a text how likely every token is to come next, from it and what came before. A
 * text is written by drawing the next token again and again.
 *
 * `[?, length]`, numbers of tokens → `[?, length, vocabulary]`, probabilities of the next ones
 *
 * Learned vectors of tokens and of their positions, blocks of causal attention that normalize first, a last normalization, and
 * a softmax without bias. `gpt({ vocabulary: 50_257, length: 1024, width: 768, heads: 12, blocks: 12 })` is the smallest GPT-2,
 * but for its last weights, which it has in common with the first: 124,439,808 parameters there, 163,037,184 here.
 *
 * Targets are the same texts, one token further on: `tokens.slice(1)` for `tokens.slice(0, -1)`.
 *
 * Radford et al., "Language Models are Unsupervised Multitask Learners", 2019.
 *
 * @throws OptionError for options that it does not know, or sizes that are no whole numbers from 1
 * @throws ShapeError for a width that the heads cannot share evenly
 *
 * @example
 * ```ts
 * const network = gpt({ vocabulary: 65, length: 32, width: 64, blocks: 2 });
 * const optimizer = adam(network, { loss: 'categoricalCrossentropy', step: 0.003, batchSize: 32 });
 * await optimizer.train(tokens, nextTokens, { epochs: 10 }); // both [n, 32]
 * ```
 */
export function gpt(options: GptOptions): Network<readonly [number], readonly [number, number]> {
  checkOptions('gpt', options, OPTION_NAMES);
  const { vocabulary, length = 64, width = 128, heads = 4, blocks = 4, hidden, dropout = 0.1 } = options;
  checkNumber('gpt, dropout', dropout, { from: 0, below: 1 });
  const weight = normal({ std: 0.02 });
  const block = transformerBlock(heads, { causal: true, dropout, ...(hidden !== undefined && { hidden }) });
  return input(length).to(
    embedding(vocabulary, width, { weight }),
    positionEmbedding(length),
    dropoutLayer(dropout),
    repeat(block, blocks),
    layerNorm(),
    softmax(vocabulary, { weight, bias: null }),
  ) as unknown as Network<readonly [number], readonly [number, number]>;
}

const OPTION_NAMES = ['blocks', 'dropout', 'heads', 'hidden', 'length', 'vocabulary', 'width'] as const;
