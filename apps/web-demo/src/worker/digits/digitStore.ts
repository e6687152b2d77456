import { type DownloadProgress, mnist784, syntheticDigits } from '@neutype/datasets';
import { SYNTHETIC } from '../../shared/recipe.js';
import type { DatasetName, Settings } from '../../shared/settings.js';
import { Digits, type LabeledImages } from './digits.js';

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

/** Finds digits, and keeps those that were asked for last. */
export class DigitStore {
  readonly #find: FindDigits;
  #found: { readonly dataset: DatasetName; readonly images: LabeledImages } | undefined;
  #digits: Digits | undefined;

  constructor(find: FindDigits = findDigits) {
    this.#find = find;
  }

  /** Whether they can be had without asking another server for them. */
  isNear(wanted: DigitsWanted): boolean {
    return wanted.settings.dataset === 'synthetic' || this.#found?.dataset === wanted.settings.dataset;
  }

  /** Takes these for MNIST, whatever a search would find. */
  keepMnist(images: LabeledImages): void {
    this.#digits = undefined;
    this.#found = { dataset: 'mnist', images };
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
      this.#found = { dataset, images: await this.#find(wanted, waiting) };
    }
    if (!this.#digits || (mean && !areEqual(mean, this.#digits.mean)) || (!mean && !this.#digits.isOwnMean)) {
      this.#digits = undefined;
      this.#digits = new Digits(dataset, this.#found.images, mean);
    }
    return this.#digits;
  }
}

function areEqual(a: Float32Array, b: Float32Array) {
  return a.every((value, index) => value === b[index]);
}

const findDigits: FindDigits = async (wanted, waiting) =>
  wanted.settings.dataset === 'mnist' ? await fetchMnist(wanted.site, waiting) : syntheticDigits(SYNTHETIC);

/** MNIST from beside this page if it lies there, else from its mirrors; verified either way. */
async function fetchMnist(site: string, { signal, onNotice }: Waiting): Promise<LabeledImages> {
  const beside = new URL('mnist/', site).href;
  const probe = `${beside}t10k-labels-idx1-ubyte.gz`;
  const answer = await fetch(probe, { method: 'HEAD', signal }).catch(() => undefined);
  signal.throwIfAborted();
  const isThere = answer?.ok && !answer.headers.get('content-type')?.startsWith('text/html');
  onNotice(isThere ? 'Fetching MNIST…' : 'Fetching MNIST from its mirrors…');
  const onProgress = everySecond(({ file, received, total }: DownloadProgress) =>
    onNotice(`Fetching ${file}: ${megabytes(received, total)}.`),
  );
  return mnist784({ ...(isThere ? { dataDir: beside } : {}), signal, onNotice, onProgress });
}

/** A status that is read aloud must not change with every piece of a download. */
function everySecond<T>(tell: (news: T) => void): (news: T) => void {
  let toldAt = performance.now();
  return (news) => {
    if (performance.now() - toldAt < 1000) return;
    toldAt = performance.now();
    tell(news);
  };
}

function megabytes(received: number, total: number | undefined): string {
  const shown = (bytes: number) => (bytes / 1e6).toFixed(1);
  return `${shown(received)}${total === undefined ? '' : ` of ${shown(total)}`} MB`;
}
