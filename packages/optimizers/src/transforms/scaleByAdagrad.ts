import { checkNumber, OptionError, shown } from '@neutype/errors';
import { add, div, sqrt, square } from '@tensorflow/tfjs-core';
import { proven } from './proven.js';
import { type Transform, transform } from './transform.js';

/** Options of {@link scaleByAdagrad}. */
export interface AdagradScale {
  /** What the sum of squares begins with, from 0. 0.1. */
  readonly initialAccumulator?: number;
  /** Added to the root of the sum, from 0. 0. */
  readonly epsilon?: number;
}

/**
 * Adagrad's direction: `a ← a + g²`, and the update is `g / (√a + ε)`.
 *
 * @throws OptionError for a value out of range, or where `initialAccumulator` and `epsilon` are both 0
 */
export function scaleByAdagrad(options: AdagradScale = {}): Transform<'squares', never> {
  const { initialAccumulator = 0.1, epsilon = 0 } = options;
  checkNumber('option initialAccumulator', initialAccumulator, { from: 0 });
  checkNumber('option epsilon', epsilon, { from: 0 });
  checkNoDivisionByZero(initialAccumulator, epsilon);
  return proven(
    transform({
      name: 'adagrad',
      slots: { squares: initialAccumulator },
      update(gradient, { slots: { squares } }) {
        squares.assign(add(squares, square(gradient)));
        return div(gradient, epsilon > 0 ? add(sqrt(squares), epsilon) : sqrt(squares));
      },
    }),
  );
}

/** The first gradient may be 0, and 0 / 0 is no update. */
function checkNoDivisionByZero(initialAccumulator: number, epsilon: number): void {
  if (Math.fround(initialAccumulator) > 0 || Math.fround(epsilon) > 0) return;
  throw new OptionError({
    where: 'option epsilon',
    expected: 'a number above 0 within float32 where initialAccumulator is 0',
    received: shown(epsilon),
    remedy: 'PyTorch has 1e-10.',
  });
}
