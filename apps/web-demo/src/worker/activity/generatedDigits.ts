import { syntheticDigits } from '@neutype/datasets';
import type { ShownDigit } from './otherDigits.js';

/** Others than those that the page trains on. */
export function generatedDigits(count: number): readonly ShownDigit[] {
  const { images, labels } = syntheticDigits({ samples: count, seed: 19 });
  return Array.from({ length: count }, (_, index) => ({
    image: images.row(index).data,
    label: labels.data[index] as number,
  }));
}
