/**
 * A network with two inputs and two outputs: it looks at two noisy digits, and tells their sum and whether the left one is larger.
 * A few seconds.
 *
 * Both digits go through the same layers: a block that stands in two places has one set of parameters, so that what is
 * learned of a digit on the left holds on the right. The outputs share all layers but the last, and have a loss each; their
 * weights bring the two to one size.
 *
 * Digits are the bitmaps of 6 × 4 pixels that NeuPy has, of which noise turns 3 % around. The settings were chosen by the
 * validation pairs; the test pairs are looked at once, at the end.
 */
import {
  accuracyScore,
  adam,
  concatenate,
  inputs,
  join,
  linear,
  makeDigits,
  ndarray,
  oneCycle,
  outputs,
  parallel,
  relu,
  sigmoid,
} from 'neutype';
import { expectAtLeast } from './support/target.js';

const epochs = 40;

/** Pairs of digits, their sum, and whether the left one is larger. */
function pairs(samples: number, seed: number) {
  const [left, right] = [0, 1].map((side) =>
    makeDigits({ samples, noiseLevel: 0.03, seed: 2 * seed + side }),
  );
  const [a, b] = [left!.y.data, right!.y.data];
  const sum = Float32Array.from(a, (digit, index) => digit + b[index]!);
  const larger = Float32Array.from(a, (digit, index) => Number(digit > b[index]!));
  return {
    x: { left: left!.x, right: right!.x },
    y: { sum: ndarray(sum, [samples, 1]), larger: ndarray(larger, [samples, 1]) },
  };
}

const [train, valid, test] = [pairs(8000, 1), pairs(1000, 2), pairs(1000, 3)];

const reader = join(relu(64), relu(32));
const network = inputs({ left: 24, right: 24 }).to(
  parallel(reader, reader),
  concatenate(),
  relu(64),
  outputs({ sum: linear(1), larger: sigmoid(1) }),
);
console.log(String(network));

const optimizer = adam(network, {
  loss: { sum: 'mse', larger: 'binaryCrossentropy' },
  lossWeights: { sum: 0.1 },
  batchSize: 64,
  step: oneCycle(0.01, { epochs }),
  shuffleData: true,
  seed: 0,
  verbose: true,
  showEpoch: 5,
});
await optimizer.train(train.x, train.y, valid.x, valid.y, { epochs });

/** The share of pairs whose sum is right, and of those where the larger one is found. */
async function rightAnswers({ x, y }: typeof test): Promise<{ sum: number; larger: number }> {
  const predicted = await optimizer.predict(x);
  const rounded = (name: 'sum' | 'larger') => predicted[name]!.data.map(Math.round);
  return {
    sum: accuracyScore(y.sum.data, rounded('sum')),
    larger: accuracyScore(y.larger.data, rounded('larger')),
  };
}

const [ofValid, ofTest] = [await rightAnswers(valid), await rightAnswers(test)];
console.log(`Validation pairs: sum ${ofValid.sum}, larger ${ofValid.larger}`);
expectAtLeast('Sums that are right', ofTest.sum, 0.9);
expectAtLeast('Larger digits that are found', ofTest.larger, 0.96);
