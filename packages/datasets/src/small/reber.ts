import { checkNumber, DataError, optionNames, shown } from '@neutype/errors';
import { NdArray } from '@neutype/ndarray';
import type { Random } from '@neutype/random';
import { checkPair } from '../support/checkPair.js';
import { begin, type GeneratorOptions } from './generated.js';

/** The letters of the grammar; a letter's index stands for it in {@link reberIndices}. */
export const REBER_LETTERS = 'TVPXS';

/**
 * The grammar of A. S. Reber, "Implicit learning of artificial grammars", 1967: from each state, the letters that may
 * follow and the state they lead to. After the S that leads nowhere the word ends.
 */
const TRANSITIONS: readonly Readonly<Record<string, number>>[] = [
  { T: 1, V: 2 },
  { P: 1, T: 3 },
  { X: 2, V: 4 },
  { X: 2, S: -1 },
  { P: 3, S: -1 },
];

const REBER_OPTIONS = optionNames<Omit<GeneratorOptions, 'shuffle'>>({ samples: true, seed: true });

/**
 * Words of Reber's grammar, each choice of a letter as likely as the other.
 *
 * @param options.samples how many; 100 by default
 * @param options.seed which; 0 by default
 * @throws OptionError for options that cannot be
 *
 * @example
 * ```ts
 * const words = makeReber({ samples: 4, seed: 0 }); // such as 'TPTXVS', 'VXXVS', 'TPPTS'
 * ```
 */
export function makeReber(options: Omit<GeneratorOptions, 'shuffle'> = {}): string[] {
  const { samples, source } = begin('makeReber', options, REBER_OPTIONS);
  return Array.from({ length: samples }, () => reberWord(source));
}

/**
 * Whether a word is of Reber's grammar: whole, and nothing behind its end.
 *
 * @throws DataError for what is no word
 *
 * @example
 * ```ts
 * isValidByReber('TTS'); // true
 * isValidByReber('STS'); // false
 * ```
 */
export function isValidByReber(word: string | readonly string[]): boolean {
  if (typeof word !== 'string' && !Array.isArray(word)) {
    throw new DataError({
      where: 'isValidByReber',
      expected: 'a word, or its letters',
      received: shown(word),
    });
  }
  let state = 0;
  for (const letter of word) {
    const next = TRANSITIONS[state]?.[letter];
    if (next === undefined) return false;
    state = next;
  }
  return state === -1;
}

export interface ReberClassificationOptions extends Omit<GeneratorOptions, 'shuffle'> {
  /** The share of words that are not of the grammar; 0.5 by default. */
  readonly invalidSize?: number | undefined;
  /** Fewest and most letters of such words; [3, 14] by default. */
  readonly lengthRange?: readonly [shortest: number, longest: number] | undefined;
}

export interface ReberClassification {
  readonly words: string[];
  /** int32 of shape [samples]: 1 for a word of the grammar, 0 for one that is not. */
  readonly y: NdArray<Int32Array>;
}

const CLASSIFICATION_OPTIONS = optionNames<ReberClassificationOptions>({
  samples: true,
  seed: true,
  invalidSize: true,
  lengthRange: true,
});

/**
 * Words of Reber's grammar and words of the same letters that are not, in random order.
 *
 * NeuPy's `make_reber_classification`, without its two defects: every share of invalid words works, and a random word
 * that happens to be valid is not called invalid.
 *
 * @throws OptionError for a share outside (0, 1), a range of lengths that cannot be, or fewer than two samples
 *
 * @example
 * ```ts
 * const { words, y } = makeReberClassification({ samples: 1000, invalidSize: 0.3 });
 * ```
 */
export function makeReberClassification(options: ReberClassificationOptions = {}): ReberClassification {
  const { samples, source } = begin('makeReberClassification', options, CLASSIFICATION_OPTIONS);
  const { invalidSize = 0.5, lengthRange = [3, 14] } = options;
  checkNumber('makeReberClassification, samples', samples, { from: 2 });
  checkNumber('makeReberClassification, invalidSize', invalidSize, { above: 0, below: 1 });
  checkPair('makeReberClassification, lengthRange', lengthRange, { from: 1, whole: true });
  const invalid = Math.min(samples - 1, Math.ceil(samples * invalidSize));
  const all = Array.from({ length: samples }, (_, index) =>
    index < invalid ? invalidWord(lengthRange, source) : reberWord(source),
  );
  const order = source.permutation(samples);
  return {
    words: Array.from(order, (index) => all[index]!),
    y: new NdArray(
      Int32Array.from(order, (index) => (index < invalid ? 0 : 1)),
      [samples],
    ),
  };
}

/** A word as the indices of its letters in {@link REBER_LETTERS}. @throws DataError for other letters */
export function reberIndices(word: string): NdArray<Int32Array> {
  if (typeof word !== 'string') {
    throw new DataError({ where: 'reberIndices', expected: 'a word', received: shown(word) });
  }
  const indices = Int32Array.from([...word], (letter) => REBER_LETTERS.indexOf(letter));
  const unknown = indices.indexOf(-1);
  if (unknown !== -1) {
    throw new DataError({
      where: 'reberIndices',
      expected: `letters out of ${REBER_LETTERS}`,
      received: `${shown([...word][unknown])} in ${shown(word)}`,
    });
  }
  return new NdArray(indices, [indices.length]);
}

function reberWord(source: Random): string {
  let word = '';
  for (let state = 0; state !== -1; ) {
    const choices = Object.entries(TRANSITIONS[state]!);
    const [letter, next] = choices[source.integer(choices.length)]!;
    word += letter;
    state = next;
  }
  return word;
}

function invalidWord([shortest, longest]: readonly [number, number], source: Random): string {
  for (;;) {
    const length = shortest + source.integer(longest - shortest + 1);
    const word = Array.from({ length }, () => REBER_LETTERS[source.integer(REBER_LETTERS.length)]).join('');
    if (!isValidByReber(word)) return word;
  }
}
