import { loadPart, storePart } from '../math/lanes';
import { intArgument, itemsOf, pointerArgument, shareStart, take } from '../runtime/command';

/**
 * y [segments, length]: each row the sum of the rows of x [count, length] whose id is its number, in the order in which
 * they lie; a row whose id is no segment's is in no sum. An item is a share of the segments. Arguments: x, ids, y, count,
 * length, segments.
 */
export function segmentSum(command: usize): void {
  const x = pointerArgument(command, 0);
  const ids = pointerArgument(command, 1);
  const y = pointerArgument(command, 2);
  const count = intArgument(command, 3);
  const length = intArgument(command, 4);
  const segments = intArgument(command, 5);
  const items = itemsOf(command);
  const bytes = <usize>length << 2;
  for (let item = take(command); item >= 0; item = take(command)) {
    const first = <u32>shareStart(item, items, segments, 1);
    const own = <u32>shareStart(item + 1, items, segments, 1) - first;
    const to = y + <usize>first * bytes;
    memory.fill(to, 0, <usize>own * bytes);
    for (let row: usize = 0; row < <usize>count; row++) {
      const segment = load<u32>(ids + (row << 2)) - first;
      if (segment < own) addRow(to + <usize>segment * bytes, x + row * bytes, length);
    }
  }
}

function addRow(to: usize, from: usize, length: i32): void {
  for (; length >= 4; length -= 4, to += 16, from += 16) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  }
  if (length != 0) storePart(to, f32x4.add(loadPart(to, length), loadPart(from, length)), length);
}
