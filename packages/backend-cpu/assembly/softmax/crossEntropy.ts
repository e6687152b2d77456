import { expBelowOne } from '../math/exp';
import { loadPart, partMask, storePart, sumLanes } from '../math/lanes';
import { log, log1p } from '../math/log';
import { sigmoid } from '../math/sigmoid';
import { sumOf } from '../math/sum';
import { Command, Input, shareStart } from '../runtime/command';
import { exponentials, rowMax } from './softmax';

// @ts-ignore: decorator
@unmanaged @final
export class SoftmaxCrossEntropy extends Command {
  labels: Input;
  logits: Input;
  /** One for each row. */
  losses: usize;
  /** Of the logits. */
  gradient: usize;
  rows: i32;
  columns: i32;
  /** What the gradient is multiplied by. */
  scale: f32;
}

/** Softmax cross-entropy and its gradient in one pass over the rows. */
export function softmaxCrossEntropy(command: SoftmaxCrossEntropy): void {
  const labels = command.labels;
  const logits = command.logits;
  const losses = command.losses;
  const gradient = command.gradient;
  const rows = command.rows;
  const columns = command.columns;
  const scale = command.scale;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, rows, 1);
    for (let row = shareStart(item, items, rows, 1); row < end; row++) {
      const offset = <usize>row * <usize>columns * 4;
      const loss = crossEntropyRow(labels + offset, logits + offset, gradient + offset, columns, scale);
      store<f32>(losses + (<usize>row << 2), loss);
    }
  }
}

/** Sum of t (log(sum e^z) - z), and (softmax(z) sum(t) - t) scale. */
function crossEntropyRow(t: usize, z: usize, gradient: usize, columns: i32, scale: f32): f32 {
  const most = rowMax(z, columns);
  const sum = exponentials(z, gradient, columns, most, 1);
  const logSum = f32x4.extract_lane(log(f32x4.splat(sum)), 0);
  const total = sumOf(t, columns);
  const share = f32x4.splat(total / sum);
  const scales = f32x4.splat(scale);
  const shift = f32x4.splat(most);
  const logSums = f32x4.splat(logSum);
  let loss = f32x4.splat(0);
  let count = columns;
  for (; count >= 4; count -= 4, t += 16, z += 16, gradient += 16) {
    const label = v128.load(t);
    const surprise = f32x4.add(f32x4.sub(shift, v128.load(z)), logSums);
    loss = f32x4.add(loss, f32x4.mul(label, surprise));
    const slope = f32x4.mul(f32x4.sub(f32x4.mul(v128.load(gradient), share), label), scales);
    v128.store(gradient, withoutTraces(slope));
  }
  if (count != 0) {
    const label = loadPart(t, count);
    const surprise = f32x4.add(f32x4.sub(shift, loadPart(z, count)), logSums);
    // Lanes beyond the row have label zero, but a surprise that may be infinite.
    loss = f32x4.add(loss, v128.and(f32x4.mul(label, surprise), partMask(count)));
    const slope = f32x4.sub(f32x4.mul(loadPart(gradient, count), share), label);
    storePart(gradient, withoutTraces(f32x4.mul(slope, scales)), count);
  }
  return sumLanes(loss);
}

/**
 * Zero for what is below 2⁻¹⁰⁰, as the slopes of a network are that is sure of all but one class. Products of such numbers
 * would lie below 2⁻¹²⁶, where processors are a hundred times slower, and change no weight.
 */
// @ts-ignore: decorator
@inline
function withoutTraces(slope: v128): v128 {
  return v128.andnot(slope, f32x4.lt(f32x4.abs(slope), f32x4.splat(7.888609052210118e-31)));
}

// @ts-ignore: decorator
@unmanaged @final
export class SigmoidCrossEntropy extends Command {
  labels: Input;
  logits: Input;
  /** One sum for each item. */
  losses: usize;
  /** Of the logits. */
  gradient: usize;
  count: i32;
  /** What the gradient is multiplied by. */
  scale: f32;
}

/** Sigmoid cross-entropy, max(z, 0) - z t + log(1 + e^-|z|), and its gradient (sigmoid(z) - t) scale. */
export function sigmoidCrossEntropy(command: SigmoidCrossEntropy): void {
  const labels = command.labels;
  const logits = command.logits;
  const losses = command.losses;
  const gradient = command.gradient;
  const count = command.count;
  const scale = f32x4.splat(command.scale);
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const start = shareStart(item, items, count, 16);
    const elements = shareStart(item + 1, items, count, 16) - start;
    const offset = <usize>start << 2;
    const loss = sigmoidRange(labels + offset, logits + offset, gradient + offset, elements, scale);
    store<f32>(losses + (<usize>item << 2), loss);
  }
}

function sigmoidRange(t: usize, z: usize, gradient: usize, count: i32, scale: v128): f32 {
  let loss = f32x4.splat(0);
  for (; count >= 4; count -= 4, t += 16, z += 16, gradient += 16) {
    const label = v128.load(t);
    const logit = v128.load(z);
    loss = f32x4.add(loss, sigmoidLoss(label, logit));
    v128.store(gradient, withoutTraces(f32x4.mul(f32x4.sub(sigmoid(logit), label), scale)));
  }
  if (count != 0) {
    const label = loadPart(t, count);
    const logit = loadPart(z, count);
    loss = f32x4.add(loss, v128.and(sigmoidLoss(label, logit), partMask(count)));
    storePart(gradient, withoutTraces(f32x4.mul(f32x4.sub(sigmoid(logit), label), scale)), count);
  }
  return sumLanes(loss);
}

function sigmoidLoss(label: v128, logit: v128): v128 {
  const above = f32x4.pmax(logit, f32x4.splat(0));
  const tail = log1p(expBelowOne(f32x4.neg(f32x4.abs(logit))));
  return f32x4.add(f32x4.sub(above, f32x4.mul(logit, label)), tail);
}
