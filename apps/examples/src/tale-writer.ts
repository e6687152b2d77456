/**
 * Text from a network that knows letters only: a GRU reads small tales character by character, guesses the next one at each place, and
 * afterwards writes tales of its own. In some fifteen seconds.
 *
 * Nobody tells it what a word is. Its first lines are noise, then words appear, then sentences. The tales it learns from are written by a
 * small grammar, in support/tales.ts, so all words are known, and those that it makes up can be counted.
 */
import { adam, embedding, gru, input, type NdArray, ndarray, random, softmax } from 'neutype';
import { makeTales, TALE_WORDS } from './support/tales.js';
import { expectAtLeast } from './support/target.js';

const LENGTH = 40; // how far back it looks
const TEMPERATURE = 0.8; // below 1: rather the likely letters

const text = makeTales(1500, 0);
const letters = [...new Set(text)].sort();
const numbers = new Map(letters.map((letter, index) => [letter, index]));

function encode(piece: string): number[] {
  return [...piece].map((letter) => numbers.get(letter) as number);
}

/** Pieces of a text, and the same one letter later: at each place, the letter that comes next. */
function lessons(source: string): [pieces: NdArray, next: NdArray] {
  const starts = Array.from(
    { length: Math.floor((source.length - 1) / LENGTH) },
    (_, piece) => piece * LENGTH,
  );
  const pieces = (shift: number) =>
    ndarray(starts.map((start) => encode(source.slice(start + shift, start + shift + LENGTH))));
  return [pieces(0), pieces(1)];
}

const network = input(LENGTH).to(
  embedding(letters.length, 24),
  gru(128, { returnSequences: true }),
  softmax(letters.length), // at each of the 40 places
);
console.log(String(network));

const optimizer = adam(network, {
  loss: 'categoricalCrossentropy',
  batchSize: 32,
  step: 0.005,
  shuffleData: true,
  seed: 0,
  verbose: true,
  clip: { globalNorm: 1 },
});

/** Writes on, letter by letter: each is drawn by the probabilities that the network gives to what may come next. */
async function write(beginning: string, count: number, seed: number): Promise<string> {
  const rng = random(seed);
  let written = '';
  while (written.length < count) {
    const seen = (beginning + written).slice(-LENGTH);
    const probabilities = (await optimizer.predict([encode(seen)])).data.slice(-letters.length);
    written += letters[draw(Array.from(probabilities), rng.uniform())];
  }
  return written;
}

/** The place that a number from 0 to 1 falls on, where each has a share as large as its sharpened probability. */
function draw(probabilities: readonly number[], at: number): number {
  const shares = probabilities.map((probability) => probability ** (1 / TEMPERATURE));
  let rest = at * shares.reduce((sum, share) => sum + share, 0);
  const place = shares.findIndex((share) => {
    rest -= share;
    return rest < 0;
  });
  return place < 0 ? shares.length - 1 : place;
}

const [x, next] = lessons(text);
const [xValid, nextValid] = lessons(makeTales(200, 1));
const beginning = makeTales(1, 2).padStart(LENGTH, '\n').slice(-LENGTH);
for (const epochs of [1, 2, 7]) {
  await optimizer.train(x, next, xValid, nextValid, { epochs });
  console.log(`\nAfter epoch ${optimizer.lastEpoch} it writes:\n${await write(beginning, 200, 0)}\n`);
}

const words = (await write(beginning, 1500, 1)).match(/[a-z]+/g)?.slice(1, -1) ?? [];
const known = words.filter((word) => TALE_WORDS.has(word)).length;
const invented = [...new Set(words.filter((word) => !TALE_WORDS.has(word)))];
console.log(`Words that there are not: ${invented.join(', ') || 'none'}`);
const share = Number((known / words.length).toFixed(4));
expectAtLeast(`Share of the ${words.length} words written that are words`, share, 0.97);
