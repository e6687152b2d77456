/**
 * A convolutional network on Fashion-MNIST, photographs of clothes: meant for at least 93 % of the test images, in twenty
 * epochs.
 *
 * Needs Fashion-MNIST: put its four files into a folder `fashion-mnist` where NEUTYPE_DATA_DIR points, or let them be downloaded. Where
 * they are not found it runs on digits instead and says so, which shows that it works and nothing else.
 */
import {
  batchNorm,
  conv2d,
  DataNotFoundError,
  dropout,
  fashionMnist,
  flatten,
  input,
  maxPool2d,
  mnist,
  relu,
  type StandardSplit,
  softmax,
} from 'neutype';
import { learnVaried } from './support/learnVaried.js';
import { expectMeanAccuracy } from './support/trials.js';

function convolution(filters: number) {
  return [conv2d(filters, 3, { bias: null, padding: 'same' }), batchNorm(), relu()];
}

async function clothes(): Promise<StandardSplit> {
  try {
    return await fashionMnist();
  } catch (error) {
    if (!(error instanceof DataNotFoundError)) throw error;
    console.log(
      `${error.message}\nTHESE ARE NO CLOTHES: digits take their place, and the accuracy says nothing.`,
    );
    return mnist({ fallback: 'synthetic' });
  }
}

await expectMeanAccuracy(
  0.93,
  await clothes(),
  { epochs: 20, seeds: 1 },
  async (learned, measured, { epochs, seed }) => {
    const network = input([28, 28, 1]).to(
      ...convolution(32),
      maxPool2d(2),
      ...convolution(64),
      ...convolution(64),
      maxPool2d(2),
      ...convolution(128),
      maxPool2d(2),
      flatten(),
      dropout(0.4),
      softmax(10),
    );
    return learnVaried(network, learned, measured, {
      epochs,
      seed,
      penalty: 2.5e-4,
      vary: { shift: 2, scale: [0.95, 1.05], cutout: 8 },
    });
  },
);
