import { parseIdx } from '@neutype/datasets';
import { NdArray, sameShape, type TypedArray } from '@neutype/ndarray';
import type { NamedFile } from '../../shared/protocol.js';
import { DIGIT_PIXELS, DIGIT_SIDE } from '../../shared/recipe.js';
import type { LabeledImages } from './digits.js';

/** Larger than any of the four, decompressed. */
const LARGEST_FILE = 48_000_000;
const TRAIN = 60_000;
const TEST = 10_000;

/**
 * MNIST out of its four files, compressed or not, in whatever order and by whatever names.
 *
 * @throws with the shapes that are missing, or what is wrong with a file
 */
export async function mnistFromFiles(files: readonly NamedFile[]): Promise<LabeledImages> {
  const arrays: NdArray<TypedArray>[] = [];
  for (const file of files) arrays.push(parseIdx(await decompressed(file), file.name));
  function find(...shape: number[]): Uint8Array {
    const found = arrays.find((array) => sameShape(array.shape, shape) && array.data instanceof Uint8Array);
    if (found) return found.data as Uint8Array;
    const what = shape.length === 1 ? 'labels' : 'images';
    throw new Error(
      `MNIST is four files: of 60,000 and 10,000 images, and their labels. Among these, that of ${shape[0]?.toLocaleString('en')} ${what} is missing.`,
    );
  }
  const sides = [DIGIT_SIDE, DIGIT_SIDE] as const;
  const images = joined(find(TRAIN, ...sides), find(TEST, ...sides));
  const labels = joined(find(TRAIN), find(TEST));
  if (labels.some((label) => label > 9)) throw new Error('MNIST has labels from 0 to 9; these go beyond.');
  return {
    images: new NdArray(images, [TRAIN + TEST, DIGIT_PIXELS]),
    labels: new NdArray(labels, [TRAIN + TEST]),
  };
}

async function decompressed({ name, bytes }: NamedFile): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const whole = new Uint8Array(LARGEST_FILE);
  let length = 0;
  try {
    for (const reader = stream.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return whole.subarray(0, length);
      whole.set(value, length);
      length += value.length;
    }
  } catch (cause) {
    throw new Error(`${name} is damaged, or none of MNIST’s files: it does not decompress.`, { cause });
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
