/**
 * How a network reads words, letter by letter: an LSTM learns a grammar from examples alone, in a few seconds.
 *
 * Arthur Reber had people learn strings such as TPTXVS in 1967. They came out of a small machine with five states, and
 * people could soon tell new strings of it from others, though hardly anybody could say the rules. The network is
 * in the same position: it sees words and whether they are of the grammar, and nothing of the machine. Whether a letter may
 * follow depends on the state, so that it has to remember which one it is in: that is what the cell of an LSTM is for.
 *
 * A letter is five numbers, one of them 1. Words have different lengths and batches do not, so shorter ones are filled up
 * with steps of zeros, over which `maskValue: 0` has the network keep its state.
 */
import {
  accuracyScore,
  adam,
  earlyStopping,
  input,
  isValidByReber,
  lstm,
  makeReberClassification,
  type NdArray,
  REBER_LETTERS,
  reberIndices,
  sigmoid,
  trainTestSplit,
  zeros,
} from 'neutype';
import { expectAtLeast } from './support/target.js';

const { words, y } = makeReberClassification({ samples: 3000, seed: 0 });
const longest = Math.max(...words.map((word) => word.length));

/** Words as `[words, letters of the longest, 5]`; what is beyond a word's end stays 0. */
function spelled(list: readonly string[]): NdArray {
  const x = zeros([list.length, longest, REBER_LETTERS.length]);
  list.forEach((word, row) => {
    reberIndices(word).data.forEach((letter, step) => {
      x.data[(row * longest + step) * REBER_LETTERS.length + letter] = 1;
    });
  });
  return x;
}

const split = { testSize: 1 / 5, seed: 0 };
const [xRest, xTest, yRest, yTest] = trainTestSplit(spelled(words), y, split);
const [xTrain, xValid, yTrain, yValid] = trainTestSplit(xRest, yRest, split);

const network = input([longest, REBER_LETTERS.length]).to(
  lstm(16, { maskValue: 0, forgetBias: 1 }),
  sigmoid(1),
);
console.log(String(network));

// The words held back for validation say when it is enough, and chose step and size. The test words are for the end alone.
const optimizer = adam(network, {
  loss: 'binaryCrossentropy',
  step: 0.01,
  batchSize: 32,
  shuffleData: true,
  seed: 0,
  metrics: 'accuracy',
  verbose: true,
  showEpoch: 5,
  signals: earlyStopping({ patience: 10 }),
});
await optimizer.train(xTrain, yTrain, xValid, yValid, { epochs: 30 });

// Words that nobody showed it. Those that are not of the grammar are one letter off, as random words hardly ever are: where
// it is not sure, it has seen too few such words.
const asked = ['TTS', 'TPTXVS', 'VXXXVS', 'TPPPPPPTS', 'TPTXVT', 'VVSS', 'PTTVXS', 'TPXXVS'];
const answers = await network.predict(spelled(asked));
for (const [index, word] of asked.entries()) {
  const [share, is] = [answers.data[index] as number, isValidByReber(word) ? 'is' : 'is not'];
  console.log(`${word.padEnd(10)} ${(100 * share).toFixed(1).padStart(5)} % of the grammar, and ${is}`);
}

const predicted = (await network.predict(xTest)).data.map((probability) => (probability > 0.5 ? 1 : 0));
expectAtLeast('Accuracy on the test words', accuracyScore(yTest.data, predicted), 0.99);
