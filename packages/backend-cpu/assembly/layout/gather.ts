import { intArgument, itemsOf, pointerArgument, shareStart, take } from '../runtime/command';

/**
 * y[i] = x[indices[i]], rows of `bytes`. An index outside 0 … limit − 1 gives a row of bytes 0xff, which is NaN in
 * float32, and position and index are left at `wrong`. Arguments: x, indices, y, wrong, count, bytes, limit.
 */
export function gatherRows(command: usize): void {
  const x = pointerArgument(command, 0);
  const indices = pointerArgument(command, 1);
  const y = pointerArgument(command, 2);
  const wrong = pointerArgument(command, 3);
  const count = intArgument(command, 4);
  const bytes = <usize>intArgument(command, 5);
  const limit = <u32>intArgument(command, 6);
  const items = itemsOf(command);
  for (let item = take(command); item >= 0; item = take(command)) {
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

/** Arguments: indices, y (32-bit words), count, depth, the words for on and off. */
export function oneHot(command: usize): void {
  const indices = pointerArgument(command, 0);
  const y = pointerArgument(command, 1);
  const count = intArgument(command, 2);
  const depth = intArgument(command, 3);
  const on = intArgument(command, 4);
  const off = intArgument(command, 5);
  const items = itemsOf(command);
  for (let item = take(command); item >= 0; item = take(command)) {
    const end = shareStart(item + 1, items, count, 1);
    for (let at = shareStart(item, items, count, 1); at < end; at++) {
      const row = y + (<usize>at * <usize>depth << 2);
      for (let column: usize = 0; column < <usize>depth; column++) store<i32>(row + (column << 2), off);
      const index = load<u32>(indices + (<usize>at << 2));
      if (index < <u32>depth) store<i32>(row + (<usize>index << 2), on);
    }
  }
}
