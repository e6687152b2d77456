/**
 * Sums of magnitudes in Winograd's transformed domain: what the errors of F(2×2, 3×3) and F(4×4, 3×3) are relative to. Each
 * matrix of the algorithm is taken by its magnitudes (Higham, Accuracy and Stability of Numerical Algorithms, section 23.2,
 * does the same for fast matrix products).
 */
type Matrix = readonly (readonly number[])[];

/** Positions along a side of a tile. */
export type Side = 2 | 4;

interface Transforms {
  readonly B: Matrix;
  readonly G: Matrix;
  readonly A: Matrix;
}

const P = Math.SQRT1_2;
const Q = Math.SQRT2;

/** Of the tiles of a side; columns of B, rows of G and of A are those of the points 0, ±1 and ∞, or 0, ±√½, ±√2 and ∞. */
const transforms: Readonly<Record<Side, Transforms>> = {
  2: {
    B: [
      [1, 0, 0, 0],
      [0, 1, 1, 1],
      [1, 1, 1, 0],
      [0, 0, 0, 1],
    ],
    G: [
      [1, 0, 0],
      [0.5, 0.5, 0.5],
      [0.5, 0.5, 0.5],
      [0, 0, 1],
    ],
    A: [
      [1, 0],
      [1, 1],
      [1, 1],
      [0, 1],
    ],
  },
  4: {
    B: [
      [1, 0, 0, 0, 0, 0],
      [0, Q, Q, P, P, 1],
      [2.5, 2, 2, 0.5, 0.5, 0],
      [0, P, P, Q, Q, 2.5],
      [1, 1, 1, 1, 1, 0],
      [0, 0, 0, 0, 0, 1],
    ],
    G: [
      [1, 0, 0],
      [2 / 3, (2 / 3) * P, 1 / 3],
      [2 / 3, (2 / 3) * P, 1 / 3],
      [1 / 6, Q / 6, 1 / 3],
      [1 / 6, Q / 6, 1 / 3],
      [0, 0, 1],
    ],
    A: [
      [1, 0, 0, 0],
      [1, P, 0.5, P / 2],
      [1, P, 0.5, P / 2],
      [1, Q, 2, 2 * Q],
      [1, Q, 2, 2 * Q],
      [0, 0, 0, 1],
    ],
  },
};

function transposed(m: Matrix): Matrix {
  return m[0]!.map((_, column) => m.map((row) => row[column]!));
}
function times(a: Matrix, b: Matrix): Matrix {
  return a.map((row) =>
    b[0]!.map((_, column) => row.reduce((sum, value, k) => sum + value * b[k]![column]!, 0)),
  );
}
/** m x mᵀ */
function around(m: Matrix, x: Matrix): Matrix {
  return times(times(m, x), transposed(m));
}
function square(size: number, value: (row: number, column: number) => number): Matrix {
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => value(row, column)),
  );
}

/** Magnitudes of numbers [.., height, width, channels], zero outside. */
export type Pixels = (image: number, row: number, column: number, channel: number) => number;

export interface TiledConvolution {
  readonly side: Side;
  readonly batch: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/** Of a tile: |Bᵀ| |d| |B| of its patch. */
function patch(
  x: Pixels,
  c: TiledConvolution,
  image: number,
  tileRow: number,
  tileColumn: number,
  channel: number,
): Matrix {
  const pixels = square(c.side + 2, (row, column) =>
    x(image, c.side * tileRow + row - c.padTop, c.side * tileColumn + column - c.padLeft, channel),
  );
  return around(transposed(transforms[c.side].B), pixels);
}

/** For every output: |Aᵀ| [Σ (|G| |g| |Gᵀ|) ⊙ (|Bᵀ| |d| |B|)] |A|. `filter(row, column, input, output)`. */
export function outputMagnitudes(c: TiledConvolution, x: Pixels, filter: Pixels): Float64Array {
  const { G, A } = transforms[c.side];
  const transformed = Array.from({ length: c.inputs * c.outputs }, (_, index) => {
    const [input, output] = [Math.floor(index / c.outputs), index % c.outputs];
    return around(
      G,
      square(3, (row, column) => filter(row, column, input, output)),
    );
  });
  const result = new Float64Array(c.batch * c.outHeight * c.outWidth * c.outputs);
  forEachTile(c, (image, tileRow, tileColumn) => {
    const patches = Array.from({ length: c.inputs }, (_, input) =>
      patch(x, c, image, tileRow, tileColumn, input),
    );
    for (let output = 0; output < c.outputs; output++) {
      const sums = square(c.side + 2, (row, column) =>
        patches.reduce(
          (sum, p, input) => sum + p[row]![column]! * transformed[input * c.outputs + output]![row]![column]!,
          0,
        ),
      );
      const y = around(transposed(A), sums);
      forEachPosition(c, tileRow, tileColumn, (row, column, at) => {
        result[((image * c.outHeight + row) * c.outWidth + column) * c.outputs + output] = y[at[0]]![at[1]]!;
      });
    }
  });
  return result;
}

/** For every tap: |Gᵀ| [Σ (|A| |dy| |Aᵀ|) ⊙ (|Bᵀ| |d| |B|)] |G|. */
export function filterMagnitudes(c: TiledConvolution, x: Pixels, dy: Pixels): Float64Array {
  const { G, A } = transforms[c.side];
  const width = c.side + 2;
  const sums = Array.from({ length: c.inputs * c.outputs }, () => new Float64Array(width ** 2));
  forEachTile(c, (image, tileRow, tileColumn) => {
    const gradients = Array.from({ length: c.outputs }, (_, output) =>
      around(
        A,
        square(c.side, (row, column) =>
          dy(image, c.side * tileRow + row, c.side * tileColumn + column, output),
        ),
      ),
    );
    for (let input = 0; input < c.inputs; input++) {
      const p = patch(x, c, image, tileRow, tileColumn, input);
      for (let output = 0; output < c.outputs; output++) {
        const sum = sums[input * c.outputs + output]!;
        for (let at = 0; at < sum.length; at++) {
          const [row, column] = [Math.floor(at / width), at % width];
          sum[at]! += p[row]![column]! * gradients[output]![row]![column]!;
        }
      }
    }
  });
  const result = new Float64Array(9 * sums.length);
  for (const [index, sum] of sums.entries()) {
    const taps = around(
      transposed(G),
      square(width, (row, column) => sum[row * width + column]!),
    );
    for (let tap = 0; tap < 9; tap++)
      result[tap * sums.length + index] = taps[Math.floor(tap / 3)]![tap % 3]!;
  }
  return result;
}

function forEachTile(c: TiledConvolution, visit: (image: number, row: number, column: number) => void): void {
  for (let image = 0; image < c.batch; image++) {
    for (let row = 0; row < Math.ceil(c.outHeight / c.side); row++) {
      for (let column = 0; column < Math.ceil(c.outWidth / c.side); column++) visit(image, row, column);
    }
  }
}

function forEachPosition(
  c: TiledConvolution,
  tileRow: number,
  tileColumn: number,
  visit: (row: number, column: number, at: readonly [number, number]) => void,
): void {
  for (let position = 0; position < c.side ** 2; position++) {
    const at = [Math.floor(position / c.side), position % c.side] as const;
    const [row, column] = [c.side * tileRow + at[0], c.side * tileColumn + at[1]];
    if (row < c.outHeight && column < c.outWidth) visit(row, column, at);
  }
}
