import { trainTestSplit } from '@neutype/datasets';
import { formatShape, type NdArray } from '@neutype/ndarray';
import type { Output } from '../output/output.js';

/** What the network learns from, and what it is checked with. */
export interface Parts {
  readonly xTrain: NdArray;
  readonly xTest: NdArray;
  readonly yTrain: NdArray;
  readonly yTest: NdArray;
}

/** The same for every seed of training, so that runs are compared on the same images. */
const seed = 0;

/** Keeps a seventh of the images for validation. */
export function split(x: NdArray, y: NdArray, output: Output): Parts {
  output.code(
    `const [xTrain, xTest, yTrain, yTest] = trainTestSplit(x, y, { testSize: 1 / 7, seed: ${seed} });`,
    '[xTrain, xTest, yTrain, yTest].map((part) => part.shape)',
  );
  const parts = trainTestSplit(x, y, { testSize: 1 / 7, seed });
  output.print(parts.map(({ shape }) => formatShape(shape)).join(' '));
  const [xTrain, xTest, yTrain, yTest] = parts;
  return { xTrain, xTest, yTrain, yTest };
}
