/**
 * Transfer learning: a network that has learned the digits 0 to 4 learns 5 to 9 from ten examples each, and does better than one
 * that begins from nothing. Half a minute.
 *
 * The convolutions of a network find strokes and curves, which other digits consist of as well. So they are kept as they are
 * (frozen), a new head for five classes is put behind them, and only the head learns: 2,005 parameters, where the network from nothing
 * has all 61,281 to learn from the same fifty examples. How much is kept is a choice: the dense layers behind the convolutions were
 * tried too, but what they make of strokes is meant for the digits 0 to 4, and with them the new ones were told worse than from
 * nothing.
 *
 * With `--validate` it is as it was when that and the targets were chosen: other examples are learned, training digits are
 * measured, and the test digits are not looked at. Where MNIST is not at hand, synthetic digits take its place.
 */
import {
  type AdamOptions,
  accuracyScore,
  adam,
  type LabeledImages,
  lenet5,
  mnist,
  type Network,
  oneHot,
  softmax,
} from 'neutype';
import { expectAtLeast } from './support/target.js';

const perClass = 10;
const trials = 3;
const isValidation = process.argv.includes('--validate');

/** Digits of five classes, as images from 0 to 1: of each class so many, those before left out. */
function digitsOf({ images, labels }: LabeledImages, first: number, count: number, before = 0) {
  const seen = new Map<number, number>();
  const chosen = Array.from(labels.data).flatMap((label, row) => {
    const place = seen.get(label) ?? 0;
    seen.set(label, place + 1);
    return label >= first && label < first + 5 && place >= before && place < before + count ? [row] : [];
  });
  const classes = Int32Array.from(labels.take(chosen).data, (label) => label - first);
  const x = images.take(chosen).toFloat32().reshape(-1, 28, 28, 1).divide(255);
  return { x, y: oneHot(classes, { classes: 5 }), classes };
}

type Digits = ReturnType<typeof digitsOf>;

async function learn(network: Network, { x, y }: Digits, epochs: number, options: AdamOptions) {
  const optimizer = adam(network, { loss: 'categoricalCrossentropy', shuffleData: true, ...options });
  await optimizer.train(x, y, { epochs });
}

async function accuracyOf(network: Network, { x, classes }: Digits): Promise<number> {
  return accuracyScore(classes, (await network.predict(x)).argmax(1));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value) / values.length;
}

const { train, test } = await mnist({ fallback: 'synthetic' });
function measuredFrom(first: number): Digits {
  return isValidation ? digitsOf(train, first, 400, 2000) : digitsOf(test, first, 800);
}

const source = lenet5({ classes: 5 });
await learn(source, digitsOf(train, 0, 2000), 5, { batchSize: 64, step: 0.002, seed: 0 });
console.log(`0 to 4, learned from many examples: ${await accuracyOf(source, measuredFrom(0))}`);

// All up to the dense layers. What is put behind them shares their parameters.
const features = source.until('flatten-1');
features.freeze();
console.log(String(features.to(softmax(5))));

const measured = measuredFrom(5);
const [transferred, fromNothing]: [number[], number[]] = [[], []];
for (let trial = 0; trial < trials; trial++) {
  const few = digitsOf(train, 5, perClass, (isValidation ? trial + trials : trial) * perClass);
  const withHead = features.to(softmax(5));
  await learn(withHead, few, 60, { batchSize: 10, step: 0.005, seed: trial });
  const fresh = lenet5({ classes: 5 });
  await learn(fresh, few, 60, { batchSize: 10, step: 0.002, seed: trial });
  transferred.push(await accuracyOf(withHead, measured));
  fromNothing.push(await accuracyOf(fresh, measured));
  console.log(
    `5 to 9, ${few.classes.length} examples: ${transferred[trial]}, from nothing ${fromNothing[trial]}`,
  );
}

const gain = mean(transferred) - mean(fromNothing);
expectAtLeast('5 to 9, mean of three trials', Number(mean(transferred).toFixed(4)), 0.78);
expectAtLeast('More than from nothing', Number(gain.toFixed(4)), 0.01);
