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

/**
 * Gram and Schmidt's procedure: the Q of a QR decomposition whose R has a positive diagonal, which makes all orthogonal
 * matrices equally likely (Mezzadri, "How to generate random matrices from the classical compact groups", 2007). Each vector
 * is cleared twice of those before it: then they are orthogonal to the last digits (Giraud et al., 2005).
 */
function orthonormalize(vectors: readonly Float64Array[]): void {
  for (const [index, vector] of vectors.entries()) {
    for (let round = 0; round < 2; round++) {
      for (const before of vectors.slice(0, index)) subtract(vector, before, dot(vector, before));
    }
    const length = Math.sqrt(dot(vector, vector));
    for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] as number) / length;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number);
  return sum;
}

function subtract(from: Float64Array, vector: Float64Array, times: number): void {
  for (let at = 0; at < from.length; at++) from[at] = (from[at] as number) - times * (vector[at] as number);
}
