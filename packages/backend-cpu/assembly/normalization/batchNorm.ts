import { loadPart, storePart } from '../math/lanes';
import { Command, Input, shareStart } from '../runtime/command';

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

// @ts-ignore: decorator
@unmanaged @final
export class SquaredDeviations extends Command {
  x: Input;
  mean: Input;
  /** [chunks, channels] */
  sums: usize;
  rows: i32;
  channels: i32;
}

/** For each chunk of the rows of x [rows, channels], the sum of (x - mean) squared. An item is a chunk. */
export function squaredDeviations(command: SquaredDeviations): void {
  const x = command.x;
  const mean = command.mean;
  const sums = command.sums;
  const rows = command.rows;
  const channels = command.channels;
  const chunks = command.items;
  const rowBytes = <usize>channels << 2;
  for (let chunk = command.take(); chunk >= 0; chunk = command.take()) {
    const to = sums + <usize>chunk * rowBytes;
    memory.fill(to, 0, rowBytes);
    const end = shareStart(chunk + 1, chunks, rows, 1);
    for (let row = shareStart(chunk, chunks, rows, 1); row < end; row++) {
      const from = x + <usize>row * rowBytes;
      for (let channel = 0; channel < channels; channel += 4) {
        const at = <usize>channel << 2;
        const lanes = min(4, channels - channel);
        const deviation = f32x4.sub(lanesAt(from + at, lanes), lanesAt(mean + at, lanes));
        storeAt(to + at, f32x4.add(lanesAt(to + at, lanes), f32x4.mul(deviation, deviation)), lanes);
      }
    }
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class DeviationFactors extends Command {
  variance: Input;
  /** Or 0 for ones. */
  gamma: Input;
  invStd: usize;
  factor: usize;
  channels: i32;
  epsilon: f32;
}

/** invStd = 1 / sqrt(variance + epsilon), factor = invStd gamma. */
export function deviationFactors(command: DeviationFactors): void {
  const variance = command.variance;
  const gamma = command.gamma;
  const invStd = command.invStd;
  const factor = command.factor;
  const channels = command.channels;
  const epsilon = command.epsilon;
  while (command.take() >= 0) {
    for (let channel = 0; channel < channels; channel++) {
      const at = <usize>channel << 2;
      const inverse: f32 = 1 / sqrt<f32>(load<f32>(variance + at) + epsilon);
      store<f32>(invStd + at, inverse);
      store<f32>(factor + at, gamma == 0 ? inverse : inverse * load<f32>(gamma + at));
    }
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class Normalize extends Command {
  x: Input;
  y: usize;
  mean: Input;
  factor: Input;
  /** Or 0 for none. */
  offset: Input;
  rows: i32;
  channels: i32;
}

/** y = (x - mean) factor + offset. */
export function normalize(command: Normalize): void {
  const x = command.x;
  const y = command.y;
  const mean = command.mean;
  const factor = command.factor;
  const offset = command.offset;
  const rows = command.rows;
  const channels = command.channels;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, rows, 1);
    for (let row = shareStart(item, items, rows, 1); row < end; row++) {
      const rowAt = <usize>row * <usize>channels << 2;
      for (let channel = 0; channel < channels; channel += 4) {
        const at = <usize>channel << 2;
        const lanes = min(4, channels - channel);
        const deviation = f32x4.sub(lanesAt(x + rowAt + at, lanes), lanesAt(mean + at, lanes));
        let value = f32x4.mul(deviation, lanesAt(factor + at, lanes));
        if (offset != 0) value = f32x4.add(value, lanesAt(offset + at, lanes));
        storeAt(y + rowAt + at, value, lanes);
      }
    }
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class BatchNormGradientSums extends Command {
  dy: Input;
  x: Input;
  mean: Input;
  invStd: Input;
  /** Of dy, [chunks, channels]. */
  plainSums: usize;
  /** Of dy (x - mean) invStd, [chunks, channels]. */
  weightedSums: usize;
  rows: i32;
  channels: i32;
}

/** For each chunk of the rows, the sums of dy and of dy (x - mean) invStd. An item is a chunk. */
export function batchNormGradientSums(command: BatchNormGradientSums): void {
  const dy = command.dy;
  const x = command.x;
  const mean = command.mean;
  const invStd = command.invStd;
  const rows = command.rows;
  const channels = command.channels;
  const chunks = command.items;
  const rowBytes = <usize>channels << 2;
  for (let chunk = command.take(); chunk >= 0; chunk = command.take()) {
    const plain = command.plainSums + <usize>chunk * rowBytes;
    const weighted = command.weightedSums + <usize>chunk * rowBytes;
    memory.fill(plain, 0, rowBytes);
    memory.fill(weighted, 0, rowBytes);
    const end = shareStart(chunk + 1, chunks, rows, 1);
    for (let row = shareStart(chunk, chunks, rows, 1); row < end; row++) {
      const rowAt = <usize>row * rowBytes;
      for (let channel = 0; channel < channels; channel += 4) {
        const at = <usize>channel << 2;
        const lanes = min(4, channels - channel);
        const gradient = lanesAt(dy + rowAt + at, lanes);
        const deviation = f32x4.sub(lanesAt(x + rowAt + at, lanes), lanesAt(mean + at, lanes));
        const product = f32x4.mul(gradient, f32x4.mul(deviation, lanesAt(invStd + at, lanes)));
        storeAt(plain + at, f32x4.add(lanesAt(plain + at, lanes), gradient), lanes);
        storeAt(weighted + at, f32x4.add(lanesAt(weighted + at, lanes), product), lanes);
      }
    }
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class BatchNormImageGradient extends Command {
  dy: Input;
  x: Input;
  dx: usize;
  gamma: Input;
  mean: Input;
  invStd: Input;
  dgamma: Input;
  dbeta: Input;
  rows: i32;
  channels: i32;
}

/** dx = gamma invStd (dy - dbeta / rows - (x - mean) invStd dgamma / rows). */
export function batchNormImageGradient(command: BatchNormImageGradient): void {
  const dy = command.dy;
  const x = command.x;
  const dx = command.dx;
  const gamma = command.gamma;
  const mean = command.mean;
  const invStd = command.invStd;
  const dgamma = command.dgamma;
  const dbeta = command.dbeta;
  const rows = command.rows;
  const channels = command.channels;
  const share = f32x4.splat(1 / <f32>rows);
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, rows, 1);
    for (let row = shareStart(item, items, rows, 1); row < end; row++) {
      const rowAt = <usize>row * <usize>channels << 2;
      for (let channel = 0; channel < channels; channel += 4) {
        const at = <usize>channel << 2;
        const lanes = min(4, channels - channel);
        const scale = lanesAt(invStd + at, lanes);
        const deviation = f32x4.sub(lanesAt(x + rowAt + at, lanes), lanesAt(mean + at, lanes));
        const along = f32x4.mul(f32x4.mul(deviation, scale), f32x4.mul(lanesAt(dgamma + at, lanes), share));
        const even = f32x4.mul(lanesAt(dbeta + at, lanes), share);
        const centred = f32x4.sub(f32x4.sub(lanesAt(dy + rowAt + at, lanes), even), along);
        storeAt(dx + rowAt + at, f32x4.mul(centred, f32x4.mul(lanesAt(gamma + at, lanes), scale)), lanes);
      }
    }
  }
}
