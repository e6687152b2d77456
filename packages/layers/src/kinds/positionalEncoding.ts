import { checkNumber } from '@neutype/errors';
import { tensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import type { Sequences } from '../takes.js';
import { sequenceShape } from './sequenceShape.js';
import { withPositions } from './withPositions.js';

/** Options of `positionalEncoding`. */
export interface PositionalEncodingOptions {
  /** The longest wave is 2π times as many steps. 10,000. */
  readonly base?: number;
  /** A time step whose features all equal this number is padding, and stays as it is. None by default. */
  readonly maskValue?: number;
  /** A name of its own instead of `positional-encoding-1`. */
  readonly name?: string;
}

/**
 * Adds to each time step a pattern that tells where it is: sines and cosines of waves from 2π to 2π · base steps long.
 * Feature 2i of step t gets `sin(t / base^(2i / features))`, feature 2i + 1 the cosine of the same. Nothing is learned, and
 * any length will do.
 *
 * Attention does not know in which order its input comes; without this, or `positionEmbedding`, a text is a bag of words.
 *
 * `[?, time, features]` → `[?, time, features]`
 *
 * Vaswani et al., "Attention Is All You Need", 2017, section 3.5.
 *
 * With native TensorFlow, updates of a network with this layer run operation by operation.
 *
 * @throws OptionError for a base that is not above 1
 * @throws ShapeError in the network, for an input that is no sequence
 *
 * @example
 * ```ts
 * const network = input([64, 128]).to(positionalEncoding(), multiHeadAttention(4));
 * ```
 */
export function positionalEncoding(options: PositionalEncodingOptions = {}): Layer<'same', Sequences> {
  checkLayerOptions('positionalEncoding', options, ['base', 'maskValue']);
  const { base = 10_000, maskValue, name } = options;
  checkNumber('positionalEncoding, option base', base, { above: 1 });
  if (maskValue !== undefined) checkNumber('positionalEncoding, option maskValue', maskValue);
  return layer({
    kind: 'positional-encoding',
    name,
    replayable: true,
    outputs: 'numbers',
    settings: { base, maskValue },
    outputShape: (inputShape, where) => {
      sequenceShape(inputShape, where);
      return inputShape;
    },
    forward: (x) => {
      const [, time, features] = x.shape as [number, number, number];
      return withPositions(x, tensor(waves(time, features, base), [time, features]), maskValue);
    },
  });
}

function waves(time: number, features: number, base: number): Float32Array {
  const values = new Float32Array(time * features);
  for (const at of values.keys()) {
    const feature = at % features;
    const angle = Math.floor(at / features) / base ** ((feature - (feature % 2)) / features);
    values[at] = feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  }
  return values;
}
