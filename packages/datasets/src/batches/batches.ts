import { checkCount, checkFlag, checkOptions, OptionError, optionNames } from '@neutype/errors';
import { type Random, random } from '@neutype/random';
import { type Classes, type ClassLabels, classesOf } from '../labels/classesOf.js';
import { checkSeed } from '../support/checkSeed.js';
import { checkEqualRows, type Rows, rowsOf, takeRows } from '../support/rows.js';
import { checkBatchSize, type LastBatch } from './lastBatch.js';

export interface BatchOptions {
  /** Samples a batch; 32 by default. */
  readonly batchSize?: number | undefined;
  /** Whether each pass has an order of its own; true by default. */
  readonly shuffle?: boolean | undefined;
  /** Which orders; 0 by default. */
  readonly seed?: number | undefined;
  /**
   * What becomes of the samples that do not fill a last batch: `'keep'` (a smaller batch, the default), `'drop'`, or
   * `'fill'` (filled up with samples from the beginning of the pass).
   */
  readonly lastBatch?: LastBatch | undefined;
  /** One label a sample: every class is drawn equally often, samples of small classes several times a pass. */
  readonly balance?: ClassLabels | undefined;
}

const OPTIONS = optionNames<BatchOptions>({
  batchSize: true,
  shuffle: true,
  seed: true,
  lastBatch: true,
  balance: true,
});

/**
 * The samples in batches. Each time it is iterated over is a pass with an order of its own, the same for the same seed.
 *
 * @param x the samples: NdArray (rows), typed array or plain array
 * @param y the targets, equally many
 * @throws ShapeError for unequal lengths, DataError for what has no rows, OptionError for options that cannot be
 *
 * @example
 * ```ts
 * const data = batches(xTrain, yTrain, { batchSize: 128, seed: 0, lastBatch: 'drop' });
 * for (const [xBatch, yBatch] of data) console.log(xBatch.shape); // [128, 784], …
 * ```
 */
export function batches<X extends Rows, Y extends Rows>(
  x: X,
  y: Y,
  options: BatchOptions = {},
): Iterable<[x: X, y: Y]> {
  const [xRows, yRows] = [rowsOf(x, 'batches, x'), rowsOf(y, 'batches, y')];
  const passes = passesOf(checkEqualRows(xRows, yRows, 'batches'), options, 'batches');
  return {
    *[Symbol.iterator]() {
      for (const indices of passes) yield [takeRows(xRows, indices), takeRows(yRows, indices)];
    },
  };
}

/**
 * The indices behind {@link batches}, for data that is not in arrays.
 *
 * @throws OptionError for options that cannot be
 *
 * @example
 * ```ts
 * for (const indices of batchIndices(5, { batchSize: 2, shuffle: false })) console.log([...indices]); // [0, 1], [2, 3], [4]
 * ```
 */
export function batchIndices(samples: number, options: BatchOptions = {}): Iterable<Uint32Array> {
  return passesOf(samples, options, 'batchIndices');
}

function passesOf(samples: number, options: BatchOptions, where: string): Iterable<Uint32Array> {
  checkOptions(where, options, OPTIONS);
  checkCount(`${where}, samples`, samples, 0);
  const { batchSize = 32, shuffle = true, seed = 0, lastBatch = 'keep', balance } = options;
  checkBatchSize(batchSize, lastBatch, where);
  checkFlag(`${where}, shuffle`, shuffle);
  checkSeed(where, seed);
  if (balance !== undefined && !shuffle) {
    throw new OptionError({
      where,
      expected: 'balance, which draws at random, without shuffle: false',
      received: 'both',
    });
  }
  const classes = balance === undefined ? undefined : classesOf(balance, `${where}, balance`, samples);
  const source = random(seed).split('batches');
  let pass = 0;
  return {
    [Symbol.iterator]: () => {
      const order = orderOf(samples, shuffle, classes, source.split(pass++));
      return cut(order, batchSize, lastBatch);
    },
  };
}

function orderOf(
  samples: number,
  shuffle: boolean,
  classes: Classes | undefined,
  source: Random,
): Uint32Array {
  if (classes !== undefined) return balancedOrder(samples, classes, source);
  return shuffle ? source.permutation(samples) : Uint32Array.from({ length: samples }, (_, index) => index);
}

/** Deals from the classes in turn, each class's samples in random order and again from the start when they run out. */
function balancedOrder(samples: number, { members }: Classes, source: Random): Uint32Array {
  const piles = members.map((indices) => source.shuffle(Uint32Array.from(indices)));
  const order = Uint32Array.from({ length: samples }, (_, index) => {
    const pile = piles[index % piles.length]!;
    return pile[Math.floor(index / piles.length) % pile.length]!;
  });
  return source.shuffle(order);
}

function* cut(order: Uint32Array, batchSize: number, lastBatch: LastBatch): Generator<Uint32Array> {
  const whole = order.length - (order.length % batchSize);
  for (let start = 0; start < whole; start += batchSize) yield order.subarray(start, start + batchSize);
  if (whole === order.length || lastBatch === 'drop') return;
  const rest = order.subarray(whole);
  if (lastBatch === 'keep') yield rest;
  else
    yield Uint32Array.from(
      { length: batchSize },
      (_, i) => rest[i] ?? order[(i - rest.length) % order.length]!,
    );
}
