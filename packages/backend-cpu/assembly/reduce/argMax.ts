import { Command, Flag, Input, shareStart } from '../runtime/command';

// @ts-ignore: decorator
@unmanaged @final
export class ArgMax extends Command {
  smallest: Flag;
  x: Input;
  /** int32 */
  y: usize;
  outer: i32;
  length: i32;
  inner: i32;
}

/**
 * The index of the first largest (or smallest) of the middle dimension of x [outer, length, inner]; of the first NaN where
 * there is one.
 */
export function argMax(command: ArgMax): void {
  const smallest = command.smallest != 0;
  const x = command.x;
  const y = command.y;
  const outer = command.outer;
  const length = command.length;
  const inner = command.inner;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, outer * inner, 1);
    for (let index = shareStart(item, items, outer * inner, 1); index < end; index++) {
      const row = index / inner;
      const first = x + (<usize>(row * length * inner + index - row * inner) << 2);
      store<i32>(y + (<usize>index << 2), bestOf(first, length, <usize>inner << 2, smallest));
    }
  }
}

function bestOf(x: usize, length: i32, stride: usize, smallest: bool): i32 {
  let best = load<f32>(x);
  let at = 0;
  for (let index = 0; index < length; index++, x += stride) {
    const value = load<f32>(x);
    if (value != value) return index;
    if (smallest ? value < best : value > best) {
      best = value;
      at = index;
    }
  }
  return at;
}
