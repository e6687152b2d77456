/**
 * Sums of magnitudes in Winograd's transformed domain: what the errors of F(2×2, 3×3) are relative to. Each matrix of the
 * algorithm is taken by its magnitudes (Higham, Accuracy and Stability of Numerical Algorithms, section 23.2, does the
 * same for fast matrix products).
 */
type Matrix = readonly (readonly number[])[];

const B: Matrix = [
  [1, 0, 0, 0],
  [0, 1, 1, 1],
  [1, 1, 1, 0],
  [0, 0, 0, 1],
];
const G: Matrix = [
  [1, 0, 0],
  [0.5, 0.5, 0.5],
  [0.5, 0.5, 0.5],
  [0, 0, 1],
];
const A: Matrix = [
  [1, 0],
  [1, 1],
  [1, 1],
  [0, 1],
];

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
  const pixels = square(4, (row, column) =>
    x(image, 2 * tileRow + row - c.padTop, 2 * tileColumn + column - c.padLeft, channel),
  );
  return around(transposed(B), pixels);
}

/** For every output: |Aᵀ| [Σ (|G| |g| |Gᵀ|) ⊙ (|Bᵀ| |d| |B|)] |A|. `filter(row, column, input, output)`. */
export function outputMagnitudes(c: TiledConvolution, x: Pixels, filter: Pixels): Float64Array {
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
      const sums = square(4, (row, column) =>
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
  const sums = Array.from({ length: c.inputs * c.outputs }, () => new Float64Array(16));
  forEachTile(c, (image, tileRow, tileColumn) => {
    const gradients = Array.from({ length: c.outputs }, (_, output) =>
      around(
        A,
        square(2, (row, column) => dy(image, 2 * tileRow + row, 2 * tileColumn + column, output)),
      ),
    );
    for (let input = 0; input < c.inputs; input++) {
      const p = patch(x, c, image, tileRow, tileColumn, input);
      for (let output = 0; output < c.outputs; output++) {
        const sum = sums[input * c.outputs + output]!;
        for (let at = 0; at < 16; at++)
          sum[at]! += p[at >> 2]![at & 3]! * gradients[output]![at >> 2]![at & 3]!;
      }
    }
  });
  const result = new Float64Array(9 * sums.length);
  for (const [index, sum] of sums.entries()) {
    const taps = around(
      transposed(G),
      square(4, (row, column) => sum[row * 4 + column]!),
    );
    for (let tap = 0; tap < 9; tap++)
      result[tap * sums.length + index] = taps[Math.floor(tap / 3)]![tap % 3]!;
  }
  return result;
}

function forEachTile(c: TiledConvolution, visit: (image: number, row: number, column: number) => void): void {
  for (let image = 0; image < c.batch; image++) {
    for (let row = 0; row < Math.ceil(c.outHeight / 2); row++) {
      for (let column = 0; column < Math.ceil(c.outWidth / 2); column++) visit(image, row, column);
    }
  }
}

function forEachPosition(
  c: TiledConvolution,
  tileRow: number,
  tileColumn: number,
  visit: (row: number, column: number, at: readonly [number, number]) => void,
): void {
  for (const at of [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const) {
    const [row, column] = [2 * tileRow + at[0], 2 * tileColumn + at[1]];
    if (row < c.outHeight && column < c.outWidth) visit(row, column, at);
  }
}
