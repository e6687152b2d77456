/**
 * How to find a learning rate, let it warm up and fall, stop before a network overfits, and look at it afterwards: two noisy
 * half moons, in a few seconds.
 *
 * The log goes to neutype-output/early-stopping, or to a folder that is given: epochs.csv for a spreadsheet, and what `tensorboard --logdir
 * neutype-output` shows.
 */
import {
  accuracyScore,
  cosineDecay,
  earlyStopping,
  input,
  learningRateRangeTest,
  linearWarmup,
  makeMoons,
  momentum,
  oneHot,
  plotErrors,
  plotRangeTest,
  plotSchedule,
  relu,
  softmax,
  trainTestSplit,
} from 'neutype';
import { csvLog, tensorBoard } from 'neutype/logs';
import { expectAtLeast } from './support/target.js';

const epochs = 200;
const folder = process.argv[2] ?? 'neutype-output/early-stopping';
const { x, y } = makeMoons({ samples: 1200, noise: 0.25, seed: 0 });
const [xRest, xTest, yRest, yTest] = trainTestSplit(x, oneHot(y), { testSize: 1 / 4, seed: 0 });
const [xTrain, xValid, yTrain, yValid] = trainTestSplit(xRest, yRest, { testSize: 1 / 3, seed: 0 });

const network = input(2).to(relu(64), relu(64), softmax(2));
const options = { loss: 'categoricalCrossentropy', batchSize: 32, shuffleData: true, seed: 0 } as const;

const test = await learningRateRangeTest(momentum(network, options), xTrain, yTrain);
console.log(plotRangeTest(test).toText());

const step = linearWarmup(cosineDecay(test.suggestion ?? 0.1, { epochs }), { epochs: 2 });
console.log(plotSchedule(step, { epochs, updatesPerEpoch: 19 }).toText());

const stopping = earlyStopping({ patience: 20 });
const optimizer = momentum(network, {
  ...options,
  step,
  metrics: 'accuracy',
  verbose: true,
  showEpoch: 10,
  signals: [
    stopping,
    csvLog(`${folder}/epochs.csv`, { existing: 'replace' }),
    tensorBoard(folder, { existing: 'replace', histograms: true }),
  ],
});
await optimizer.train(xTrain, yTrain, xValid, yValid, { epochs });
console.log(plotErrors(optimizer).toText());
console.log(`The weights are those of epoch ${stopping.best?.epoch} of ${optimizer.lastEpoch}.`);

const predicted = (await optimizer.predict(xTest)).argmax(1);
expectAtLeast('Accuracy on the test samples', accuracyScore(yTest.argmax(1), predicted), 0.92);
