import { checkDecay } from './checkDecay.js';
import { checkEpsilon } from './checkEpsilon.js';

/** Options of Adam and its kin. PyTorch's `betas` are `beta1` and `beta2`, its `eps` is `epsilon`. */
export interface AdamMoments {
  /** How much of the mean of gradients is kept from update to update, from 0 and below 1. 0.9 unless told otherwise. */
  readonly beta1?: number;
  /** How much of the mean of their squares is kept, from 0 and below 1. 0.999 unless told otherwise. */
  readonly beta2?: number;
  /** Keeps steps finite where gradients are near 0; more than 0. 1e-8 unless told otherwise. */
  readonly epsilon?: number;
}

/** @throws OptionError for a value out of range */
export function checkMoments({ beta1, beta2, epsilon }: Required<AdamMoments>): void {
  checkDecay('option beta1', beta1);
  checkDecay('option beta2', beta2);
  checkEpsilon(epsilon);
}
