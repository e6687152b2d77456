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

/** A shape as NumPy writes it: `(70000, 784)`, `(10,)`, `()`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** Checks that every dimension is an integer from 0 up. */
export function checkShape(shape: readonly number[], where: string): void {
  for (const dimension of shape) {
    if (!Number.isSafeInteger(dimension) || dimension < 0) {
      throw new RangeError(`${where}: dimensions must be integers from 0 up, got ${formatShape(shape)}.`);
    }
  }
}

/**
 * The shape that `wanted` means for `size` elements: one dimension may be -1 and is then worked out.
 *
 * @throws RangeError where the elements do not fit
 */
export function resolveShape(wanted: readonly number[], size: number, where: string): number[] {
  const unknown = wanted.indexOf(-1);
  if (unknown === -1) {
    checkShape(wanted, where);
    if (sizeOf(wanted) !== size) throw cannotHold(wanted, size, where);
    return [...wanted];
  }
  if (wanted.lastIndexOf(-1) !== unknown) {
    throw new RangeError(`${where}: only one dimension may be -1, got ${formatShape(wanted)}.`);
  }
  const known = wanted.filter((_, axis) => axis !== unknown);
  checkShape(known, where);
  const rest = size / sizeOf(known);
  if (!Number.isInteger(rest)) throw cannotHold(wanted, size, where);
  return wanted.map((dimension, axis) => (axis === unknown ? rest : dimension));
}

function cannotHold(shape: readonly number[], size: number, where: string): RangeError {
  return new RangeError(`${where}: ${size} elements do not fit the shape ${formatShape(shape)}.`);
}

/**
 * The axis meant by `axis` in an array of this rank; negative ones count from the end.
 *
 * @throws RangeError for an axis that is not there
 */
export function resolveAxis(axis: number, rank: number, where: string): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new RangeError(
      rank === 0
        ? `${where}: a single number has no axis, got axis ${axis}.`
        : `${where}: axis ${axis} is not there, an array of rank ${rank} has the axes ${-rank} to ${rank - 1}.`,
    );
  }
  return axis < 0 ? axis + rank : axis;
}
