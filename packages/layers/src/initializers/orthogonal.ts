import { checkNumber, checkOptions } from '@neutype/errors';
import type { Initializer } from './initializer.js';

/**
 * A random orthogonal matrix, each equally likely, times `scale`: lengths stay as they are in a product with it, however
 * many there are one after another, which makes it the choice for what a recurrent layer does to its own state.
 *
 * The matrix is `[inputs, units]`; of filters all axes but the last count as inputs, as in Keras and PyTorch. Where it is
 * not square its columns are orthogonal, or its rows where there are fewer of them. A vector gets the length `scale`.
 * `scale` is PyTorch's and Keras' gain; NeuPy's `Orthogonal` is the same of matrices.
 *
 * Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2014.
 *
 * @throws OptionError for a scale that is not a number above 0
 *
 * @example
 * ```ts
 * tanh(100, { weight: orthogonal() });
 * ```
 */
export function orthogonal(options: { readonly scale?: number } = {}): Initializer {
  checkOptions('orthogonal', options, ['scale']);
  const { scale = 1 } = options;
  checkNumber('orthogonal, scale', scale, { above: 0 });
  return {
    name: `orthogonal(scale=${scale})`,
    fill: (target, shape, random) => {
      const columns = shape.length > 1 ? (shape.at(-1) as number) : 1;
      const drawn = random.fillNormal(new Float32Array(target.length));
      const vectors = vectorsOf(drawn, columns);
      orthonormalize(vectors);
      const isWide = columns > target.length / columns;
      for (let index = 0; index < target.length; index++) {
        const [row, column] = [Math.floor(index / columns), index % columns];
        const [vector, at] = isWide ? [row, column] : [column, row];
        target[index] = scale * (vectors[vector]?.[at] as number);
      }
    },
  };
}

/** The columns of a matrix, or its rows where there are fewer of them, in double precision. */
function vectorsOf(matrix: Float32Array, columns: number): readonly Float64Array[] {
  const rows = matrix.length / columns;
  if (columns > rows) {
    return Array.from({ length: rows }, (_, row) =>
      Float64Array.from(matrix.subarray(row * columns, (row + 1) * columns)),
    );
  }
  return Array.from({ length: columns }, (_, column) =>
    Float64Array.from({ length: rows }, (_, row) => matrix[row * columns + column] as number),
  );
}

/** What a vector may lose of its length to those before it, in double precision, and be orthogonal to them in single. */
const LEAST_LEFT = 0.01;

/**
 * Gram and Schmidt's procedure, modified: the Q of a QR decomposition whose R has a positive diagonal, which makes all
 * orthogonal matrices equally likely (Mezzadri, "How to generate random matrices from the classical compact groups", 2007).
 * A vector of which little is left is cleared once more of those before it (Giraud et al., 2005).
 */
function orthonormalize(vectors: readonly Float64Array[]): void {
  for (const [index, vector] of vectors.entries()) {
    let before = lengthOf(vector);
    for (;;) {
      for (let at = 0; at < index; at++) clear(vector, vectors[at] as Float64Array);
      const left = lengthOf(vector);
      if (left >= LEAST_LEFT * before) break;
      before = left;
    }
    const length = lengthOf(vector);
    for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] as number) / length;
  }
}

function lengthOf(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

/** Takes its part along a vector of length 1 out of another. */
function clear(vector: Float64Array, of: Float64Array): void {
  const part = dot(vector, of);
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] as number) - part * (of[at] as number);
}

/** In four sums, which do not wait for each other. */
function dot(a: Float64Array, b: Float64Array): number {
  const end = a.length - (a.length % 4);
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let at = 0; at < end; at += 4) {
    s0 += (a[at] as number) * (b[at] as number);
    s1 += (a[at + 1] as number) * (b[at + 1] as number);
    s2 += (a[at + 2] as number) * (b[at + 2] as number);
    s3 += (a[at + 3] as number) * (b[at + 3] as number);
  }
  for (let at = end; at < a.length; at++) s0 += (a[at] as number) * (b[at] as number);
  return s0 + s1 + (s2 + s3);
}
