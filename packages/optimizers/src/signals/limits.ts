import { checkCount, checkFunction, checkNumber, checkOptions, optionNames } from '@neutype/errors';
import type { Optimizer } from '../optimizer.js';
import type { Signal } from '../signals.js';

/** Options of `timeLimit`. */
export interface TimeLimitOptions {
  /** What time it is, in seconds from any moment. The system's monotonic clock. */
  readonly now?: () => number;
}

const OPTIONS = optionNames<TimeLimitOptions>({ now: true });

/**
 * A signal that stops each call of `train` after the first batch that ends when so much time has passed.
 *
 * @param seconds above 0
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = adam(network, { signals: timeLimit(60) });
 * await optimizer.train(x, y, { epochs: 1000 }); // a minute at most
 * ```
 */
export function timeLimit(seconds: number, options: TimeLimitOptions = {}): Signal {
  checkNumber('timeLimit', seconds, { above: 0 });
  checkOptions('timeLimit', options, OPTIONS);
  const { now = () => performance.now() / 1000 } = options;
  checkFunction('timeLimit, now', now, 'a function that gives seconds');
  let end = 0;
  return {
    name: 'timeLimit',
    trainStart: () => {
      end = now() + seconds;
    },
    updateEnd: (optimizer) => {
      if (now() >= end) optimizer.stop(`the time limit of ${seconds} seconds has passed`);
    },
  };
}

/**
 * A signal that stops each call of `train` after so many updates.
 *
 * @param updates from 1
 * @throws OptionError for what is no such number
 *
 * @example
 * ```ts
 * const optimizer = adam(network, { signals: updateLimit(5000) });
 * ```
 */
export function updateLimit(updates: number): Signal {
  checkCount('updateLimit', updates);
  let end = 0;
  let trained: Optimizer | undefined;
  const stopAtEnd = (optimizer: Optimizer): void => {
    if (optimizer.updatesMade >= end) optimizer.stop(`${updates} updates were made`);
  };
  return {
    name: 'updateLimit',
    get memory() {
      return { data: { end } };
    },
    set memory({ data }) {
      ({ end } = data as { end: number });
      if (trained) stopAtEnd(trained);
    },
    trainStart: (optimizer) => {
      trained = optimizer;
      end = optimizer.updatesMade + updates;
    },
    updateEnd: stopAtEnd,
    trainEnd: () => {
      trained = undefined;
    },
  };
}
