import { intArgument, itemsOf, pointerArgument, shareStart, take } from '../runtime/command';

/** y = condition ? a : b, condition in bytes. Arguments: condition, a, b, y, count. */
export function select(command: usize): void {
  const condition = pointerArgument(command, 0);
  const a = pointerArgument(command, 1);
  const b = pointerArgument(command, 2);
  const y = pointerArgument(command, 3);
  const count = intArgument(command, 4);
  const items = itemsOf(command);
  for (let item = take(command); item >= 0; item = take(command)) {
    const end = shareStart(item + 1, items, count, 16);
    for (let index = shareStart(item, items, count, 16); index < end; index++) {
      const at: usize = <usize>index << 2;
      store<i32>(y + at, load<u8>(condition + index) == 1 ? load<i32>(a + at) : load<i32>(b + at));
    }
  }
}
