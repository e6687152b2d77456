import type { Network } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';

/** Bits of a mantissa of 23 that are given up: ten are left, as in half precision. */
const GIVEN_UP = 13;

/** Rounds a network's weights to fewer bits. A file of them is as long as before, but what is zero compresses to nothing. */
export async function shorten(network: Network): Promise<void> {
  const values = Object.entries(await network.read());
  network.write(
    Object.fromEntries(values.map(([name, { data, shape }]) => [name, ndarray(rounded(data), [...shape])])),
  );
}

function rounded(values: ArrayLike<number>): Float32Array {
  const result = Float32Array.from(values);
  const bits = new Int32Array(result.buffer);
  const half = 1 << (GIVEN_UP - 1);
  bits.forEach((word, index) => {
    bits[index] = (word + half) & (-1 << GIVEN_UP);
  });
  return result;
}
