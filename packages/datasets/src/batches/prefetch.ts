import { checkCount } from '@neutype/errors';
import { checkSource } from './sample.js';

/**
 * Runs ahead of whoever consumes an iterable: while one item is worked on, the next ones are already being made.
 *
 * @param source what to run ahead in
 * @param ahead how many items are made in advance; 2 by default
 * @throws OptionError unless `ahead` is an integer from 1 up; DataError for what cannot be iterated over; whatever the source throws, when its turn comes
 *
 * @example
 * ```ts
 * for await (const [x, y] of prefetch(streamBatches(samples), 4)) await network.train(x, y);
 * ```
 */
export function prefetch<T>(source: Iterable<T> | AsyncIterable<T>, ahead = 2): AsyncGenerator<T> {
  checkSource(source, 'prefetch');
  checkCount('prefetch, ahead', ahead);
  return runAhead(source, ahead);
}

async function* runAhead<T>(source: Iterable<T> | AsyncIterable<T>, ahead: number): AsyncGenerator<T> {
  const iterator = iteratorOf(source);
  const waiting: Promise<IteratorResult<T>>[] = [];
  function ask(): void {
    // A failure, which a plain generator throws at once, is awaited when its turn comes, and until then not unhandled.
    const next = (async () => iterator.next())();
    next.catch(() => {});
    waiting.push(next);
  }
  try {
    for (let asked = 0; asked < ahead; asked++) ask();
    for (;;) {
      const result = await waiting.shift()!;
      if (result.done === true) return;
      ask();
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }
}

function iteratorOf<T>(source: Iterable<T> | AsyncIterable<T>): Iterator<T> | AsyncIterator<T> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}
