import { loadPart, storePart } from '../math/lanes';
import { Command, Flag, Input, shareStart } from '../runtime/command';

// @ts-ignore: decorator
@unmanaged @final
export class GradientDescentUpdate extends Command {
  w: usize;
  g: Input;
  step: Input;
  count: i32;
}

/** w <- w - step g. */
export function gradientDescentUpdate(command: GradientDescentUpdate): void {
  const w = command.w;
  const g = command.g;
  const step = v128.load32_splat(command.step);
  const count = command.count;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const start = shareStart(item, items, count, 16);
    const end = shareStart(item + 1, items, count, 16);
    let at: usize = <usize>start << 2;
    const left = (end - start) & 3;
    for (const vectorEnd: usize = <usize>(end - left) << 2; at < vectorEnd; at += 16) {
      v128.store(w + at, f32x4.sub(v128.load(w + at), f32x4.mul(step, v128.load(g + at))));
    }
    if (left == 0) continue;
    storePart(w + at, f32x4.sub(loadPart(w + at, left), f32x4.mul(step, loadPart(g + at, left))), left);
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class MomentumUpdate extends Command {
  w: usize;
  v: usize;
  g: Input;
  step: Input;
  count: i32;
  momentum: f32;
  nesterov: Flag;
}

/** v <- momentum v + g, then w <- w - step v, or with Nesterov's look ahead w <- w - step (g + momentum v). */
export function momentumUpdate(command: MomentumUpdate): void {
  const w = command.w;
  const v = command.v;
  const g = command.g;
  const step = v128.load32_splat(command.step);
  const count = command.count;
  const momentum = f32x4.splat(command.momentum);
  const nesterov = command.nesterov != 0;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const start = shareStart(item, items, count, 16);
    const offset: usize = <usize>start << 2;
    const elements = shareStart(item + 1, items, count, 16) - start;
    if (nesterov) nesterovRange(w + offset, v + offset, g + offset, elements, step, momentum);
    else classicRange(w + offset, v + offset, g + offset, elements, step, momentum);
  }
}

function nesterovRange(w: usize, v: usize, g: usize, count: i32, step: v128, momentum: v128): void {
  for (; count >= 4; count -= 4, w += 16, v += 16, g += 16) {
    const gradient = v128.load(g);
    const velocity = f32x4.add(f32x4.mul(momentum, v128.load(v)), gradient);
    v128.store(v, velocity);
    const ahead = f32x4.add(gradient, f32x4.mul(momentum, velocity));
    v128.store(w, f32x4.sub(v128.load(w), f32x4.mul(step, ahead)));
  }
  if (count == 0) return;
  const gradient = loadPart(g, count);
  const velocity = f32x4.add(f32x4.mul(momentum, loadPart(v, count)), gradient);
  storePart(v, velocity, count);
  const ahead = f32x4.add(gradient, f32x4.mul(momentum, velocity));
  storePart(w, f32x4.sub(loadPart(w, count), f32x4.mul(step, ahead)), count);
}

function classicRange(w: usize, v: usize, g: usize, count: i32, step: v128, momentum: v128): void {
  for (; count >= 4; count -= 4, w += 16, v += 16, g += 16) {
    const velocity = f32x4.add(f32x4.mul(momentum, v128.load(v)), v128.load(g));
    v128.store(v, velocity);
    v128.store(w, f32x4.sub(v128.load(w), f32x4.mul(step, velocity)));
  }
  if (count == 0) return;
  const velocity = f32x4.add(f32x4.mul(momentum, loadPart(v, count)), loadPart(g, count));
  storePart(v, velocity, count);
  storePart(w, f32x4.sub(loadPart(w, count), f32x4.mul(step, velocity)), count);
}
