import type { Matrix } from '../arrays/matrix.js';

/**
 * Blurs a picture with a Gaussian, as `scipy.ndimage.gaussian_filter` with its defaults does: the kernel reaches
 * four deviations, and beyond the border the picture is mirrored (`d c b a | a b c d`).
 */
export function gaussianFilter({ data, rows, columns }: Matrix, sigma: number): Matrix {
  const kernel = gaussianKernel(sigma);
  const across = blurred(
    (row, column) => data[row * columns + mirrored(column, columns)]!,
    rows,
    columns,
    kernel,
    0,
    1,
  );
  const down = blurred(
    (row, column) => across[mirrored(row, rows) * columns + column]!,
    rows,
    columns,
    kernel,
    1,
    0,
  );
  return { data: down, rows, columns };
}

function gaussianKernel(sigma: number): Float64Array {
  const radius = Math.floor(4 * sigma + 0.5);
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, index) =>
    Math.exp(-0.5 * ((index - radius) / sigma) ** 2),
  );
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  return kernel.map((weight) => weight / total);
}

function blurred(
  at: (row: number, column: number) => number,
  rows: number,
  columns: number,
  kernel: Float64Array,
  stepRow: number,
  stepColumn: number,
): Float64Array {
  const radius = (kernel.length - 1) / 2;
  const result = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let offset = -radius; offset <= radius; offset++) {
        sum += kernel[offset + radius]! * at(row + offset * stepRow, column + offset * stepColumn);
      }
      result[row * columns + column] = sum;
    }
  }
  return result;
}

function mirrored(index: number, length: number): number {
  const period = 2 * length;
  const within = ((index % period) + period) % period;
  return within < length ? within : period - 1 - within;
}
