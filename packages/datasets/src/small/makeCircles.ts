import { begin, finish, type LabelledPoints, linspace, type NoisyOptions } from './generated.js';

export interface CirclesOptions extends NoisyOptions {
  /** Radius of the inner circle against the outer one's 1; 0.8 by default. */
  readonly factor?: number | undefined;
}

/**
 * A circle in a circle: scikit-learn's `make_circles`.
 *
 * @throws RangeError for a factor outside [0, 1), or samples or noise that cannot be
 *
 * @example
 * ```ts
 * const { x, y } = makeCircles({ samples: 200, noise: 0.05, factor: 0.5 });
 * ```
 */
export function makeCircles(options: CirclesOptions = {}): LabelledPoints {
  const { samples, source } = begin('makeCircles', options);
  const { factor = 0.8 } = options;
  if (!(factor >= 0 && factor < 1)) {
    throw new RangeError(`makeCircles: factor must be from 0 up to, not including, 1, got ${factor}.`);
  }
  const outer = Math.floor(samples / 2);
  const rows = new Float32Array(2 * samples);
  const circle = (radius: number, count: number, from: number): void => {
    linspace(0, 2 * Math.PI, count, false).forEach((angle, i) => {
      rows.set([radius * Math.cos(angle), radius * Math.sin(angle)], 2 * (from + i));
    });
  };
  circle(1, outer, 0);
  circle(factor, samples - outer, outer);
  const labels = Int32Array.from({ length: samples }, (_, i) => (i < outer ? 0 : 1));
  return finish(rows, labels, options, source);
}
