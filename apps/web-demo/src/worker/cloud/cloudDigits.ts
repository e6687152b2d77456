import { syntheticDigits } from '@neutype/datasets';
import { NdArray } from '@neutype/ndarray';
import type { CloudDigits } from '../../shared/cloud.js';
import { DIGIT_PIXELS } from '../../shared/recipe.js';
import type { Digits } from '../digits/digits.js';

/** Enough to see ten heaps, few enough to see each digit. */
const MOST_DIGITS = 400;
/** Others than those that networks are trained on in this page. */
const SEED = 20_480;

/** Digits of the cloud, as the page shows them and as a network takes them. */
export interface PreparedDigits {
  readonly shown: CloudDigits;
  /** A row of pixels for each, centred as the network's images are. */
  readonly rows: NdArray;
}

/** The first validation digits, which lie in no order. */
export function validationDigits(digits: Digits): PreparedDigits {
  const count = Math.min(MOST_DIGITS, digits.xTest.length);
  const images = new Uint8Array(count * DIGIT_PIXELS);
  for (let index = 0; index < count; index++) images.set(digits.testImage(index), index * DIGIT_PIXELS);
  return {
    shown: {
      dataset: digits.dataset,
      images,
      labels: Uint8Array.from(digits.testLabels.data.subarray(0, count)),
    },
    rows: digits.xTest.rows(0, count),
  };
}

/** Digits drawn for a network that there are no others for. */
export function drawnDigits(mean: Float32Array): PreparedDigits {
  const { images, labels } = syntheticDigits({ samples: MOST_DIGITS, seed: SEED });
  const rows = new Float32Array(images.data);
  for (let at = 0; at < rows.length; at++) {
    rows[at] = (rows[at] as number) / 255 - (mean[at % DIGIT_PIXELS] as number);
  }
  return {
    shown: { dataset: 'synthetic', images: images.data.slice(), labels: labels.data.slice() },
    rows: new NdArray(rows, [MOST_DIGITS, DIGIT_PIXELS]),
  };
}
