import { checkCount, OptionError, shown } from '@neutype/errors';
import { threefry2x32 } from './threefry.js';

/** The 64 bits that a stream of random numbers is a function of: high word, low word. */
export type Key = readonly [number, number];

/*
 * What a counter's first word says the block is for. Draws, integer labels and text labels live in separate ranges,
 * so that a child's key is never a block that its parent hands out as random numbers.
 */
const INTEGER_LABEL = 0x8000_0000;
const TEXT_LABEL = 0xc000_0000;
const END_OF_TEXT = 0xffff_ffff;

/** How many values a counter's first word may take while the block is a draw. */
export const DRAW_LIMIT: number = INTEGER_LABEL;

const TWO_TO_32 = 2 ** 32;

/** The key of a seed: its 64-bit two's complement, as in JAX's `PRNGKey`. */
export function keyOfSeed(seed: number): Key {
  if (!Number.isSafeInteger(seed)) {
    throw new OptionError({
      where: 'random, seed',
      expected: 'a whole number between -2^53 and 2^53',
      received: shown(seed),
      remedy: 'freshSeed() gives one that differs from run to run.',
    });
  }
  return [Math.floor(seed / TWO_TO_32) >>> 0, seed >>> 0];
}

/** Refuses what are not two words of 32 bits. */
export function checkKey(key: unknown): asserts key is Key {
  const isKey = Array.isArray(key) && key.length === 2 && key.every((word) => word === word >>> 0);
  if (isKey) return;
  const expected = `a key of two whole numbers from 0 to ${TWO_TO_32 - 1}`;
  throw new OptionError({ where: 'Random', expected, received: shown(key) });
}

/** The key of the child that `label` names. */
export function childKey(key: Key, label: string | number): Key {
  if (typeof label === 'number') return keyOfIntegerLabel(key, label);
  if (typeof label === 'string') return keyOfTextLabel(key, label);
  const expected = 'a text or a whole number from 0';
  throw new OptionError({ where: 'random.split, label', expected, received: shown(label) });
}

function keyOfIntegerLabel(key: Key, label: number): Key {
  checkCount('random.split, label', label, 0);
  return block(key, INTEGER_LABEL + Math.floor(label / TWO_TO_32), label >>> 0);
}

function keyOfTextLabel(key: Key, label: string): Key {
  let folded = key;
  for (let index = 0; index < label.length; index++) {
    folded = block(folded, TEXT_LABEL + index, label.charCodeAt(index));
  }
  return block(folded, END_OF_TEXT, label.length);
}

function block([key0, key1]: Key, counter0: number, counter1: number): Key {
  const words = new Uint32Array(2);
  threefry2x32(key0, key1, counter0, counter1, words);
  return [words[0]!, words[1]!];
}
