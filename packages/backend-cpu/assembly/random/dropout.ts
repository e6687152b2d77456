import { loadPart, storePart } from '../math/lanes';
import { Command, Input, shareStart } from '../runtime/command';
import { draw, firstWords, secondWords } from './threefry';

// @ts-ignore: decorator
@unmanaged @final
export class Dropout extends Command {
  x: Input;
  counter: usize;
  y: usize;
  scale: usize;
  count: i32;
  key0: i32;
  key1: i32;
  /** Of 24 bits. */
  threshold: i32;
  /** The scale of what is kept. */
  kept: f32;
}

/**
 * y = x scale, scale 0 or `kept` by Threefry bits: see `NeutypeDropout` in `@neutype/core`. Items begin at multiples of
 * 8 elements.
 */
export function dropout(command: Dropout): void {
  const x = command.x;
  const counter = load<i32>(command.counter);
  const y = command.y;
  const scale = command.scale;
  const count = command.count;
  const key0 = command.key0;
  const key1 = command.key1;
  const threshold = i32x4.splat(command.threshold);
  const kept = f32x4.splat(command.kept);
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, count, 16);
    for (let at = shareStart(item, items, count, 16); at < end; at += 8) {
      draw(counter, at >> 1, key0, key1);
      const keep0 = v128.and(kept, i32x4.ge_s(i32x4.shr_u(firstWords, 8), threshold));
      const keep1 = v128.and(kept, i32x4.ge_s(i32x4.shr_u(secondWords, 8), threshold));
      const offset = <usize>at << 2;
      apply(x + offset, y + offset, scale + offset, v128.shuffle<f32>(keep0, keep1, 0, 4, 1, 5), end - at);
      apply(x + offset + 16, y + offset + 16, scale + offset + 16, v128.shuffle<f32>(keep0, keep1, 2, 6, 3, 7), end - at - 4);
    }
  }
}

function apply(x: usize, y: usize, scale: usize, factors: v128, left: i32): void {
  if (left >= 4) {
    v128.store(scale, factors);
    v128.store(y, f32x4.mul(v128.load(x), factors));
  } else if (left > 0) {
    storePart(scale, factors, left);
    storePart(y, f32x4.mul(loadPart(x, left), factors), left);
  }
}
