import type { SampleDigits } from '../../shared/digits.js';
import { DIGIT_PIXELS } from '../../shared/recipe.js';
import type { DatasetName } from '../../shared/settings.js';
import type { LabeledImages } from './digits.js';

const OF_EACH = 2;

/** The first two of each digit, in order. */
export function sampleDigits(dataset: DatasetName, { images, labels }: LabeledImages): SampleDigits {
  const rows: { readonly label: number; readonly row: number }[] = [];
  const counts = new Map<number, number>();
  labels.data.forEach((label, row) => {
    const count = counts.get(label) ?? 0;
    if (count === OF_EACH) return;
    counts.set(label, count + 1);
    rows.push({ label, row });
  });
  rows.sort((a, b) => a.label - b.label);
  const pixels = new Uint8Array(rows.length * DIGIT_PIXELS);
  rows.forEach(({ row }, index) => {
    pixels.set(images.row(row).data, index * DIGIT_PIXELS);
  });
  return { dataset, images: pixels, labels: rows.map(({ label }) => label) };
}
