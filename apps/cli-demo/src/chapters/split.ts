import { trainTestSplit } from '@neutype/datasets';
import { formatShape, type NdArray } from '@neutype/ndarray';
import { DATA_SEED } from '../dataSeed.js';
import type { Output } from '../output/output.js';

/** What the network learns from, and what it is checked with. */
export interface Parts {
  readonly xTrain: NdArray;
  readonly xTest: NdArray;
  readonly yTrain: NdArray;
  readonly yTest: NdArray;
}

/** Keeps a seventh of the images for validation. */
export function split(x: NdArray, y: NdArray, output: Output): Parts {
  output.say(
    'A seventh of the images is kept aside: the network never learns from them, so they tell how well it reads digits that ' +
      'are new to it. The split is the same for every --seed.',
  );
  output.code(
    `const [xTrain, xTest, yTrain, yTest] = trainTestSplit(x, y, { testSize: 1 / 7, seed: ${DATA_SEED} });`,
    '[xTrain, xTest, yTrain, yTest].map((part) => part.shape)',
  );
  const parts = trainTestSplit(x, y, { testSize: 1 / 7, seed: DATA_SEED });
  output.print(parts.map(({ shape }) => formatShape(shape)).join(' '));
  const [xTrain, xTest, yTrain, yTest] = parts;
  return { xTrain, xTest, yTrain, yTest };
}
