/**
 * What the order of words is worth: reviews are sorted into those of people who liked something and those who did not, once from the
 * mean of the words' vectors, once by an LSTM that reads them one after another. In some five seconds.
 *
 * The reviews are written by a small grammar, in support/reviews.ts. `the film was not good`, `the soup was cold but the play was
 * funny`: a mean of words cannot know what the `not` belongs to, or which opinion comes after the `but`. An LSTM can.
 */
import {
  accuracyScore,
  adam,
  earlyStopping,
  embedding,
  globalAvgPool,
  input,
  type Layer,
  lstm,
  ndarray,
  sigmoid,
  trainTestSplit,
} from 'neutype';
import { makeReviews } from './support/reviews.js';
import { expectAtLeast } from './support/target.js';

const reviews = makeReviews(4000, 0);
const words = [...new Set(reviews.flatMap(({ text }) => text.split(' ')))].sort();
const numbers = new Map(words.map((word, index) => [word, index + 1])); // 0 stands for no word
const longest = Math.max(...reviews.map(({ text }) => text.split(' ').length));

/** The numbers of a text's words, filled up with zeros to the longest text's length. */
function encode(text: string): number[] {
  const known = text.split(' ').map((word) => numbers.get(word) ?? 0);
  return [...known, ...new Array<number>(longest - known.length).fill(0)];
}

const x = ndarray(reviews.map(({ text }) => encode(text)));
const y = ndarray(reviews.map(({ isPositive }) => [Number(isPositive)]));
const [xRest, xTest, yRest, yTest] = trainTestSplit(x, y, { testSize: 1 / 4, seed: 0 });
const [xTrain, xValid, yTrain, yValid] = trainTestSplit(xRest, yRest, { testSize: 1 / 5, seed: 0 });

/** Trains a network with this layer in its middle; the share of test reviews that it gets right. */
async function learnWith(layer: Layer): Promise<number> {
  const network = input(longest).to(
    embedding(words.length + 1, 16, { paddingIndex: 0 }), // no word is a vector of zeros,
    layer, // which a layer with maskValue: 0 leaves out
    sigmoid(1),
  );
  console.log(`\n${network}\n`);
  const optimizer = adam(network, {
    loss: 'binaryCrossentropy',
    batchSize: 32,
    step: 0.01,
    shuffleData: true,
    metrics: 'accuracy',
    seed: 0,
    verbose: true,
    signals: [earlyStopping({ patience: 3 })],
  });
  await optimizer.train(xTrain, yTrain, xValid, yValid, { epochs: 8 });
  for (const text of ['the film was not good', 'the soup was cold but the play was funny']) {
    const output = await optimizer.predict([encode(text)]);
    console.log(`${text}: liked with a probability of ${output.data[0]?.toFixed(2)}`);
  }
  const liked = (await optimizer.predict(xTest)).data.map((probability) => Math.round(probability));
  return accuracyScore(yTest.data, liked);
}

const ofWords = await learnWith(globalAvgPool({ maskValue: 0 }));
const ofSequences = await learnWith(lstm(32, { maskValue: 0 }));
console.log(`\nThe mean of the words gets ${ofWords} of the test reviews right.`);
expectAtLeast('Accuracy of the LSTM on the test reviews', ofSequences, 0.99);
