import { random } from '@neutype/random';
import { addTo, type Columns, dot, orthonormalize, singularVectors } from './singularVectors.js';
import type { Table } from './table.js';

/** Each time the space was looked at in vain, it grows by this factor before the next time. */
const GROWTH = 1.5;

/** A direction that the rows of a table differ along. */
export interface Component {
  readonly direction: Float64Array;
  /** Where each row lies along it. */
  readonly along: Float64Array;
  /** The sum of the squares of `along`. */
  readonly squares: number;
}

/** A part of the space of rows that grows: an orthonormal basis of it, and the table times each of its vectors. */
interface Space {
  readonly basis: Float64Array[];
  readonly images: Float64Array[];
}

/**
 * The directions in which rows are longest: the first right singular vectors of the table, in the Krylov space that a
 * block of as many random vectors spans. A block finds directions that are as long as each other, too.
 *
 * Golub and Underwood, "The block Lanczos method for computing eigenvalues", 1977, with all vectors orthogonalized.
 *
 * @param tolerance how far a direction may be from an eigenvector, relative to the largest eigenvalue
 */
export function leadingComponents(table: Table, count: number, tolerance: number): readonly Component[] {
  const space: Space = { basis: [], images: [] };
  let block = extend(space, table, startingBlock(table.columns, count));
  let nextLook = 4 * count;
  for (;;) {
    const isWhole = block.length === 0 || space.basis.length >= table.columns;
    if (isWhole || space.basis.length >= nextLook) {
      nextLook = GROWTH * space.basis.length;
      const found = componentsIn(space, count);
      if (isWhole || areSettled(table, found, tolerance)) return found;
    }
    block = extend(
      space,
      table,
      block.map((image) => timesTransposed(table, image)),
    );
  }
}

function startingBlock(length: number, count: number): Float64Array[] {
  const stream = random(0);
  return Array.from({ length: count }, () =>
    Float64Array.from(stream.fillNormal(new Float32Array(length), 0, 1)),
  );
}

/** Takes in what is new in these vectors; returns the images of that. */
function extend({ basis, images }: Space, table: Table, vectors: readonly Float64Array[]): Float64Array[] {
  const added: Float64Array[] = [];
  for (const vector of vectors) {
    if (basis.length >= table.columns || !orthonormalize(vector, basis)) continue;
    basis.push(vector);
    added.push(times(table, vector));
  }
  images.push(...added);
  return added;
}

/** Rayleigh and Ritz: the directions within the space in which rows are longest. */
function componentsIn({ basis, images }: Space, count: number): readonly Component[] {
  const products = images.map((a) => Float64Array.from(images, (b) => dot(a, b)));
  const { right } = singularVectors(products);
  return right.slice(0, count).map((weights) => {
    const along = combined(images, weights);
    return { direction: combined(basis, weights), along, squares: dot(along, along) };
  });
}

/** Whether each direction is mapped onto itself by the table and its transpose. */
function areSettled(table: Table, found: readonly Component[], tolerance: number): boolean {
  const limit = tolerance * (found[0]?.squares ?? 0);
  return found.every(({ direction, along, squares }) => {
    const residual = timesTransposed(table, along);
    addTo(residual, -squares, direction);
    return Math.sqrt(dot(residual, residual)) <= limit;
  });
}

function combined(columns: Columns, weights: Float64Array): Float64Array {
  const sum = new Float64Array(columns[0]?.length ?? 0);
  columns.forEach((column, index) => {
    addTo(sum, weights[index]!, column);
  });
  return sum;
}

function times({ data, rows, columns }: Table, vector: Float64Array): Float64Array {
  const product = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const begin = row * columns;
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += data[begin + column]! * vector[column]!;
    product[row] = sum;
  }
  return product;
}

function timesTransposed({ data, rows, columns }: Table, vector: Float64Array): Float64Array {
  const product = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const begin = row * columns;
    const factor = vector[row]!;
    for (let column = 0; column < columns; column++) product[column]! += factor * data[begin + column]!;
  }
  return product;
}
