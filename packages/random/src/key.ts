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
    throw new RangeError(
      `random: the seed must be an integer between -(2^53 - 1) and 2^53 - 1, got ${seed}. ` +
        'Use freshSeed() for one that differs from run to run.',
    );
  }
  return [Math.floor(seed / TWO_TO_32) >>> 0, seed >>> 0];
}

/** The key of the child that `label` names. */
export function childKey(key: Key, label: string | number): Key {
  return typeof label === 'number' ? keyOfIntegerLabel(key, label) : keyOfTextLabel(key, label);
}

function keyOfIntegerLabel(key: Key, label: number): Key {
  if (!Number.isSafeInteger(label) || label < 0) {
    throw new RangeError(`random.split: a number used as label must be an integer from 0 up, got ${label}.`);
  }
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
