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

export function checkAugmentOptions(options: AugmentOptions): void {
  for (const name of ['shift', 'rotate', 'shear', 'cutout', 'noise'] as const) {
    const value = options[name];
    if (value !== undefined && !(value >= 0 && Number.isFinite(value))) {
      throw new RangeError(`augment: ${name} must be 0 or more, got ${value}.`);
    }
  }
  const { scale, elastic } = options;
  if (scale !== undefined && !(scale[0] > 0 && scale[1] >= scale[0])) {
    throw new RangeError(`augment: scale must be two ascending factors above 0, got [${scale.join(', ')}].`);
  }
  if (elastic !== undefined && !(elastic.alpha >= 0 && elastic.sigma > 0)) {
    throw new RangeError(
      `augment: elastic needs alpha from 0 up and sigma above 0, got ${elastic.alpha} and ${elastic.sigma}.`,
    );
  }
}
