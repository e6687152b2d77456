import type { NamedFile } from './protocol.js';
import type { DatasetName } from './settings.js';

/** What the page asks of the worker that concerns the digits themselves. */
export type DigitsRequest =
  /** MNIST's four files, from a person's own disk. */
  | { readonly type: 'useMnist'; readonly files: readonly NamedFile[] }
  /** A person's own images: 784 pixels each, from 0 (paper) to 255 (ink), and the digit of each. */
  | { readonly type: 'useOwnImages'; readonly images: Uint8Array; readonly labels: Uint8Array }
  /** Some of these digits are to be seen; nothing is fetched for it. */
  | { readonly type: 'showSamples'; readonly dataset: DatasetName };

export type DigitsReport =
  | { readonly type: 'samples'; readonly samples: SampleDigits }
  /** The worker has these from now on, whatever else is chosen meanwhile. */
  | { readonly type: 'digitsTaken'; readonly dataset: DatasetName }
  /** Files of a person that are of no use, and why. */
  | { readonly type: 'digitsRefused'; readonly message: string }
  /** Other digits were taken than those asked for, which are out of reach. */
  | { readonly type: 'otherDigits'; readonly dataset: DatasetName; readonly message: string };

/** A few digits of each kind. */
export interface SampleDigits {
  readonly dataset: DatasetName;
  /** 784 pixels each, from 0 to 255, one image after the other; none where the digits would have to be fetched first. */
  readonly images: Uint8Array;
  /** The digit of each, rising. */
  readonly labels: readonly number[];
}
