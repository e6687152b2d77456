import { intArgument, itemsOf, pointerArgument, shareStart, take } from '../runtime/command';

/**
 * The index of the first largest (or smallest) of the middle dimension of x [outer, length, inner]; of the first NaN where
 * there is one.
 * Arguments: smallest, x, y (int32), outer, length, inner.
 */
export function argMax(command: usize): void {
  const smallest = intArgument(command, 0) != 0;
  const x = pointerArgument(command, 1);
  const y = pointerArgument(command, 2);
  const outer = intArgument(command, 3);
  const length = intArgument(command, 4);
  const inner = intArgument(command, 5);
  const items = itemsOf(command);
  for (let item = take(command); item >= 0; item = take(command)) {
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
