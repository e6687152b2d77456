import { checkChoice, checkNumber, optionNames } from '@neutype/errors';
import { NdArray } from '@neutype/ndarray';
import { begin, type GeneratorOptions } from './generated.js';

const PICTURES: readonly string[] = [
  '.##. #..# #..# #..# #..# .##.',
  '..#. .##. ..#. ..#. ..#. .###',
  '.##. #..# ...# ..#. .#.. ####',
  '###. ...# .##. ...# ...# ###.',
  '#..# #..# #..# #### ...# ...#',
  '#### #... ###. ...# ...# ###.',
  '.##. #... ###. #..# #..# .##.',
  '#### ...# ..#. ..#. .#.. .#..',
  '.##. #..# .##. #..# #..# .##.',
  '.##. #..# #..# .### ...# .##.',
];

/** Digits of 6 x 4 black and white pixels. */
export interface BitmapDigits {
  /** float32 of shape [samples, 24], 0 or 1, row by row. */
  readonly x: NdArray<Float32Array>;
  /** int32 of shape [samples]: the digit, 0 to 9. */
  readonly y: NdArray<Int32Array>;
}

/**
 * Ten digits of 6 x 4 black and white pixels, one of each: a set for associative memories, as NeuPy's `load_digits`.
 *
 * @example
 * ```ts
 * const { x, y } = loadDigits();
 * console.log(x.shape, y.length); // [10, 24] 10
 * ```
 */
export function loadDigits(): BitmapDigits {
  const pixels = PICTURES.flatMap((picture) =>
    [...picture.replaceAll(' ', '')].map((pixel) => (pixel === '#' ? 1 : 0)),
  );
  return {
    x: new NdArray(Float32Array.from(pixels), [10, 24]),
    y: new NdArray(Int32Array.from(PICTURES.keys()), [10]),
  };
}

export interface NoisyDigitsOptions extends Omit<GeneratorOptions, 'shuffle'> {
  /** How likely noise is to hit a pixel, from 0 up to, not including, 1; 0.1 by default. */
  readonly noiseLevel?: number | undefined;
  /** What noise does: `'flip'` inverts a pixel (the default), `'remove'` makes it white. */
  readonly mode?: 'flip' | 'remove' | undefined;
}

const OPTIONS = optionNames<NoisyDigitsOptions>({ samples: true, seed: true, noiseLevel: true, mode: true });

/**
 * Random ones of the digits of {@link loadDigits}, with noise: NeuPy's `make_digits`.
 *
 * @throws OptionError for options that cannot be
 *
 * @example
 * ```ts
 * const { x, y } = makeDigits({ samples: 50, noiseLevel: 0.15, mode: 'remove', seed: 3 });
 * ```
 */
export function makeDigits(options: NoisyDigitsOptions = {}): BitmapDigits {
  const { samples, source } = begin('makeDigits', options, OPTIONS);
  const { noiseLevel = 0.1, mode = 'flip' } = options;
  checkNumber('makeDigits, noiseLevel', noiseLevel, { from: 0, below: 1 });
  checkChoice('makeDigits, mode', mode, ['flip', 'remove']);
  const digits = loadDigits();
  const chosen = Int32Array.from({ length: samples }, () => source.integer(10));
  const x = digits.x.take(chosen);
  for (let i = 0; i < x.data.length; i++) {
    if (source.uniform() < noiseLevel) x.data[i] = mode === 'flip' ? 1 - x.data[i]! : 0;
  }
  return { x, y: new NdArray(chosen, [samples]) };
}
