import { exp } from '../math/exp';
import { loadPart, storePart } from '../math/lanes';
import { log } from '../math/log';
import { Command, Input, shareStart } from '../runtime/command';
import { scratch } from '../runtime/threads';

/** What local response normalization and its gradient have in common. */
// @ts-ignore: decorator
@unmanaged
export class LocalResponse extends Command {
  x: Input;
  pixels: i32;
  channels: i32;
  /** Neighbors on each side. */
  radius: i32;
  bias: f32;
  alpha: f32;
  beta: f32;
}

/** What `enter` sets; each thread has its own. */
let channels: i32 = 0;
let radius: i32 = 0;
let bias: f32 = 0;
let alpha: f32 = 0;
let beta: f32 = 0;
/** Rows in scratch, `padded` bytes from one to the next: with zeros for the neighbors that the outermost lack. */
let squares: usize = 0;
let terms: usize = 0;
let powers: usize = 0;

function enter(command: LocalResponse): void {
  channels = command.channels;
  radius = command.radius;
  bias = command.bias;
  alpha = command.alpha;
  beta = command.beta;
  const padded = <usize>(channels + 2 * radius + 4) << 2;
  squares = scratch();
  terms = squares + padded;
  powers = terms + padded;
  memory.fill(squares, 0, 2 * padded);
}

// @ts-ignore: decorator
@inline
function lanesAt(address: usize, lanes: i32): v128 {
  return lanes == 4 ? v128.load(address) : loadPart(address, lanes);
}

// @ts-ignore: decorator
@inline
function storeAt(address: usize, value: v128, lanes: i32): void {
  if (lanes == 4) v128.store(address, value);
  else storePart(address, value, lanes);
}

/** The sums over the neighbors of four channels, from the first neighbor of the first. */
// @ts-ignore: decorator
@inline
function sumOfNeighbors(from: usize): v128 {
  let sum = v128.load(from);
  for (let neighbor = 2 * radius; neighbor > 0; neighbor--) {
    from += 4;
    sum = f32x4.add(sum, v128.load(from));
  }
  return sum;
}

function squareRow(x: usize): void {
  const to = squares + (<usize>radius << 2);
  for (let channel = 0; channel < channels; channel += 4) {
    const at = <usize>channel << 2;
    const lanes = min(4, channels - channel);
    const value = lanesAt(x + at, lanes);
    storeAt(to + at, f32x4.mul(value, value), lanes);
  }
}

/** bias + alpha times the sums of the squares. */
// @ts-ignore: decorator
@inline
function responses(at: usize): v128 {
  return f32x4.add(f32x4.splat(bias), f32x4.mul(f32x4.splat(alpha), sumOfNeighbors(squares + at)));
}

// @ts-ignore: decorator
@inline
function inversePower(response: v128): v128 {
  return exp(f32x4.mul(f32x4.splat(-beta), log(response)));
}

// @ts-ignore: decorator
@unmanaged @final
export class LocalResponseNorm extends LocalResponse {
  y: usize;
}

/** y = x / (bias + alpha · sum of the squares of the neighbors)^beta. An item is a share of the pixels. */
export function localResponseNorm(command: LocalResponseNorm): void {
  enter(command);
  const pixels = command.pixels;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, pixels, 1);
    for (let pixel = shareStart(item, items, pixels, 1); pixel < end; pixel++) {
      const row = <usize>pixel * <usize>channels << 2;
      squareRow(command.x + row);
      for (let channel = 0; channel < channels; channel += 4) {
        const at = <usize>channel << 2;
        const lanes = min(4, channels - channel);
        const value = lanesAt(command.x + row + at, lanes);
        storeAt(command.y + row + at, f32x4.mul(value, inversePower(responses(at))), lanes);
      }
    }
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class LocalResponseNormGrad extends LocalResponse {
  dy: Input;
  dx: usize;
}

/** dx = dy s^-beta - 2 alpha beta x · sum over the neighbors of dy x s^(-beta - 1), s what x was divided by before the power. */
export function localResponseNormGrad(command: LocalResponseNormGrad): void {
  enter(command);
  const pixels = command.pixels;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, pixels, 1);
    for (let pixel = shareStart(item, items, pixels, 1); pixel < end; pixel++) {
      const row = <usize>pixel * <usize>channels << 2;
      pixelGradient(command.x + row, command.dy + row, command.dx + row);
    }
  }
}

function pixelGradient(x: usize, dy: usize, dx: usize): void {
  const inner = terms + (<usize>radius << 2);
  squareRow(x);
  for (let channel = 0; channel < channels; channel += 4) {
    const at = <usize>channel << 2;
    const lanes = min(4, channels - channel);
    const response = responses(at);
    const power = f32x4.mul(lanesAt(dy + at, lanes), inversePower(response));
    storeAt(powers + at, power, lanes);
    storeAt(inner + at, f32x4.div(f32x4.mul(power, lanesAt(x + at, lanes)), response), lanes);
  }
  const factor = f32x4.splat(2 * alpha * beta);
  for (let channel = 0; channel < channels; channel += 4) {
    const at = <usize>channel << 2;
    const lanes = min(4, channels - channel);
    const along = f32x4.mul(f32x4.mul(factor, lanesAt(x + at, lanes)), sumOfNeighbors(terms + at));
    storeAt(dx + at, f32x4.sub(lanesAt(powers + at, lanes), along), lanes);
  }
}
