import { checkFunction } from '@neutype/errors';
import { checkSource } from './sample.js';

/**
 * A source of batches whose batches are changed as they come: varied, mixed, converted. Each pass through it is a pass
 * through `source`.
 *
 * @param change gives what takes a batch's place; of an asynchronous source it may give a promise
 * @throws DataError for what cannot be iterated over, OptionError for what is no function
 *
 * @example
 * ```ts
 * const vary = augment({ shift: 2, rotate: 10 });
 * const mix = mixup({ alpha: 0.2 });
 * const data = mapBatches(batches(images, oneHot(labels)), ([x, y]) => mix([vary(x), y]));
 * await optimizer.train(data, { epochs: 10 });
 * ```
 */
export function mapBatches<From, To>(source: Iterable<From>, change: (batch: From) => To): Iterable<To>;
export function mapBatches<From, To>(
  source: AsyncIterable<From>,
  change: (batch: From) => To | Promise<To>,
): AsyncIterable<To>;
export function mapBatches<From, To>(
  source: Iterable<From> | AsyncIterable<From>,
  change: (batch: From) => To | Promise<To>,
): Iterable<To | Promise<To>> | AsyncIterable<To> {
  checkSource(source, 'mapBatches');
  checkFunction('mapBatches, change', change, 'a function of a batch');
  if (Symbol.asyncIterator in source) {
    return {
      async *[Symbol.asyncIterator]() {
        for await (const batch of source) yield await change(batch);
      },
    };
  }
  return {
    *[Symbol.iterator]() {
      for (const batch of source) yield change(batch);
    },
  };
}
