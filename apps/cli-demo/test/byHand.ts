import { type Mnist784, oneHot, trainTestSplit } from '@neutype/datasets';
import { input, relu, softmax } from '@neutype/layers';
import { momentum } from '@neutype/optimizers';

/** What came of a run: the losses that the log prints, and the share of images read right. */
export interface Outcome {
  readonly epochs: readonly { readonly train: number; readonly valid: number | undefined }[];
  readonly accuracy: number;
}

/**
 * The tutorial as its README prints it, without the demo; what it computes itself is written out: pixels from 0 to 1
 * less their mean, and how many of the images are read right.
 */
export async function byHand(
  { images, labels }: Mnist784,
  { epochs, rate, seed }: { readonly epochs: number; readonly rate: number; readonly seed: number },
): Promise<Outcome> {
  const [samples, pixels] = images.shape as [number, number];
  const x = images.toFloat32();
  for (let pixel = 0; pixel < pixels; pixel++) {
    let sum = 0;
    for (let row = 0; row < samples; row++) sum += Math.fround(images.data[row * pixels + pixel]! / 255);
    const mean = Math.fround(sum / samples);
    for (let row = 0; row < samples; row++) {
      const place = row * pixels + pixel;
      x.data[place] = Math.fround(images.data[place]! / 255) - mean;
    }
  }
  const [xTrain, xTest, yTrain, yTest] = trainTestSplit(x, oneHot(labels), { testSize: 1 / 7, seed: 0 });
  const optimizer = momentum(input(784).to(relu(500), relu(300), softmax(10)), {
    loss: 'categoricalCrossentropy',
    batchSize: 128,
    step: 0.01,
    momentum: rate,
    nesterov: true,
    shuffleData: true,
    seed,
  });
  await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs });
  const probabilities = await optimizer.predict(xTest);
  const right = Array.from({ length: xTest.shape[0]! }, (_, row) => {
    const said = [...probabilities.data.subarray(10 * row, 10 * row + 10)];
    return yTest.data[10 * row + said.indexOf(Math.max(...said))] === 1;
  }).filter(Boolean).length;
  return {
    epochs: optimizer.history.epochs.map(({ train, valid }) => ({ train, valid })),
    accuracy: right / xTest.shape[0]!,
  };
}
