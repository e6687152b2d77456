import { loadPart } from '../math/lanes';
import { intArgument, itemsOf, pointerArgument, shareStart, take } from '../runtime/command';
import { locateRow, offsetA, offsetB } from './broadcast';

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

/** y = a ? b, as bytes of 0 or 1, a and b broadcast. Arguments as those of `binary`, without alpha. */
export function compare(command: usize): void {
  const operation = intArgument(command, 0);
  const a = pointerArgument(command, 1);
  const b = pointerArgument(command, 2);
  const y = pointerArgument(command, 3);
  const rows = intArgument(command, 4);
  const inner = intArgument(command, 5);
  const walksA = intArgument(command, 6);
  const walksB = intArgument(command, 7);
  const parts = intArgument(command, 8);
  const shares = itemsOf(command) / parts;
  for (let item = take(command); item >= 0; item = take(command)) {
    const share = item / parts;
    const part = item - share * parts;
    const start = shareStart(part, parts, inner, 16);
    const count = shareStart(part + 1, parts, inner, 16) - start;
    const last = shareStart(share + 1, shares, rows, 1);
    for (let row = shareStart(share, shares, rows, 1); row < last; row++) {
      locateRow(command, 9, row);
      const fromA = a + (<usize>(offsetA + start * walksA) << 2);
      const fromB = b + (<usize>(offsetB + start * walksB) << 2);
      compareRow(operation, fromA, fromB, y + <usize>(row * inner + start), count, walksA, walksB);
    }
  }
}
