import { accuracyScore, classificationReport } from '@neutype/metrics';
import type { NdArray } from '@neutype/ndarray';
import type { Optimizer } from '@neutype/optimizers';
import type { DatasetName } from '../flags.js';
import type { Output } from '../output/output.js';
import { narrowReport } from './narrowReport.js';
import type { Parts } from './split.js';

/** What the network says of images that it has not seen. */
export interface Verdict {
  /** A row of ten for each image. */
  readonly probabilities: NdArray;
  readonly predicted: NdArray<Int32Array>;
  readonly actual: NdArray<Int32Array>;
  /** The share that it reads right. */
  readonly accuracy: number;
}

/** How the data are called where people read it. */
export const DATASET_TITLES: Readonly<Record<DatasetName, string>> = {
  mnist: 'MNIST',
  synthetic: 'synthetic digits',
};

/** How well the network reads images that it has not seen. */
export async function report(
  optimizer: Optimizer,
  { xTest, yTest }: Pick<Parts, 'xTest' | 'yTest'>,
  dataset: DatasetName,
  output: Output,
): Promise<Verdict> {
  output.code(
    'const predicted = (await optimizer.predict(xTest)).argmax(1);',
    'classificationReport(yTest.argmax(1), predicted)',
  );
  const probabilities = await optimizer.predict(xTest);
  const predicted = probabilities.argmax(1);
  const actual = yTest.argmax(1);
  const table = classificationReport(actual, predicted);
  const isTooWide = table.indexOf('\n') > output.columns;
  output.print(isTooWide ? narrowReport(actual, predicted) : table.trimEnd());
  const accuracy = accuracyScore(actual, predicted);
  const images = actual.length.toLocaleString('en-US');
  output.print(
    `\nValidation accuracy: ${percent(accuracy)} (${DATASET_TITLES[dataset]}, ${images} images that were kept aside)`,
  );
  return { probabilities, predicted, actual, accuracy };
}

/** `98.20%` */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}
