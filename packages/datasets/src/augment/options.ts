import { checkCount, checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { checkPair } from '../support/checkPair.js';
import { checkSeed } from '../support/checkSeed.js';

/** How images are varied. What is left out stays as it is. */
export interface AugmentOptions {
  /** Farthest shift in each direction, in pixels. */
  readonly shift?: number | undefined;
  /** Farthest rotation to either side, in degrees. */
  readonly rotate?: number | undefined;
  /** Smallest and largest factor of size. */
  readonly scale?: readonly [smallest: number, largest: number] | undefined;
  /** Largest shear to either side: shift of the top against the middle, in half heights. */
  readonly shear?: number | undefined;
  /** Elastic deformation: strength and smoothness of the displacement, in pixels (Simard et al.: 34 and 4). */
  readonly elastic?: { readonly alpha: number; readonly sigma: number } | undefined;
  /** Edge of a square that is emptied at a random place, in pixels. */
  readonly cutout?: number | undefined;
  /** Standard deviation of noise added to every pixel, in units of the image's values. */
  readonly noise?: number | undefined;
  /** Which variations; 0 by default. */
  readonly seed?: number | undefined;
}

const OPTIONS = optionNames<AugmentOptions>({
  shift: true,
  rotate: true,
  scale: true,
  shear: true,
  elastic: true,
  cutout: true,
  noise: true,
  seed: true,
});

/** @throws OptionError for an unknown option, or one that cannot be */
export function checkAugmentOptions(options: AugmentOptions): void {
  checkOptions('augment', options, OPTIONS);
  for (const name of ['shift', 'rotate', 'shear', 'noise'] as const) {
    if (options[name] !== undefined) checkNumber(`augment, ${name}`, options[name], { from: 0 });
  }
  const { scale, elastic, cutout, seed } = options;
  if (cutout !== undefined) checkCount('augment, cutout', cutout, 0);
  if (scale !== undefined) checkPair('augment, scale', scale, { above: 0 });
  if (seed !== undefined) checkSeed('augment', seed);
  if (elastic === undefined) return;
  checkOptions('augment, elastic', elastic, ['alpha', 'sigma']);
  checkNumber('augment, elastic.alpha', elastic.alpha, { from: 0 });
  checkNumber('augment, elastic.sigma', elastic.sigma, { above: 0 });
}
