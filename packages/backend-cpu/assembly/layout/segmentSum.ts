import { addRow } from '../math/sum';
import { Command, Input, shareStart } from '../runtime/command';

// @ts-ignore: decorator
@unmanaged @final
export class SegmentSum extends Command {
  x: Input;
  ids: Input;
  y: usize;
  count: i32;
  length: i32;
  segments: i32;
}

/**
 * y [segments, length]: each row the sum of the rows of x [count, length] whose id is its number, in the order in which
 * they lie; a row whose id is no segment's is in no sum. An item is a share of the segments.
 */
export function segmentSum(command: SegmentSum): void {
  const x = command.x;
  const ids = command.ids;
  const y = command.y;
  const count = command.count;
  const length = command.length;
  const segments = command.segments;
  const items = command.items;
  const bytes = <usize>length << 2;
  for (let item = command.take(); item >= 0; item = command.take()) {
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
