import type { Mnist784 } from '@neutype/datasets';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';

/** Pictures like MNIST's in form and easy to tell apart: class c is a bright band round row 2c + 4, in noise. */
export function bands(samples: number): Mnist784 {
  const source = random(5);
  const labels = Uint8Array.from({ length: samples }, () => source.integer(10));
  const images = Uint8Array.from({ length: samples * 784 }, (_, index) => {
    const row = Math.floor((index % 784) / 28);
    const isInk = Math.abs(row - (2 * labels[Math.floor(index / 784)]! + 4)) <= 1;
    return (isInk ? 120 : 0) + source.integer(120);
  });
  return { images: ndarray(images, [samples, 784]), labels: ndarray(labels), source: 'directory' };
}
