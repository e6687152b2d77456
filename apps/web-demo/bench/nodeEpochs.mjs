/**
 * Trains the tutorial's network in Node as the page does, and prints how long its epochs took together, in seconds and in those of all
 * its processors:
 * `node bench/nodeEpochs.mjs mnist 2`.
 */
import '@neutype/backend-cpu';
import { mnist784, oneHot, syntheticDigits, trainTestSplit } from '@neutype/datasets';
import { input, relu, softmax } from '@neutype/layers';
import { momentum } from '@neutype/optimizers';

const [dataset, epochs] = process.argv.slice(2);
const { images, labels } =
  dataset === 'mnist' ? await mnist784() : syntheticDigits({ samples: 14_000, seed: 0 });
const x = images.toFloat32().divide(255);
x.subtract(x.mean(0));
const [xTrain, xTest, yTrain, yTest] = trainTestSplit(x, oneHot(labels), { testSize: 1 / 7, seed: 0 });
const optimizer = momentum(input(784).to(relu(500), relu(300), softmax(10)), {
  loss: 'categoricalCrossentropy',
  batchSize: 128,
  step: 0.01,
  momentum: 0.99,
  nesterov: true,
  shuffleData: true,
  seed: 0,
});
const begun = performance.now();
const used = process.cpuUsage();
await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: Number(epochs) });
const seconds = (performance.now() - begun) / 1000;
const { user, system } = process.cpuUsage(used);
console.log(JSON.stringify({ seconds, processor: (user + system) / 1e6 }));
