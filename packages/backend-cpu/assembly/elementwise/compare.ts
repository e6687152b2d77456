import { loadPart } from '../math/lanes';
import { intArgument } from '../runtime/command';
import { mapRows } from './broadcast';

function holds(operation: i32, a: v128, b: v128): v128 {
  switch (operation) {
    case 0: return f32x4.gt(a, b);
    case 1: return f32x4.ge(a, b);
    case 2: return f32x4.lt(a, b);
    case 3: return f32x4.le(a, b);
    case 4: return f32x4.eq(a, b);
    default: return f32x4.ne(a, b);
  }
}

/** Four masks as four bytes of 0 or 1. */
function asBytes(mask: v128): i32 {
  const narrow = v128.shuffle<u8>(mask, mask, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12);
  return i32x4.extract_lane(narrow, 0) & 0x01010101;
}

function compareRow(operation: i32, a: usize, b: usize, y: usize, count: i32, walksA: i32, walksB: i32): void {
  const strideA: usize = <usize>walksA << 4;
  const strideB: usize = <usize>walksB << 4;
  let at = 0;
  for (; at + 4 <= count; at += 4) {
    const left = walksA ? v128.load(a) : v128.load32_splat(a);
    const right = walksB ? v128.load(b) : v128.load32_splat(b);
    store<i32>(y + at, asBytes(holds(operation, left, right)));
    a += strideA;
    b += strideB;
  }
  const rest = count - at;
  if (rest == 0) return;
  const left = walksA ? loadPart(a, rest) : v128.load32_splat(a);
  const right = walksB ? loadPart(b, rest) : v128.load32_splat(b);
  let bytes = asBytes(holds(operation, left, right));
  for (; at < count; at++, bytes >>= 8) store<u8>(y + at, <u8>bytes);
}

// @ts-ignore: decorator
@unmanaged @final
class Comparison {
  run(command: usize, a: usize, b: usize, y: usize, at: i32, count: i32, walksA: i32, walksB: i32): void {
    compareRow(intArgument(command, 0), a, b, y + <usize>at, count, walksA, walksB);
  }
}

/** y = a ? b, as bytes of 0 or 1, a and b broadcast. Arguments as `mapRows` reads them, alpha without meaning. */
export function compare(command: usize): void {
  mapRows<Comparison>(command);
}
