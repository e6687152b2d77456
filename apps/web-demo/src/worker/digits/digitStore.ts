import type { DatasetName, Settings } from '../../shared/settings.js';
import { trainingTools } from '../trainingTools.js';
import type { Digits, LabeledImages } from './digits.js';

/** Which digits, and where the page is that they may lie beside. */
export interface DigitsWanted {
  readonly settings: Pick<Settings, 'dataset'>;
  readonly site: string;
}

export interface Waiting {
  readonly signal: AbortSignal;
  readonly onNotice: (message: string) => void;
}

export type FindDigits = (wanted: DigitsWanted, waiting: Waiting) => Promise<LabeledImages>;

/** Finds digits, and keeps those that were asked for last, and those that a person gave. */
export class DigitStore {
  readonly #find: FindDigits;
  readonly #given = new Map<DatasetName, LabeledImages>();
  #found: { readonly dataset: DatasetName; readonly images: LabeledImages } | undefined;
  #digits: Digits | undefined;

  constructor(find: FindDigits = findAsSettingsSay) {
    this.#find = find;
  }

  /** Whether they can be had without asking another server for them. */
  isNear(wanted: DigitsWanted): boolean {
    const { dataset } = wanted.settings;
    return dataset === 'synthetic' || this.imagesOf(dataset) !== undefined;
  }

  /** Takes these for that data set, whatever a search would find. */
  keep(dataset: DatasetName, images: LabeledImages): void {
    this.#given.set(dataset, images);
    if (this.#found?.dataset === dataset) this.#found = this.#digits = undefined;
  }

  /** Those that are here already. */
  imagesOf(dataset: DatasetName): LabeledImages | undefined {
    return this.#given.get(dataset) ?? (this.#found?.dataset === dataset ? this.#found.images : undefined);
  }

  /**
   * The digits that the settings ask for, prepared.
   *
   * @param mean the image to centre them by instead of their own mean
   */
  async digitsFor(wanted: DigitsWanted, waiting: Waiting, mean?: Float32Array): Promise<Digits> {
    const { dataset } = wanted.settings;
    if (this.#found?.dataset !== dataset) {
      this.#found = this.#digits = undefined;
      const images = this.#given.get(dataset) ?? (await this.#find(wanted, waiting));
      this.#found = { dataset, images };
    }
    if (!this.#digits || (mean && !areEqual(mean, this.#digits.mean)) || (!mean && !this.#digits.isOwnMean)) {
      this.#digits = undefined;
      const { Digits } = await trainingTools();
      this.#digits = new Digits(dataset, this.#found.images, mean);
    }
    return this.#digits;
  }
}

function areEqual(a: Float32Array, b: Float32Array) {
  return a.every((value, index) => value === b[index]);
}

const findAsSettingsSay: FindDigits = async (wanted, waiting) => {
  const { findDigits } = await trainingTools();
  return findDigits(wanted, waiting);
};
