import { checkOptions } from '@neutype/errors';
import { embedding, gru, input, type Network, softmax } from '@neutype/layers';

/** Options of `charGru`. */
export interface CharGruOptions {
  /** How many characters there are, as numbers from 0 to one less. */
  readonly vocabulary: number;
  /** How many characters of a text it is given at a time; 64 by default. */
  readonly length?: number;
  /** The features of each character; 32 by default. */
  readonly width?: number;
  /** The units of each recurrent layer; `[128]` by default. */
  readonly units?: readonly number[];
}

/**
 * A language model of gated recurrent units, character by character: tells at each character of a text how likely every one is to
 * come next. What came before is kept in the state of the units, however long ago it was.
 *
 * `[?, length]`, numbers of characters → `[?, length, vocabulary]`, probabilities of the next ones. With 65 characters 72,289
 * parameters.
 *
 * Targets are the same texts, one character further on.
 *
 * Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014; Karpathy, "The Unreasonable Effectiveness of
 * Recurrent Neural Networks", 2015.
 *
 * @throws OptionError for options that it does not know, or sizes that are no whole numbers from 1
 *
 * @example
 * ```ts
 * const network = charGru({ vocabulary: 65, length: 40 });
 * const optimizer = adam(network, { loss: 'categoricalCrossentropy', step: 0.003, batchSize: 32 });
 * await optimizer.train(characters, nextCharacters, { epochs: 10 }); // both [n, 40]
 * ```
 */
export function charGru(options: CharGruOptions): Network<readonly [number], readonly [number, number]> {
  checkOptions('charGru', options, ['length', 'units', 'vocabulary', 'width']);
  const { vocabulary, length = 64, width = 32, units = [128] } = options;
  return input(length).to(
    embedding(vocabulary, width),
    ...units.map((count) => gru(count, { returnSequences: true })),
    softmax(vocabulary),
  ) as unknown as Network<readonly [number], readonly [number, number]>;
}
