import { checkNumber, optionNames } from '@neutype/errors';
import { begin, emptyRows, finish, type LabeledPoints, linspace, type NoisyOptions } from './generated.js';

export interface CirclesOptions extends NoisyOptions {
  /** Radius of the inner circle against the outer one's 1; 0.8 by default. */
  readonly factor?: number | undefined;
}

const OPTIONS = optionNames<CirclesOptions>({
  samples: true,
  shuffle: true,
  seed: true,
  noise: true,
  factor: true,
});

/**
 * A circle in a circle: scikit-learn's `make_circles`.
 *
 * @throws OptionError for a factor outside [0, 1), and other options that cannot be
 *
 * @example
 * ```ts
 * const { x, y } = makeCircles({ samples: 200, noise: 0.05, factor: 0.5 });
 * ```
 */
export function makeCircles(options: CirclesOptions = {}): LabeledPoints {
  const { samples, source } = begin('makeCircles', options, OPTIONS);
  const { factor = 0.8 } = options;
  checkNumber('makeCircles, factor', factor, { from: 0, below: 1 });
  const outer = Math.floor(samples / 2);
  const rows = emptyRows('makeCircles', samples, 2);
  function circle(radius: number, count: number, from: number): void {
    linspace(0, 2 * Math.PI, count, false).forEach((angle, i) => {
      rows.set([radius * Math.cos(angle), radius * Math.sin(angle)], 2 * (from + i));
    });
  }
  circle(1, outer, 0);
  circle(factor, samples - outer, outer);
  const labels = Int32Array.from({ length: samples }, (_, i) => (i < outer ? 0 : 1));
  return finish(rows, labels, options, source);
}
