import { checkNumber } from '@neutype/errors';
import { checkLimit, checkLimits, checkMoments, checkShuffleable, checkTarget } from './checks.js';
import { checkKey, childKey, DRAW_LIMIT, type Key, keyOfSeed } from './key.js';
import { normalQuantile } from './normalQuantile.js';
import { threefryBlocks } from './threefryBlocks.js';

const TWO_TO_32 = 2 ** 32;
const TWO_TO_53 = 2 ** 53;

/** Words that are drawn at once where they are wanted one by one. */
const MOST_AHEAD = 256;

/** An array whose elements can be put in another order. */
export interface Shuffleable<T> {
  readonly length: number;
  [index: number]: T;
}

/**
 * A stream of random numbers that is a pure function of its key. Made by {@link random}.
 *
 * Two ways lead to more numbers: drawing from the stream, which advances it, and {@link Random.split}, which names an
 * independent child and leaves the stream where it is. Give each purpose (weights, shuffling, dropout) a child of its
 * own, and using one more number here changes nothing there.
 */
export class Random {
  /** The 64 bits that everything drawn here is a function of: high word, low word. */
  readonly key: Key;

  /** Words that are drawn ahead, and how many of them have been taken. */
  #words: Uint32Array = new Uint32Array(2);
  #taken = 2;
  #counterLow = 0;
  #counterHigh = 0;

  constructor(key: Key) {
    checkKey(key);
    this.key = key;
  }

  /**
   * An independent stream, named by a label: the same label gives the same child, however much was drawn from the
   * parent meanwhile, and the parent does not move.
   *
   * The child's key is a Threefry block under the parent's key, as in JAX's `split` and `fold_in`. The counter's
   * highest bits keep the purposes apart: draws use first words below 2^31, integer labels the range from 2^31, and
   * text labels that from 3 * 2^30, folded in one UTF-16 code unit a block and closed by the text's length.
   *
   * @param label a text, or an integer from 0 up
   * @throws OptionError for any other label
   *
   * @example
   * ```ts
   * const source = random(0);
   * const weights = source.split('weights').split(3);
   * const order = source.split('order').permutation(60_000);
   * ```
   */
  split(label: string | number): Random {
    return new Random(childKey(this.key, label));
  }

  /** The next 32 random bits, as an integer in [0, 2^32). */
  uint32(): number {
    if (this.#taken === this.#words.length) this.#drawAhead();
    return this.#words[this.#taken++]!;
  }

  /**
   * A number drawn evenly from [low, high), with 53 random bits. `high` itself can come out where rounding
   * `low + u * (high - low)` reaches it; with the defaults it never does.
   *
   * @throws OptionError for limits that are not finite
   */
  uniform(low = 0, high = 1): number {
    checkLimits('random.uniform', low, high);
    return low + (this.#bits53() / TWO_TO_53) * (high - low);
  }

  /**
   * A number drawn from the normal distribution: the quantile (Wichura, AS 241, 1988) of one uniform number, so that
   * each draw takes exactly two words of the stream.
   *
   * @throws OptionError for a mean that is not finite, or a deviation that is not finite or below 0
   */
  normal(mean = 0, std = 1): number {
    checkMoments('random.normal', mean, std);
    // 52 bits and a half step: symmetric about 1/2, and neither 0 nor 1 after rounding.
    const p = (Math.floor(this.#bits53() / 2) + 0.5) / (TWO_TO_53 / 2);
    return mean + std * normalQuantile(p);
  }

  /**
   * An integer drawn from 0 up to, not including, `limit`, each exactly as likely as the others: draws from the
   * incomplete last round of multiples are thrown away.
   *
   * @param limit an integer from 1 to 2^53 - 1
   * @throws OptionError for any other limit
   */
  integer(limit: number): number {
    checkLimit('random.integer, limit', limit);
    if (limit < TWO_TO_32) return this.#narrowInteger(limit);
    if (limit === TWO_TO_32) return this.uint32();
    const wholeRounds = TWO_TO_53 - (TWO_TO_53 % limit);
    for (;;) {
      const drawn = this.#bits53();
      if (drawn < wholeRounds) return drawn % limit;
    }
  }

  /**
   * The integers from 0 to `n - 1` in random order.
   *
   * @throws OptionError unless `n` is an integer from 0 to 2^32 - 1
   */
  permutation(n: number): Uint32Array {
    checkNumber('random.permutation, n', n, { from: 0, to: TWO_TO_32 - 1, whole: true });
    const order = new Uint32Array(n);
    for (let index = 0; index < n; index++) order[index] = index;
    return this.shuffle(order);
  }

  /**
   * Puts an array or typed array into random order, in place, and returns it. Every order is equally likely (Durstenfeld,
   * "Algorithm 235: random permutation", CACM 1964).
   *
   * @throws DataError for what is no array
   */
  shuffle<A extends Shuffleable<unknown>>(array: A): A {
    checkShuffleable(array);
    for (let last = array.length - 1; last > 0; last--) {
      const chosen = this.integer(last + 1);
      const held = array[last];
      array[last] = array[chosen];
      array[chosen] = held;
    }
    return array;
  }

  /**
   * Fills an array with random bits: the words that {@link Random.uint32} would give one by one, several times faster.
   *
   * @returns the array
   * @throws DataError for any other target
   *
   * @example
   * ```ts
   * const words = random(0).fillUint32(new Uint32Array(1000));
   * ```
   */
  fillUint32(target: Uint32Array): Uint32Array {
    checkTarget('random.fillUint32', target, 'Uint32Array');
    let index = 0;
    while (this.#taken < this.#words.length && index < target.length) target[index++] = this.uint32();
    // What lies beyond the overflow is drawn one by one.
    const blocks = Math.min(2 * Math.floor((target.length - index) / 4), this.#blocksLeft);
    this.#drawBlocks(blocks, target, index);
    for (index += 2 * blocks; index < target.length; index++) target[index] = this.uint32();
    return target;
  }

  /**
   * Fills an array with numbers drawn evenly from [low, high), 24 random bits each: every step that a float32 in
   * [0.5, 1) can take. One word of the stream an element.
   *
   * @returns the array
   * @throws DataError for any other target, OptionError for limits that are not finite
   */
  fillUniform(target: Float32Array, low = 0, high = 1): Float32Array {
    checkTarget('random.fillUniform', target, 'Float32Array');
    checkLimits('random.fillUniform', low, high);
    const words = this.fillUint32(wordsOf(target));
    for (let index = 0; index < target.length; index++) {
      target[index] = low + ((words[index]! >>> 8) / 2 ** 24) * (high - low);
    }
    return target;
  }

  /**
   * Fills an array with numbers drawn from the normal distribution, one word of the stream an element: the quantile of
   * one of 2^32 evenly spaced probabilities, which reaches 6.3 standard deviations to either side.
   *
   * @returns the array
   * @throws DataError for any other target, OptionError as {@link Random.normal}
   */
  fillNormal(target: Float32Array, mean = 0, std = 1): Float32Array {
    checkTarget('random.fillNormal', target, 'Float32Array');
    checkMoments('random.fillNormal', mean, std);
    const words = this.fillUint32(wordsOf(target));
    for (let index = 0; index < target.length; index++) {
      target[index] = mean + std * normalQuantile((words[index]! + 0.5) / TWO_TO_32);
    }
    return target;
  }

  /**
   * `integer` below 2^32, by whole numbers of 32 bits, which processors divide several times as fast as others. What is
   * drawn below 2^32 - limit is of a whole round in any case, which saves most draws the other division.
   */
  #narrowInteger(limit: number): number {
    for (;;) {
      const drawn = this.uint32();
      const isOfWholeRound = drawn < TWO_TO_32 - limit || drawn < TWO_TO_32 - (TWO_TO_32 % limit);
      if (isOfWholeRound) return (drawn >>> 0) % (limit >>> 0);
    }
  }

  #bits53(): number {
    const high = this.uint32() >>> 5;
    return high * 2 ** 26 + (this.uint32() >>> 6);
  }

  /** Twice as many words each time, so that a stream of which few are wanted costs little. */
  #drawAhead(): void {
    const blocks = Math.min(this.#words.length, MOST_AHEAD / 2, this.#blocksLeft);
    if (this.#words.length !== 2 * blocks) this.#words = new Uint32Array(2 * blocks);
    this.#drawBlocks(blocks, this.#words, 0);
    this.#taken = 0;
  }

  /** Blocks until the counter's low word overflows: like all numbers of blocks that are drawn, an even one. */
  get #blocksLeft(): number {
    return TWO_TO_32 - this.#counterLow;
  }

  #drawBlocks(blocks: number, target: Uint32Array, offset: number): void {
    threefryBlocks(this.key[0], this.key[1], this.#counterHigh, this.#counterLow, blocks, target, offset);
    this.#counterLow += blocks;
    if (this.#counterLow < TWO_TO_32) return;
    this.#counterLow -= TWO_TO_32;
    this.#counterHigh = (this.#counterHigh + 1) % DRAW_LIMIT;
  }
}

/** The same memory, to hold random bits until they become numbers. */
function wordsOf({ buffer, byteOffset, length }: Float32Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length);
}

/**
 * A stream of random numbers from a seed: Threefry-2x32 with 20 rounds (Salmon et al., SC 2011) in counter mode. The
 * same seed gives the same numbers on every machine and in every browser; 0 is a seed like any other. The words of the
 * stream are those of JAX's `jax.random.split(jax.random.key(seed), n)`, row by row.
 *
 * The period is 2^64 numbers, and there are 2^64 independent streams.
 *
 * @param seed an integer between -(2^53 - 1) and 2^53 - 1
 * @throws OptionError for any other seed
 *
 * @example
 * ```ts
 * const source = random(0);
 * console.log(source.uint32()); // 1797259609
 * console.log(source.integer(6) + 1); // a die
 * ```
 */
export function random(seed: number): Random {
  return new Random(keyOfSeed(seed));
}
