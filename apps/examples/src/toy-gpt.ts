/**
 * A small GPT learns a toy language from its sentences alone, and writes some of its own, in half a minute.
 *
 * The network is given words and tells, at each of them, how likely every word is to come next. Nobody tells it about nouns and
 * verbs. In `the cats that the dog chases sleep .` it must find out that `sleep` goes with `cats`, although `dog` stands
 * nearer: attention can look back at the subject, over whatever lies between. That is what is measured, on sentences that were
 * not learned: whether the model holds the verbs of the right number for likelier than the others, where the last noun
 * before the verb has the wrong one. A model that only counts which words are neighbors is wrong in all of these.
 *
 * With `--validate`, other sentences are measured: those by which the settings were chosen.
 */
import { adam, cosineDecay, gpt, type Network, ndarray, type Random, random } from 'neutype';
import { expectAtLeast } from './support/target.js';
import { drawSentence, isSentence, type Sentence, verbsOf, WORDS } from './support/toyLanguage.js';

const LENGTH = 24;
const EPOCHS = 15;
const VOCABULARY = WORDS.length;
const numberOf = new Map(WORDS.map((word, number) => [word, number]));

const sentences = differentSentences(7000, random(1));
const learned = sentences.slice(0, 5000);
const measured = process.argv.includes('--validate') ? sentences.slice(5000, 6000) : sentences.slice(6000);

const network = gpt({ vocabulary: VOCABULARY, length: LENGTH, width: 48, heads: 4, blocks: 2, dropout: 0 });
console.log(String(network));

const { x, y } = windows(learned);
const optimizer = adam(network, {
  loss: 'categoricalCrossentropy',
  step: cosineDecay(0.003, { epochs: EPOCHS }),
  batchSize: 16,
  shuffleData: true,
  seed: 0,
  verbose: true,
});
await optimizer.train(x, y, { epochs: EPOCHS });

const written = await write(network, 200, random(2));
console.log(`\nWhat it writes:\n${written.slice(0, 10).map(shown).join('\n')}`);
const right = written.filter(isSentence).length / written.length;
console.log(`\nOf 200 sentences that it wrote, ${Math.round(100 * right)} % are sentences of the language.`);

const plain = await agreement(network, measured);
console.log(
  `Share of ${measured.length} other sentences in which it finds the right verbs likelier: ${plain}`,
);
const misleading = measured.filter(({ misleads }) => misleads);
expectAtLeast(
  `The same in the ${misleading.length} that mislead`,
  await agreement(network, misleading),
  0.98,
);

function differentSentences(count: number, source: Random): Sentence[] {
  const drawn = new Map<string, Sentence>();
  while (drawn.size < count) {
    const sentence = drawSentence(source);
    drawn.set(sentence.words.join(' '), sentence);
  }
  return [...drawn.values()];
}

/** The sentences as one text, cut into pieces; the targets are the words that come next. */
function windows(all: readonly Sentence[]) {
  const tokens = ['.', ...all.flatMap(({ words }) => words)].map((word) => numberOf.get(word) ?? 0);
  const count = Math.floor((tokens.length - 1) / LENGTH);
  const pieces = (from: number) =>
    ndarray(Float32Array.from(tokens.slice(from, from + count * LENGTH)), [count, LENGTH]);
  return { x: pieces(0), y: pieces(1) };
}

/** Probabilities of the word behind each of some beginnings. */
async function nextWords(model: Network, beginnings: readonly (readonly string[])[]) {
  const tokens = new Float32Array(beginnings.length * LENGTH);
  for (const [row, words] of beginnings.entries()) {
    for (const [at, word] of words.entries()) tokens[row * LENGTH + at] = numberOf.get(word) ?? 0;
  }
  const { data } = await model.predict(ndarray(tokens, [beginnings.length, LENGTH]));
  return beginnings.map(({ length }, row) => {
    const start = (row * LENGTH + length - 1) * VOCABULARY;
    return data.slice(start, start + VOCABULARY);
  });
}

/** In what share of the sentences verbs of the right number are likelier than those of the other. */
async function agreement(model: Network, all: readonly Sentence[]): Promise<number> {
  const beginnings = all.map(({ words, verb }) => ['.', ...words.slice(0, verb)]);
  const probabilities = await nextWords(model, beginnings);
  const agreed = all.filter(({ number }, row) => {
    const [singular, plural] = ([0, 1] as const).map((each) => {
      const verbs = verbsOf(each);
      return WORDS.reduce(
        (sum, word, at) => sum + (verbs.has(word) ? (probabilities[row]?.[at] ?? 0) : 0),
        0,
      );
    }) as [number, number];
    return number === 0 ? singular > plural : plural > singular;
  });
  return Number((agreed.length / all.length).toFixed(4));
}

/** Sentences that are drawn word by word, each from what the model makes of those before it. */
async function write(model: Network, count: number, source: Random): Promise<string[][]> {
  const texts = Array.from({ length: count }, () => ['.']);
  const isOpen = (text: readonly string[]) => text.length < 2 || text.at(-1) !== '.';
  for (let length = 1; length < LENGTH && texts.some(isOpen); length++) {
    const open = texts.filter(isOpen);
    const probabilities = await nextWords(model, open);
    for (const [row, text] of open.entries()) text.push(drawn(probabilities[row] as Float32Array, source));
  }
  return texts.map((text) => text.slice(1));
}

function drawn(probabilities: ArrayLike<number>, source: Random): string {
  let left = source.uniform();
  const at = WORDS.findIndex((_, word) => {
    left -= probabilities[word] ?? 0;
    return left < 0;
  });
  return WORDS[at === -1 ? 0 : at] as string;
}

function shown(words: readonly string[]): string {
  return `  ${words.join(' ')}${isSentence(words) ? '' : '   (wrong)'}`;
}
