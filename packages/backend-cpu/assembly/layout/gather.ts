import { Command, Input, shareStart } from '../runtime/command';

// @ts-ignore: decorator
@unmanaged @final
export class GatherRows extends Command {
  x: Input;
  indices: Input;
  y: usize;
  /** Two words, for the position and the value of a wrong index. */
  wrong: usize;
  count: i32;
  rowBytes: i32;
  limit: i32;
}

/**
 * y[i] = x[indices[i]]. An index outside 0 … limit − 1 gives a row of bytes 0xff, which is NaN in float32, and position
 * and index are left at `wrong`.
 */
export function gatherRows(command: GatherRows): void {
  const x = command.x;
  const indices = command.indices;
  const y = command.y;
  const wrong = command.wrong;
  const count = command.count;
  const bytes = <usize>command.rowBytes;
  const limit = <u32>command.limit;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, count, 1);
    for (let at = shareStart(item, items, count, 1); at < end; at++) {
      const index = load<u32>(indices + (<usize>at << 2));
      const to = y + <usize>at * bytes;
      if (index < limit) {
        memory.copy(to, x + <usize>index * bytes, bytes);
      } else {
        memory.fill(to, 0xff, bytes);
        store<i32>(wrong, at);
        store<u32>(wrong, index, 4);
      }
    }
  }
}

/**
 * The same with indices in float32. One that is no whole number is wrong too; of a wrong one the float is left.
 */
export function gatherNumberedRows(command: GatherRows): void {
  const x = command.x;
  const indices = command.indices;
  const y = command.y;
  const wrong = command.wrong;
  const count = command.count;
  const bytes = <usize>command.rowBytes;
  const limit = <f32>command.limit;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, count, 1);
    for (let at = shareStart(item, items, count, 1); at < end; at++) {
      const index = load<f32>(indices + (<usize>at << 2));
      const to = y + <usize>at * bytes;
      if (index >= 0 && index < limit && index == floor<f32>(index)) {
        memory.copy(to, x + <usize>index * bytes, bytes);
      } else {
        memory.fill(to, 0xff, bytes);
        store<i32>(wrong, at);
        store<f32>(wrong, index, 4);
      }
    }
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class OneHot extends Command {
  indices: Input;
  y: usize;
  count: i32;
  depth: i32;
  /** The bits of a 32-bit word. */
  on: i32;
  off: i32;
}

export function oneHot(command: OneHot): void {
  const indices = command.indices;
  const y = command.y;
  const count = command.count;
  const depth = command.depth;
  const on = command.on;
  const off = command.off;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, count, 1);
    for (let at = shareStart(item, items, count, 1); at < end; at++) {
      const row = y + (<usize>at * <usize>depth << 2);
      for (let column: usize = 0; column < <usize>depth; column++) store<i32>(row + (column << 2), off);
      const index = load<u32>(indices + (<usize>at << 2));
      if (index < <u32>depth) store<i32>(row + (<usize>index << 2), on);
    }
  }
}
