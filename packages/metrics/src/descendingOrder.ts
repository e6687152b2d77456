/** From so many values on, sorting by digits is faster than by comparisons. */
const MANY = 2048;
const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;
const SHIFTS = [0, DIGIT_BITS, 2 * DIGIT_BITS];

/** The places of the finite values, highest first; equal values in the order in which they come. */
export function descendingOrder(values: ArrayLike<number>): Uint32Array {
  return values.length < MANY ? orderByComparing(values) : orderByDigits(values);
}

function orderByComparing(values: ArrayLike<number>): Uint32Array {
  const places = Array.from({ length: values.length }, (_, place) => place);
  return Uint32Array.from(places.sort((a, b) => values[b]! - values[a]!));
}

/**
 * Sorts by three digits of the lower and three of the upper half of each float's bits, each time keeping the order that
 * was there. A digit that all have in common, such as the lower ones of float32, costs no pass.
 */
function orderByDigits(values: ArrayLike<number>): Uint32Array {
  const halves = descendingBits(values);
  let order = new Uint32Array(values.length);
  for (let place = 0; place < order.length; place++) order[place] = place;
  let spare = new Uint32Array(values.length);
  for (const half of halves) {
    for (const shift of SHIFTS) {
      const starts = startsOf(half, shift);
      if (starts === undefined) continue;
      for (let rank = 0; rank < order.length; rank++) {
        const place = order[rank]!;
        const digit = (half[place]! >>> shift) & (DIGITS - 1);
        spare[starts[digit]!++] = place;
      }
      [order, spare] = [spare, order];
    }
  }
  return order;
}

/** The lower and upper halves of unsigned integers that fall where the values rise. */
function descendingBits(values: ArrayLike<number>): [Uint32Array, Uint32Array] {
  const floats = new Float64Array(values.length);
  // -0 and 0 are one value: adding 0 makes them one.
  for (let index = 0; index < values.length; index++) floats[index] = values[index]! + 0;
  const bits = new Uint32Array(floats.buffer);
  const [low, high] = IS_LITTLE_ENDIAN ? [0, 1] : [1, 0];
  const lower = new Uint32Array(values.length);
  const upper = new Uint32Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const top = bits[2 * index + high]!;
    const isNegative = top >>> 31 === 1;
    // Negative floats rise in their bits where they fall; the others come before them with all bits turned but the sign.
    upper[index] = isNegative ? top : ~top & 0x7fffffff;
    lower[index] = isNegative ? bits[2 * index + low]! : ~bits[2 * index + low]!;
  }
  return [lower, upper];
}

const IS_LITTLE_ENDIAN: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Where the values with each digit begin; undefined where all have the same. */
function startsOf(half: Uint32Array, shift: number): Uint32Array | undefined {
  const starts = new Uint32Array(DIGITS);
  for (let index = 0; index < half.length; index++) starts[(half[index]! >>> shift) & (DIGITS - 1)]! += 1;
  let start = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = starts[digit]!;
    if (count === half.length) return undefined;
    starts[digit] = start;
    start += count;
  }
  return starts;
}
