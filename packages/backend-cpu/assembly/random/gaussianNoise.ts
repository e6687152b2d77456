import { loadPart, storePart } from '../math/lanes';
import { log } from '../math/log';
import { cosineOfTurns, sineOfTurns } from '../math/turns';
import { Command, Input, shareStart } from '../runtime/command';
import { draw, firstWords, secondWords } from './threefry';

// @ts-ignore: decorator
@unmanaged @final
export class GaussianNoise extends Command {
  x: Input;
  counter: usize;
  y: usize;
  count: i32;
  key0: i32;
  key1: i32;
  mean: f32;
  std: f32;
}

/** 2^-24: the words' upper 24 bits become numbers from 0 to 1. */
// @ts-ignore: decorator
@inline
function fractionOf(bits: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_u(bits), f32x4.splat(5.9604644775390625e-8));
}

/**
 * y = x + mean + std · n, n normally distributed after Box and Muller from Threefry's bits: see `NeutypeGaussianNoise` in
 * `@neutype/core`. Items begin at multiples of 8 elements.
 */
export function gaussianNoise(command: GaussianNoise): void {
  const x = command.x;
  const counter = load<i32>(command.counter);
  const y = command.y;
  const count = command.count;
  const key0 = command.key0;
  const key1 = command.key1;
  const mean = f32x4.splat(command.mean);
  const std = f32x4.splat(command.std);
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, count, 16);
    for (let at = shareStart(item, items, count, 16); at < end; at += 8) {
      draw(counter, at >> 1, key0, key1);
      const turns = fractionOf(i32x4.shr_u(secondWords, 8));
      // From 2^-24 to 1, so that the logarithm is finite.
      const chance = fractionOf(i32x4.add(i32x4.shr_u(firstWords, 8), i32x4.splat(1)));
      const radius = f32x4.mul(std, f32x4.sqrt(f32x4.mul(f32x4.splat(-2), log(chance))));
      const even = f32x4.add(mean, f32x4.mul(radius, cosineOfTurns(turns)));
      const odd = f32x4.add(mean, f32x4.mul(radius, sineOfTurns(turns)));
      const offset = <usize>at << 2;
      shift(x + offset, y + offset, v128.shuffle<f32>(even, odd, 0, 4, 1, 5), end - at);
      shift(x + offset + 16, y + offset + 16, v128.shuffle<f32>(even, odd, 2, 6, 3, 7), end - at - 4);
    }
  }
}

function shift(x: usize, y: usize, noise: v128, left: i32): void {
  if (left >= 4) v128.store(y, f32x4.add(v128.load(x), noise));
  else if (left > 0) storePart(y, f32x4.add(loadPart(x, left), noise), left);
}
