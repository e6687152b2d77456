import { intArgument, itemsOf, pointerArgument, shareStart, take } from '../runtime/command';

/** y = x below zero set to 0, NaN kept: one instruction, where the maximum of WebAssembly takes eight. Arguments: x, y, count. */
export function relu(command: usize): void {
  const x = pointerArgument(command, 0);
  const y = pointerArgument(command, 1);
  const count = intArgument(command, 2);
  const items = itemsOf(command);
  for (let item = take(command); item >= 0; item = take(command)) {
    const start = shareStart(item, items, count, 16);
    const end = shareStart(item + 1, items, count, 16);
    reluRange(x, y, start, end);
  }
}

function reluRange(x: usize, y: usize, start: i32, end: i32): void {
  const zero = f32x4.splat(0);
  let at: usize = <usize>start << 2;
  const vectorEnd: usize = <usize>(start + ((end - start) & ~3)) << 2;
  for (; at < vectorEnd; at += 16) v128.store(y + at, f32x4.pmax(v128.load(x + at), zero));
  for (const last: usize = <usize>end << 2; at < last; at += 4) {
    const value = load<f32>(x + at);
    store<f32>(y + at, value < 0 ? 0 : value);
  }
}
