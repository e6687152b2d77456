import { DataError } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { readColumn } from './columns.js';
import { type Label, type Labels, readLabels } from './labels.js';

/** One of two classes for each sample. */
export type BinaryLabels = Labels | ArrayInput;

/**
 * Reads which samples are positive: 1, and 0 for the others.
 *
 * @param posLabel the positive class; where it is not given, labels must be 1 and 0
 * @throws DataError for what is no array of classes, and for labels other than 0 and 1 where `posLabel` is not given;
 * ShapeError for more than one column
 */
export function readBinary(where: string, actual: BinaryLabels, posLabel: Label | undefined): Uint8Array {
  const place = `${where}, actual`;
  if (posLabel !== undefined) {
    readLabels(`${where}, posLabel`, [posLabel] as Labels);
    return Uint8Array.from(
      Array.from(readLabels(place, actual as Labels), (label) => Number(label === posLabel)),
    );
  }
  const labels = readColumn(
    place,
    actual as ArrayInput,
    'Turn one-hot targets into classes first: y.argmax(1).',
  );
  const wrong = labels.findIndex((label) => label !== 0 && label !== 1);
  if (wrong === -1) return Uint8Array.from(labels);
  throw new DataError({
    where: place,
    expected: 'labels of 0 and 1',
    received: `${labels[wrong]} at [${wrong}]`,
    remedy: "Say by 'posLabel' which class is the positive one, and give the scores of that class.",
  });
}
