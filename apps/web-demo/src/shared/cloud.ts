import type { DatasetName } from './settings.js';

/** The digits of the cloud. */
export interface CloudDigits {
  readonly dataset: DatasetName;
  /** 784 pixels from 0 to 255 each, one digit after another. */
  readonly images: Uint8Array;
  /** What they are. */
  readonly labels: Uint8Array;
}

/** Where the network places some digits that it was not taught with, and what it takes them for. */
export interface Cloud {
  /** What the places are made of: the numbers that the last hidden layer gives for a digit, or the answers where there is none. */
  readonly source: 'hidden' | 'answers';
  /** How many numbers those are. */
  readonly values: number;
  /** x and y of each digit; the mean lies at 0, and digits are 1 away from it, root mean square. */
  readonly points: Float32Array;
  readonly answers: Uint8Array;
  /** The probability of each answer. */
  readonly confidences: Float32Array;
}

export interface CloudReport {
  readonly type: 'cloud';
  readonly cloud: Cloud;
  /** Told with the first cloud of these digits; later clouds are of the same until others are told. */
  readonly digits?: CloudDigits;
}

/** Clouds are computed while somebody may see them. */
export interface CloudRequest {
  readonly type: 'wantCloud';
  readonly isWanted: boolean;
}
