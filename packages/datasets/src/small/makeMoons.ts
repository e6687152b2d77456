import {
  begin,
  emptyRows,
  finish,
  type LabeledPoints,
  linspace,
  NOISY_OPTIONS,
  type NoisyOptions,
} from './generated.js';

/**
 * Two half circles that reach into each other: scikit-learn's `make_moons`.
 *
 * @throws OptionError for options that cannot be
 *
 * @example
 * ```ts
 * const { x, y } = makeMoons({ samples: 200, noise: 0.1, seed: 0 });
 * ```
 */
export function makeMoons(options: NoisyOptions = {}): LabeledPoints {
  const { samples, source } = begin('makeMoons', options, NOISY_OPTIONS);
  const outer = Math.floor(samples / 2);
  const rows = emptyRows('makeMoons', samples, 2);
  linspace(0, Math.PI, outer).forEach((angle, i) => {
    rows.set([Math.cos(angle), Math.sin(angle)], 2 * i);
  });
  linspace(0, Math.PI, samples - outer).forEach((angle, i) => {
    rows.set([1 - Math.cos(angle), 0.5 - Math.sin(angle)], 2 * (outer + i));
  });
  const labels = Int32Array.from({ length: samples }, (_, i) => (i < outer ? 0 : 1));
  return finish(rows, labels, options, source);
}
