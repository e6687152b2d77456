import type { NdArray } from '@neutype/ndarray';

export interface SyntheticDigits {
  /** uint8 of shape [samples, 784]. */
  readonly images: NdArray<Uint8Array>;
  /** uint8 of shape [samples]. */
  readonly labels: NdArray<Uint8Array>;
}

export function syntheticDigits(options: { samples: number; seed?: number }): SyntheticDigits {
  throw new Error(`syntheticDigits: not written yet (${options.samples} samples asked for).`);
}

export function syntheticDigits784(options: { seed?: number } = {}): SyntheticDigits {
  return syntheticDigits({ samples: 70_000, ...options });
}
