import { checkCount, checkOptions, optionNames } from '@neutype/errors';
import { NdArray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { checkSeed } from '../support/checkSeed.js';
import { room } from '../support/room.js';
import { deform } from './deform.js';
import { Draws } from './draws.js';
import { Knots } from './knots.js';
import { copyCentered, fitToBox, SIZE } from './normalize.js';
import { ink, press } from './pen.js';
import { digits } from './skeletons/digits.js';
import type { Style } from './skeletons/stroke.js';
import { Trace } from './trace.js';
import { defaultVariation, type Variation } from './variation.js';
import { writeStrokes } from './write.js';

const { floor } = Math;

export interface SyntheticDigitsOptions {
  /** How many; an integer from 0 up. */
  readonly samples: number;
  /** Which; 0 by default. The first n of a seed are the same whatever `samples` is. */
  readonly seed?: number | undefined;
}

export interface SyntheticDigits {
  /** uint8 of shape [samples, 784], 0 (paper) to 255 (ink). */
  readonly images: NdArray<Uint8Array>;
  /** uint8 of shape [samples]: the digit, 0 to 9, each as likely as the others. */
  readonly labels: NdArray<Uint8Array>;
}

const OPTIONS = optionNames<SyntheticDigitsOptions>({ samples: true, seed: true });

/**
 * Handwritten digits, generated: for where MNIST cannot be had, and for as much data as one likes. Skeletons of our own,
 * several for each digit, are written with a shaking hand, bent, slanted and drawn with pens of different widths; then
 * size-normalized to 20 x 20 and centered by mass in 28 x 28, as MNIST was.
 *
 * @throws OptionError unless `samples` is an integer from 0 up, and for other options that cannot be; DataError where they do
 *   not fit into memory
 *
 * @example
 * ```ts
 * const { images, labels } = syntheticDigits({ samples: 1000, seed: 7 });
 * console.log(images.shape, labels.shape); // [1000, 784] [1000]
 * ```
 */
export function syntheticDigits(options: SyntheticDigitsOptions): SyntheticDigits {
  checkOptions('syntheticDigits', options, OPTIONS);
  const { samples, seed = 0 } = options;
  return writeDigits(samples, seed, defaultVariation);
}

/**
 * 70,000 synthetic digits: the form of {@link mnist784}.
 *
 * @param options.seed which; 0 by default
 * @throws OptionError for options that cannot be
 */
export function syntheticDigits784(options: { seed?: number | undefined } = {}): SyntheticDigits {
  checkOptions('syntheticDigits784', options, ['seed']);
  return syntheticDigits({ samples: 70_000, seed: options.seed });
}

/** As {@link syntheticDigits}, with a custom variation. */
export function writeDigits(samples: number, seed: number, variation: Variation): SyntheticDigits {
  checkCount('syntheticDigits, samples', samples, 0);
  checkSeed('syntheticDigits', seed);
  const draws = new Draws(random(seed).split('syntheticDigits'));
  const bytes = samples * SIZE * SIZE;
  const need = { where: 'syntheticDigits', what: 'images', amount: `${samples}`, bytes };
  const images = room(need, () => new Uint8Array(bytes));
  const labels = new Uint8Array(samples);
  const knots = new Knots();
  const trace = new Trace();
  const paper = new Float32Array(SIZE * SIZE);
  for (let sample = 0; sample < samples; sample++) {
    const digit = floor(draws.uniform(0, 10));
    writeStrokes(knots, chooseStyle(digits[digit]!, draws), variation, draws);
    deform(knots, variation, draws);
    trace.follow(knots);
    press(trace, variation, draws);
    fitToBox(trace);
    paper.fill(0);
    ink(trace, paper, SIZE, variation.edge);
    copyCentered(paper, images, sample * SIZE * SIZE);
    labels[sample] = digit;
  }
  return { images: new NdArray(images, [samples, SIZE * SIZE]), labels: new NdArray(labels, [samples]) };
}

function chooseStyle(styles: readonly Style[], draws: Draws): Style {
  let total = 0;
  for (const { weight } of styles) total += weight;
  let left = draws.uniform(0, total);
  for (const style of styles) {
    left -= style.weight;
    if (left < 0) return style;
  }
  return styles[0]!;
}
