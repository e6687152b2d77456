import { ShapeError } from '@neutype/errors';
import { formatShape } from '@neutype/ndarray';

/** The lengths of an array's dimensions; `[]` is a single number. */
export type Shape = readonly number[];

/**
 * Holds a shape to what was expected.
 *
 * @param where the layer, parameter or argument, for the message
 * @param expected the shape; `null` for a dimension of any length
 * @throws ShapeError naming both shapes
 */
export function assertShape(where: string, actual: Shape, expected: readonly (number | null)[]): void {
  const fits =
    actual.length === expected.length &&
    expected.every((length, axis) => length === null || length === actual[axis]);
  if (fits) return;
  throw new ShapeError({ where, expected: `shape ${formatShape(expected)}`, received: formatShape(actual) });
}
