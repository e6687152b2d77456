import { type Random, random } from 'neutype';
import { pick } from './pick.js';

const ADJECTIVES = [
  'old',
  'quiet',
  'clever',
  'hungry',
  'little',
  'brave',
  'sleepy',
  'golden',
  'lonely',
  'curious',
];
const ANIMALS = ['fox', 'owl', 'mouse', 'badger', 'crow', 'hare', 'wolf', 'otter', 'goose', 'hedgehog'];
const PLACES = ['river', 'forest', 'bridge', 'garden', 'mountain', 'village', 'harbour', 'orchard'];
const POSITIONS = ['near', 'behind', 'under', 'beyond', 'beside'];
const MOVES = ['walked', 'wandered', 'hurried', 'danced', 'crept', 'waited'];
const MEETINGS = ['met', 'followed', 'greeted', 'heard', 'remembered', 'feared'];
const OPENINGS = ['one morning', 'at night', 'in winter', 'long ago', 'after the rain', 'before dawn'];

/** Sentences about animals, written by a small grammar: as many as are asked for, one a line. */
export function makeTales(sentences: number, seed: number): string {
  const rng = random(seed);
  return Array.from({ length: sentences }, () => `${sentence(rng)}.\n`).join('');
}

/** All words that the grammar knows. */
export const TALE_WORDS: ReadonlySet<string> = new Set(
  [ADJECTIVES, ANIMALS, PLACES, POSITIONS, MOVES, MEETINGS, OPENINGS, ['a', 'an', 'the', 'and']]
    .flat()
    .flatMap((phrase) => phrase.split(' ')),
);

function sentence(rng: Random): string {
  const opening = rng.uniform() < 0.4 ? `${pick(OPENINGS, rng)} ` : '';
  const ending = rng.uniform() < 0.3 ? ` and ${predicate(rng)}` : '';
  return `${opening}${somebody(rng)} ${predicate(rng)}${ending}`;
}

function predicate(rng: Random): string {
  return rng.uniform() < 0.5
    ? `${pick(MEETINGS, rng)} ${somebody(rng)}`
    : `${pick(MOVES, rng)} ${pick(POSITIONS, rng)} the ${pick(PLACES, rng)}`;
}

function somebody(rng: Random): string {
  const words = rng.uniform() < 0.6 ? `${pick(ADJECTIVES, rng)} ${pick(ANIMALS, rng)}` : pick(ANIMALS, rng);
  return rng.uniform() < 0.5 ? `the ${words}` : `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}
