import { intArgument, itemsOf, pointerArgument, shareStart, take } from '../runtime/command';

/** Sets every 32-bit word. Arguments: y, count, word. */
export function fill(command: usize): void {
  const y = pointerArgument(command, 0);
  const count = intArgument(command, 1);
  const word = intArgument(command, 2);
  const items = itemsOf(command);
  for (let item = take(command); item >= 0; item = take(command)) {
    const start = shareStart(item, items, count, 16);
    fillWords(y + (<usize>start << 2), shareStart(item + 1, items, count, 16) - start, word);
  }
}

function fillWords(y: usize, count: i32, word: i32): void {
  const lanes = i32x4.splat(word);
  let at: usize = 0;
  for (const end: usize = <usize>(count & ~3) << 2; at < end; at += 16) v128.store(y + at, lanes);
  for (const end: usize = <usize>count << 2; at < end; at += 4) store<i32>(y + at, word);
}

/** y = x converted. Arguments: from (0 int32, 1 bytes), x, to (0 float32, 1 int32), y, count. */
export function cast(command: usize): void {
  const fromBytes = intArgument(command, 0);
  const x = pointerArgument(command, 1);
  const toInts = intArgument(command, 2);
  const y = pointerArgument(command, 3);
  const count = intArgument(command, 4);
  const items = itemsOf(command);
  for (let item = take(command); item >= 0; item = take(command)) {
    const end = shareStart(item + 1, items, count, 16);
    for (let index = shareStart(item, items, count, 16); index < end; index++) {
      const value = fromBytes ? <i32>load<u8>(x + index) : load<i32>(x + (<usize>index << 2));
      if (toInts) store<i32>(y + (<usize>index << 2), value);
      else store<f32>(y + (<usize>index << 2), <f32>value);
    }
  }
}
