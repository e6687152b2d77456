import { embeddingLookup } from '@neutype/core';
import { checkCount, OptionError, shown } from '@neutype/errors';
import { cast, expandDims, mul, notEqual } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import type { Initializer } from '../initializers/initializer.js';
import { lecunNormal } from '../initializers/lecunNormal.js';
import { type InitialValue, toInitializer } from '../initialValue.js';
import { type Layer, layer } from '../layer.js';
import type { OneInput } from '../takes.js';

/** Options of `embedding`. */
export interface EmbeddingOptions {
  /** Initial vectors, `[vocabulary, size]`; `lecunNormal()` by default, of variance 1 / vocabulary: NeuPy's. */
  readonly weight?: InitialValue;
  /**
   * The number that stands for no word: its vector is 0 and is not trained, as PyTorch's `padding_idx`. None by default.
   * `{ maskValue: 0 }` then has the layers behind it leave such steps out.
   */
  readonly paddingIndex?: number;
  /** A name of its own instead of `embedding-1`. */
  readonly name?: string;
}

/**
 * A vector for each number: row i of the weight for the number i. What texts begin with, whose words are numbered from 0.
 *
 * `[?, …]` → `[?, …, size]`, such as sequences of words `[?, time]` → `[?, time, size]`
 *
 * The parameter `weight` is `[vocabulary, size]`, as PyTorch's and Keras'.
 *
 * @param vocabulary how many numbers there are: they go from 0 to one less
 * @param size how many values each vector has
 * @throws OptionError for counts that are no whole numbers from 1, or a padding index that is no number of the vocabulary
 * @throws DataError, in training and prediction alike, for what is no number of the vocabulary, such as 2.5 or -1. Data that go
 * into it as they come are looked at beforehand. What other layers make of them the CPU engine looks at, in every update;
 * other backends give NaN for it, at which training stops.
 *
 * @example
 * ```ts
 * const network = input(20).to(embedding(10_000, 64, { paddingIndex: 0 }), flatten(), sigmoid(1));
 * ```
 */
export function embedding<const Size extends number>(
  vocabulary: number,
  size: Size,
  options: EmbeddingOptions = {},
): Layer<{ readonly newLastAxis: Size }, OneInput> {
  checkLayerOptions('embedding', options, ['paddingIndex', 'weight']);
  checkCount('embedding(vocabulary, size), vocabulary', vocabulary);
  checkCount('embedding(vocabulary, size), size', size);
  const { weight = lecunNormal(), paddingIndex, name } = options;
  checkPaddingIndex(paddingIndex, vocabulary);
  const shape = [vocabulary, size];
  return layer({
    kind: 'embedding',
    name,
    replayable: true,
    outputs: 'numbers',
    indicesBelow: vocabulary,
    settings: { vocabulary, size, paddingIndex },
    outputShape: (inputShape) => [...inputShape, size],
    parameters: (_, where) => ({
      weight: {
        shape,
        value:
          paddingIndex === undefined
            ? weight
            : withoutRow(paddingIndex, toInitializer(weight, shape, `parameter ${where}.weight`)),
      },
    }),
    forward: (x, { weight }, { name: where }) => {
      const vectors = embeddingLookup(weight, x, { where: `layer ${where}` });
      // 0 whatever the row may hold, and so without a gradient.
      return paddingIndex === undefined
        ? vectors
        : mul(vectors, expandDims(cast(notEqual(x, paddingIndex), 'float32'), -1));
    },
  });
}

/** The same with zeros in one row. */
function withoutRow(row: number, initializer: Initializer): Initializer {
  return {
    name: initializer.name,
    fill: (target, shape, random) => {
      initializer.fill(target, shape, random);
      const length = shape[1] as number;
      target.fill(0, row * length, (row + 1) * length);
    },
  };
}

function checkPaddingIndex(paddingIndex: unknown, vocabulary: number): void {
  if (paddingIndex === undefined) return;
  if (Number.isSafeInteger(paddingIndex) && Number(paddingIndex) >= 0 && Number(paddingIndex) < vocabulary)
    return;
  throw new OptionError({
    where: 'embedding, option paddingIndex',
    expected: `a whole number from 0 to ${vocabulary - 1}`,
    received: shown(paddingIndex),
    remedy: 'Leave it out where every number stands for a word.',
  });
}
