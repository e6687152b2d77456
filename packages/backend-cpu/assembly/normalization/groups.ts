import { loadPart, storePart } from '../math/lanes';
import { Command, Input, shareStart } from '../runtime/command';
import { scratch } from '../runtime/threads';

/** What normalization within groups of channels and its gradient have in common. */
// @ts-ignore: decorator
@unmanaged
export class Groups extends Command {
  x: Input;
  gamma: Input;
  samples: i32;
  positions: i32;
  channels: i32;
  groups: i32;
  /** Of the groups of a sample. */
  shares: i32;
}

/** The groups at work, as `enter` sets them; each thread has its own. */
let positions: i32 = 0;
/** Of a group. */
let width: i32 = 0;
/** From one position to the next. */
let stride: usize = 0;
/** Per channel of the share at work, in scratch. */
let centers: usize = 0;
let factors: usize = 0;
let evens: usize = 0;
let alongs: usize = 0;

function enter(command: Groups): void {
  positions = command.positions;
  width = command.channels / command.groups;
  stride = <usize>command.channels << 2;
  centers = scratch();
  factors = centers + stride;
  evens = factors + stride;
  alongs = evens + stride;
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

/** Each of `groups` values to all channels of its group. */
function spread(values: usize, groups: i32, to: usize): void {
  for (let group = 0; group < groups; group++, values += 4) {
    const value = load<f32>(values);
    for (let channel = 0; channel < width; channel++, to += 4) store<f32>(to, value);
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class NormalizeGroups extends Groups {
  beta: Input;
  y: usize;
  /** [samples, groups] */
  mean: usize;
  /** [samples, groups] */
  invStd: usize;
  epsilon: f32;
}

/**
 * Each group of channels of each sample of y = (x - mean) invStd gamma + beta, with its own mean over all positions and
 * invStd = 1 / sqrt(mean of (x - mean)² + epsilon). An item is some shares of samples.
 */
export function normalizeGroups(command: NormalizeGroups): void {
  enter(command);
  const groups = command.groups;
  const shares = command.shares;
  const parts = command.samples * shares;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, parts, 1);
    for (let part = shareStart(item, items, parts, 1); part < end; part++) {
      const sample = part / shares;
      const share = part - sample * shares;
      const first = shareStart(share, shares, groups, 1);
      normalizePart(command, sample, first, shareStart(share + 1, shares, groups, 1) - first);
    }
  }
}

function normalizePart(command: NormalizeGroups, sample: i32, first: i32, groups: i32): void {
  const statistic = <usize>(sample * command.groups + first) << 2;
  const mean = command.mean + statistic;
  const invStd = command.invStd + statistic;
  const channel = <usize>(first * width) << 2;
  const at = <usize>(sample * positions) * stride + channel;
  const count = groups * width;
  const divisor = <f32>positions * <f32>width;
  sumsDown(command.x + at, count, factors);
  for (let group = 0; group < groups; group++) {
    store<f32>(mean + (<usize>group << 2), sumOfGroup(factors, group) / divisor);
  }
  spread(mean, groups, centers);
  squaresDown(command.x + at, count, factors);
  for (let group = 0; group < groups; group++) {
    const variance = sumOfGroup(factors, group) / divisor;
    store<f32>(invStd + (<usize>group << 2), 1 / sqrt<f32>(variance + command.epsilon));
  }
  spread(invStd, groups, factors);
  const gamma = command.gamma + channel;
  for (let each: usize = 0; each < <usize>count << 2; each += 4) {
    store<f32>(factors + each, load<f32>(factors + each) * load<f32>(gamma + each));
  }
  writeNormalized(command.x + at, command.y + at, command.beta + channel, count);
}

function sumOfGroup(sums: usize, group: i32): f32 {
  let at = sums + (<usize>(group * width) << 2);
  let sum: f32 = 0;
  for (let channel = 0; channel < width; channel++, at += 4) sum += load<f32>(at);
  return sum;
}

/** Of each channel over all positions, sixteen channels at a time. */
function sumsDown(x: usize, count: i32, to: usize): void {
  let channel = 0;
  for (; channel + 16 <= count; channel += 16, x += 64, to += 64) {
    let a = f32x4.splat(0), b = a, c = a, d = a;
    let at = x;
    for (let position = 0; position < positions; position++, at += stride) {
      a = f32x4.add(a, v128.load(at)), b = f32x4.add(b, v128.load(at, 16));
      c = f32x4.add(c, v128.load(at, 32)), d = f32x4.add(d, v128.load(at, 48));
    }
    v128.store(to, a), v128.store(to, b, 16), v128.store(to, c, 32), v128.store(to, d, 48);
  }
  for (; channel < count; channel += 4, x += 16, to += 16) {
    const lanes = min(4, count - channel);
    let sum = f32x4.splat(0);
    let at = x;
    for (let position = 0; position < positions; position++, at += stride) sum = f32x4.add(sum, lanesAt(at, lanes));
    storeAt(to, sum, lanes);
  }
}

// @ts-ignore: decorator
@inline
function squareFrom(value: v128, center: v128): v128 {
  const deviation = f32x4.sub(value, center);
  return f32x4.mul(deviation, deviation);
}

/** Of (x - center) squared, in the same way. */
function squaresDown(x: usize, count: i32, to: usize): void {
  let center = centers;
  let channel = 0;
  for (; channel + 16 <= count; channel += 16, x += 64, to += 64, center += 64) {
    const centerA = v128.load(center), centerB = v128.load(center, 16);
    const centerC = v128.load(center, 32), centerD = v128.load(center, 48);
    let a = f32x4.splat(0), b = a, c = a, d = a;
    let at = x;
    for (let position = 0; position < positions; position++, at += stride) {
      a = f32x4.add(a, squareFrom(v128.load(at), centerA)), b = f32x4.add(b, squareFrom(v128.load(at, 16), centerB));
      c = f32x4.add(c, squareFrom(v128.load(at, 32), centerC)), d = f32x4.add(d, squareFrom(v128.load(at, 48), centerD));
    }
    v128.store(to, a), v128.store(to, b, 16), v128.store(to, c, 32), v128.store(to, d, 48);
  }
  for (; channel < count; channel += 4, x += 16, to += 16, center += 16) {
    const lanes = min(4, count - channel);
    const middle = lanesAt(center, lanes);
    let sum = f32x4.splat(0);
    let at = x;
    for (let position = 0; position < positions; position++, at += stride) {
      sum = f32x4.add(sum, squareFrom(lanesAt(at, lanes), middle));
    }
    storeAt(to, sum, lanes);
  }
}

function writeNormalized(x: usize, y: usize, beta: usize, count: i32): void {
  for (let position = 0; position < positions; position++, x += stride, y += stride) {
    for (let channel = 0; channel < count; channel += 4) {
      const at = <usize>channel << 2;
      const lanes = min(4, count - channel);
      const deviation = f32x4.sub(lanesAt(x + at, lanes), lanesAt(centers + at, lanes));
      const scaled = f32x4.mul(deviation, lanesAt(factors + at, lanes));
      storeAt(y + at, f32x4.add(scaled, lanesAt(beta + at, lanes)), lanes);
    }
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class NormalizeGroupsGrad extends Groups {
  dy: Input;
  /** [samples, groups] */
  mean: Input;
  /** [samples, groups] */
  invStd: Input;
  dx: usize;
  /** Of dy x̂ over the positions, [samples, channels]. */
  gammaSums: usize;
  /** Of dy over the positions, [samples, channels]. */
  betaSums: usize;
}

/**
 * dx = invStd (g - mean of g - x̂ mean of g x̂) within each group, with g = gamma dy and x̂ the normalized x; and the sums
 * that gamma's and beta's gradients are made of. An item is some shares of samples.
 */
export function normalizeGroupsGrad(command: NormalizeGroupsGrad): void {
  enter(command);
  const groups = command.groups;
  const shares = command.shares;
  const parts = command.samples * shares;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, parts, 1);
    for (let part = shareStart(item, items, parts, 1); part < end; part++) {
      const sample = part / shares;
      const share = part - sample * shares;
      const first = shareStart(share, shares, groups, 1);
      partGradient(command, sample, first, shareStart(share + 1, shares, groups, 1) - first);
    }
  }
}

function partGradient(command: NormalizeGroupsGrad, sample: i32, first: i32, groups: i32): void {
  const statistic = <usize>(sample * command.groups + first) << 2;
  const channel = <usize>(first * width) << 2;
  const at = <usize>(sample * positions) * stride + channel;
  const count = groups * width;
  const gammaSums = command.gammaSums + <usize>sample * stride + channel;
  const betaSums = command.betaSums + <usize>sample * stride + channel;
  const gamma = command.gamma + channel;
  spread(command.mean + statistic, groups, centers);
  spread(command.invStd + statistic, groups, factors);
  gradientSumsDown(command.dy + at, command.x + at, count, gammaSums, betaSums);
  const divisor = <f32>positions * <f32>width;
  for (let group = 0; group < groups; group++) {
    const from = <usize>(group * width) << 2;
    const scale = load<f32>(command.invStd + statistic + (<usize>group << 2));
    const even = scale * (groupProduct(gamma + from, betaSums + from) / divisor);
    const along = scale * scale * (groupProduct(gamma + from, gammaSums + from) / divisor);
    for (let each = from; each < from + (<usize>width << 2); each += 4) {
      store<f32>(evens + each, even);
      store<f32>(alongs + each, along);
      store<f32>(factors + each, scale * load<f32>(gamma + each));
    }
  }
  writeGradient(command.dy + at, command.x + at, command.dx + at, count);
}

function groupProduct(a: usize, b: usize): f32 {
  let sum: f32 = 0;
  for (let channel = 0; channel < width; channel++, a += 4, b += 4) sum += load<f32>(a) * load<f32>(b);
  return sum;
}

/** Of dy and of dy (x - center) factor, eight channels at a time. */
function gradientSumsDown(dy: usize, x: usize, count: i32, weighted: usize, plain: usize): void {
  let channel = 0;
  let offset: usize = 0;
  for (; channel + 8 <= count; channel += 8, offset += 32) {
    const centerA = v128.load(centers + offset), centerB = v128.load(centers + offset, 16);
    let plainA = f32x4.splat(0), plainB = plainA, weightedA = plainA, weightedB = plainA;
    let at = offset;
    for (let position = 0; position < positions; position++, at += stride) {
      const a = v128.load(dy + at), b = v128.load(dy + at, 16);
      plainA = f32x4.add(plainA, a), plainB = f32x4.add(plainB, b);
      weightedA = f32x4.add(weightedA, f32x4.mul(a, f32x4.sub(v128.load(x + at), centerA)));
      weightedB = f32x4.add(weightedB, f32x4.mul(b, f32x4.sub(v128.load(x + at, 16), centerB)));
    }
    v128.store(plain + offset, plainA), v128.store(plain + offset, plainB, 16);
    v128.store(weighted + offset, f32x4.mul(weightedA, v128.load(factors + offset)));
    v128.store(weighted + offset, f32x4.mul(weightedB, v128.load(factors + offset, 16)), 16);
  }
  for (; channel < count; channel += 4, offset += 16) {
    const lanes = min(4, count - channel);
    const center = lanesAt(centers + offset, lanes);
    let plainSum = f32x4.splat(0), weightedSum = plainSum;
    let at = offset;
    for (let position = 0; position < positions; position++, at += stride) {
      const gradient = lanesAt(dy + at, lanes);
      plainSum = f32x4.add(plainSum, gradient);
      weightedSum = f32x4.add(weightedSum, f32x4.mul(gradient, f32x4.sub(lanesAt(x + at, lanes), center)));
    }
    storeAt(plain + offset, plainSum, lanes);
    storeAt(weighted + offset, f32x4.mul(weightedSum, lanesAt(factors + offset, lanes)), lanes);
  }
}

function writeGradient(dy: usize, x: usize, dx: usize, count: i32): void {
  for (let position = 0; position < positions; position++, dy += stride, x += stride, dx += stride) {
    for (let channel = 0; channel < count; channel += 4) {
      const at = <usize>channel << 2;
      const lanes = min(4, count - channel);
      const deviation = f32x4.sub(lanesAt(x + at, lanes), lanesAt(centers + at, lanes));
      const scaled = f32x4.mul(lanesAt(dy + at, lanes), lanesAt(factors + at, lanes));
      const along = f32x4.mul(deviation, lanesAt(alongs + at, lanes));
      storeAt(dx + at, f32x4.sub(f32x4.sub(scaled, lanesAt(evens + at, lanes)), along), lanes);
    }
  }
}
