import { ShapeError, shown } from '@neutype/errors';

/** How many elements an array of this shape has. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const dimension of shape) size *= dimension;
  return size;
}

/** Whether two shapes are the same. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}

/**
 * What to write where samples of the shape `given` have the last axis of `wanted` first, as PyTorch's images have their
 * channels. To reshape them would mix channels and pixels.
 */
export function lastAxisFirst(given: readonly number[], wanted: readonly number[]): string | undefined {
  const last = wanted.length;
  if (last < 2 || !sameShape(given, [wanted[last - 1]!, ...wanted.slice(0, -1)])) return undefined;
  const axes = [0, ...wanted.map((_, axis) => ((axis + 1) % last) + 1)];
  return `Their last axis comes first: transpose them, .transpose(${axes.join(', ')}).`;
}

/** A shape as it is written everywhere: `[70000, 784]`, `[]`; `null` is a dimension of any length, `[?, 784]`. */
export function formatShape(shape: readonly (number | string | null)[]): string {
  return `[${shape.map((length) => length ?? '?').join(', ')}]`;
}

/** Checks that a shape is a list of dimensions, each of them a whole number from 0 up. */
export function checkShape(shape: unknown, where: string): asserts shape is readonly number[] {
  const isShape =
    Array.isArray(shape) &&
    Array.from<unknown>(shape).every((side) => Number.isSafeInteger(side) && (side as number) >= 0);
  if (isShape) return;
  throw new ShapeError({
    where,
    expected: 'a shape of whole numbers from 0 up',
    received: Array.isArray(shape) ? formatShape(Array.from<unknown>(shape).map(shown)) : shown(shape),
  });
}

/**
 * The shape that `wanted` means for `size` elements: one dimension may be -1 and is then worked out.
 *
 * @throws ShapeError where the elements do not fit
 */
export function resolveShape(wanted: readonly number[], size: number, where: string): number[] {
  const unknown = Array.isArray(wanted) ? wanted.indexOf(-1) : -1;
  if (unknown === -1) {
    checkShape(wanted, where);
    if (sizeOf(wanted) !== size) throw cannotHold(wanted, size, where);
    return [...wanted];
  }
  if (wanted.lastIndexOf(-1) !== unknown) {
    throw new ShapeError({ where, expected: 'one dimension of -1 at most', received: formatShape(wanted) });
  }
  const known = wanted.toSpliced(unknown, 1);
  checkShape(known, where);
  const rest = size / sizeOf(known);
  if (!Number.isInteger(rest)) throw cannotHold(wanted, size, where);
  return wanted.with(unknown, rest);
}

/** That the elements do not fill the shape. */
export function cannotHold(shape: readonly number[], size: number, where: string): ShapeError {
  return new ShapeError({
    where,
    expected: `a shape that holds ${size} elements`,
    received: formatShape(shape),
  });
}

/**
 * The axis meant by `axis` in an array of this rank; negative ones count from the end.
 *
 * @throws ShapeError for an axis that is not there
 */
export function resolveAxis(axis: number, rank: number, where: string): number {
  if (Number.isInteger(axis) && axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
  throw new ShapeError({
    where,
    expected:
      rank === 0
        ? 'no axis for a single number'
        : `an axis from ${-rank} to ${rank - 1} for an array of rank ${rank}`,
    received: shown(axis),
  });
}
