/** How differently the same digit comes out from one writing to the next. Standard deviations unless said otherwise. */
export interface Variation {
  /** Of each point of a skeleton, in heights of the digit. */
  readonly knotJitter: number;
  /** Of a stroke as a whole, against the others. */
  readonly strokeShift: number;
  /** By how much a stroke's ends are drawn out or cut, in lengths of its last piece. */
  readonly endStretch: number;
  /** In radians. */
  readonly rotation: number;
  /** Mean and deviation of the lean to the right: shift of the top in heights. */
  readonly slantMean: number;
  readonly slant: number;
  /** Of the logarithm of width against height. */
  readonly aspect: number;
  /** Of the logarithm of the exponent that stretches one end of the height, or width, at the cost of the other. */
  readonly balance: number;
  /** Of the smooth displacement field, in heights. */
  readonly elastic: number;
  /** Mean radius of the pen, in pixels, and deviation of its logarithm. */
  readonly penRadius: number;
  readonly penSpread: number;
  /** Largest share by which pressure changes the radius along a stroke. */
  readonly pressure: number;
  /** How many pixels the edge of the ink takes from full to none. */
  readonly edge: number;
}

/** Found by search: trained on the digits, the tutorial's network was tried on MNIST's training images. */
export const defaultVariation: Variation = {
  knotJitter: 0.055,
  strokeShift: 0.03,
  endStretch: 0.25,
  rotation: 0.15,
  slantMean: 0.22,
  slant: 0.26,
  aspect: 0.25,
  balance: 0.2,
  elastic: 0.06,
  penRadius: 1.25,
  penSpread: 0.35,
  pressure: 0.25,
  edge: 1.2,
};
