/** Up to so many numbers are added in eight interleaved rows. */
const BLOCK = 128;
const ROWS = 8;

/**
 * A sum, added in the order in which NumPy adds: where a mean lies in the middle between two printed numbers, the last
 * bit decides which of them is printed.
 *
 * Source: `pairwise_sum` in NumPy 2.4, `numpy/_core/src/umath/loops_utils.h.src`.
 */
export function pairwiseSum(values: readonly number[]): number {
  if (values.length < ROWS) return values.reduce((sum, value) => sum + value, 0);
  if (values.length > BLOCK) {
    const half = Math.floor(values.length / 2 / ROWS) * ROWS;
    return pairwiseSum(values.slice(0, half)) + pairwiseSum(values.slice(half));
  }
  const whole = Math.floor(values.length / ROWS) * ROWS;
  function row(first: number) {
    let sum = values[first]!;
    for (let index = first + ROWS; index < whole; index += ROWS) sum += values[index]!;
    return sum;
  }
  const sum = row(0) + row(1) + (row(2) + row(3)) + (row(4) + row(5) + (row(6) + row(7)));
  return values.slice(whole).reduce((total, value) => total + value, sum);
}
