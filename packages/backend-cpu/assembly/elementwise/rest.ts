import { compute } from '../generated/operations';
import { REST_BYTES } from './places';

/** The last one to seven elements of a strip, which fill no pair of vectors: in scratch memory, where there is room for one. */
export function computeRest(
  operation: i32, y: usize, count: i32,
  a: usize, stepA: usize, b: usize, stepB: usize, c: usize, stepC: usize, base: usize,
): void {
  const result = base + 3 * REST_BYTES;
  compute(
    operation, result, result + REST_BYTES,
    gather(a, stepA, count, base), stepA,
    gather(b, stepB, count, base + REST_BYTES), stepB,
    gather(c, stepC, count, base + 2 * REST_BYTES), stepC,
  );
  copyElements(result, y, count);
}

/** Where all elements are the same, the pair of vectors that they are read from is whole. */
function gather(from: usize, step: usize, count: i32, to: usize): usize {
  if (step == 0) return from;
  copyElements(from, to, count);
  return to;
}

function copyElements(from: usize, to: usize, count: i32): void {
  if (count & 4) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
  for (let left = count & 3; left != 0; left--, from += 4, to += 4) store<i32>(to, load<i32>(from));
}
