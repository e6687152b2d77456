/** Up to so many numbers are added in eight interleaved rows. */
const BLOCK = 128;
const ROWS = 8;

/**
 * A sum, added in the order in which NumPy adds: where a mean lies in the middle between two printed numbers, the last
 * bit decides which of them is printed. It is also accurate: the error grows with the logarithm of the count.
 *
 * Source: `pairwise_sum` in NumPy 2.4, `numpy/_core/src/umath/loops_utils.h.src`.
 */
export function pairwiseSum(values: ArrayLike<number>, from = 0, to: number = values.length): number {
  const count = to - from;
  if (count < ROWS) return sumInOrder(values, from, to, 0);
  if (count > BLOCK) {
    const middle = from + Math.floor(count / 2 / ROWS) * ROWS;
    return pairwiseSum(values, from, middle) + pairwiseSum(values, middle, to);
  }
  const whole = from + Math.floor(count / ROWS) * ROWS;
  function row(place: number): number {
    let sum = values[from + place]!;
    for (let index = from + place + ROWS; index < whole; index += ROWS) sum += values[index]!;
    return sum;
  }
  const sum = row(0) + row(1) + (row(2) + row(3)) + (row(4) + row(5) + (row(6) + row(7)));
  return sumInOrder(values, whole, to, sum);
}

/** The mean; with weights, the sum of the products divided by the sum of the weights. */
export function meanOf(values: ArrayLike<number>, weights?: ArrayLike<number>): number {
  if (weights === undefined) return pairwiseSum(values) / values.length;
  const products = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) products[index] = values[index]! * weights[index]!;
  return pairwiseSum(products) / pairwiseSum(weights);
}

function sumInOrder(values: ArrayLike<number>, from: number, to: number, start: number): number {
  let sum = start;
  for (let index = from; index < to; index++) sum += values[index]!;
  return sum;
}
