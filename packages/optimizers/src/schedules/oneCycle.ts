import { checkChoice, checkCount, checkNumber, checkOptions } from '@neutype/errors';
import { cosineBetween } from './cosineDecay.js';
import { checkRate, defineSchedule } from './define.js';
import type { Schedule } from './schedule.js';
import { passedOf, type Span, type Stretch, toStretch } from './span.js';

/** Options of `oneCycle`: how long all of training is, and the shape of the cycle. */
export type OneCycleOptions = Span & {
  /** The part of training in which the learning rate rises, above 0 and below 1. 0.3. */
  readonly warmup?: number;
  /** The learning rate of the first update, from 0. A 25th of the peak. */
  readonly from?: number;
  /** The learning rate of the last update, from 0. A 10,000th of `from`. */
  readonly to?: number;
  /** Along a cosine, or in straight lines. `'cosine'`. */
  readonly shape?: 'cosine' | 'linear';
};

/**
 * Up to a high learning rate, and down to a very low one: for one run whose length is known. Training beyond its end stays
 * at `to`. PyTorch's `OneCycleLR`, without its cycle of momentum.
 *
 * Smith and Topin, "Super-convergence: very fast training of neural networks using large learning rates", 2018.
 *
 * @param peak the highest learning rate, from 0
 * @param options `epochs` or `updates` of the whole run, and the shape
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = momentum(network, { step: oneCycle(0.4, { epochs: 10 }) });
 * await optimizer.train(x, y, { epochs: 10 });
 * ```
 */
export function oneCycle(peak: number, options: OneCycleOptions): Schedule {
  checkRate('oneCycle, peak', peak);
  checkOptions('oneCycle', options, ['epochs', 'updates', 'warmup', 'from', 'to', 'shape']);
  const { warmup = 0.3, from = peak / 25, shape = 'cosine' } = options;
  const { to = from / 1e4 } = options;
  const stretch = toStretch('oneCycle', options);
  if (stretch.unit === 'updates') checkCount('oneCycle, updates', stretch.length, 2);
  checkNumber('oneCycle, warmup', warmup, { above: 0, below: 1 });
  checkRate('oneCycle, from', from);
  checkRate('oneCycle, to', to);
  checkChoice('oneCycle, shape', shape, ['cosine', 'linear']);
  const between = shape === 'cosine' ? cosineBetween : linearBetween;
  const { top, end } = turningPoints(stretch, warmup);
  return defineSchedule(
    { name: 'oneCycle', values: [peak, options] },
    {
      counts: stretch.unit,
      at: (moment) => {
        const passed = passedOf(moment, stretch.unit);
        return passed < top
          ? between(from, peak, passed / top)
          : between(peak, to, (passed - top) / (end - top));
      },
    },
  );
}

/** Counted in updates, the last is number n − 1, and PyTorch has the peak one before its place, too. */
function turningPoints({ unit, length }: Stretch, warmup: number): { top: number; end: number } {
  const last = unit === 'updates' ? 1 : 0;
  return { top: Math.max(warmup * length - last, 0), end: length - last };
}

function linearBetween(from: number, to: number, part: number): number {
  return from + (to - from) * Math.min(Math.max(part, 0), 1);
}
