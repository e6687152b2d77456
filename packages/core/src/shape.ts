import { ShapeError } from '@neutype/errors';

/** The lengths of an array's dimensions; `[]` is a single number. */
export type Shape = readonly number[];

/** How many elements an array of this shape has. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** Whether two shapes are the same. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** A shape as people write it, with `N` for the batch where asked: `[N, 784]`. */
export function formatShape(shape: Shape, options: { readonly batch?: boolean } = {}): string {
  return `[${[...(options.batch ? ['N'] : []), ...shape].join(', ')}]`;
}

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
  const wanted = expected.map((length) => length ?? 'any').join(', ');
  throw new ShapeError({ where, expected: `shape [${wanted}]`, received: formatShape(actual) });
}
