import { DataError } from '@neutype/errors';
import type { TypedArray } from '@neutype/ndarray';
import { meansOf, type Outputs } from './outputs.js';

/**
 * The mean of (ln(1 + y) − ln(1 + ŷ))², for each output.
 *
 * @throws DataError for numbers that are not above -1
 */
export function squaredLogErrors(where: string, outputs: Outputs): Float64Array {
  checkAboveMinusOne(`${where}, actual`, outputs.actual);
  checkAboveMinusOne(`${where}, predicted`, outputs.predicted);
  return meansOf(outputs, (y, p) => (Math.log1p(y) - Math.log1p(p)) ** 2);
}

function checkAboveMinusOne(where: string, data: TypedArray): void {
  const wrong = data.findIndex((value) => value <= -1);
  if (wrong === -1) return;
  throw new DataError({
    where,
    expected: 'numbers above -1, which have a logarithm of 1 + y',
    received: `${data[wrong]}`,
  });
}
