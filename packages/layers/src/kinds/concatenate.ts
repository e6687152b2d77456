import { OptionError, ShapeError } from '@neutype/core';
import { shown } from '@neutype/errors';
import { concat } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, mergingLayer } from '../layer.js';
import { formatBatchShape, type Shape } from '../shape.js';
import type { SeveralInputs } from '../takes.js';

/** Options of `concatenate`. */
export interface ConcatenateOptions {
  /** Along which axis, the batch being 0; negative ones count from the end. -1, the last. */
  readonly axis?: number;
  /** A name of its own instead of `concatenate-1`. */
  readonly name?: string;
}

/**
 * Its inputs one after another along an axis; their other sizes must be the same.
 *
 * `[?, a]`, `[?, b]` → `[?, a + b]`; `[?, h, w, a]`, `[?, h, w, b]` → `[?, h, w, a + b]`
 *
 * @throws OptionError for an axis that is not a whole number, or that is the batch
 * @throws ShapeError in the network, for inputs that do not fit together or a single one
 *
 * @example
 * ```ts
 * const network = input(8).to(parallel(relu(4), tanh(3)), concatenate(), softmax(2)); // softmax takes [?, 7]
 * ```
 */
export function concatenate(options: ConcatenateOptions = {}): Layer<'concatenated', SeveralInputs> {
  checkLayerOptions('concatenate', options, ['axis']);
  const { axis = -1, name } = options;
  if (!Number.isSafeInteger(axis) || axis === 0) {
    throw new OptionError({
      where: 'concatenate, option axis',
      expected: 'a whole number other than 0, which is the batch',
      received: shown(axis),
    });
  }
  return mergingLayer({
    kind: 'concatenate',
    name,
    replayable: true,
    settings: { axis },
    outputShape: (shapes, where) => joined(shapes, axis, where),
    forward: (xs) => concat([...xs], axis < 0 ? (xs[0]?.rank as number) + axis : axis),
  });
}

function joined(shapes: readonly Shape[], axis: number, where: string): Shape {
  const [first = [], ...others] = shapes;
  const along = axis < 0 ? first.length + axis : axis - 1;
  const expected = [...first].map((size, at) => (at === along ? null : size));
  const fits = others.every(
    (shape) => shape.length === first.length && shape.every((size, at) => at === along || size === first[at]),
  );
  if (along < 0 || along >= first.length || !fits) {
    throw new ShapeError({
      where: `layer ${where}`,
      expected: expectedOf(shapes, axis, fits),
      received: shapes.map(formatBatchShape).join(' and '),
    });
  }
  const total = shapes.reduce((sum, shape) => sum + (shape[along] as number), 0);
  return expected.map((size) => size ?? total);
}

function expectedOf(shapes: readonly Shape[], axis: number, fits: boolean): string {
  if (fits) return `inputs that have an axis ${axis}`;
  const sameRank = shapes.every((shape) => shape.length === shapes[0]?.length);
  if (!sameRank) return 'inputs with the same number of axes';
  return `inputs that differ in ${axis === -1 ? 'the last axis' : `axis ${axis}`} alone`;
}
