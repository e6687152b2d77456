import { loadPart, storePart } from '../math/lanes';
import { floatArgument, intArgument, itemsOf, pointerArgument, shareStart, take } from '../runtime/command';

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

/**
 * For each chunk of the rows of x [rows, channels], the sum of (x - mean) squared. An item is a chunk. Arguments: x,
 * mean, sums [chunks, channels], rows, channels.
 */
export function squaredDeviations(command: usize): void {
  const x = pointerArgument(command, 0);
  const mean = pointerArgument(command, 1);
  const sums = pointerArgument(command, 2);
  const rows = intArgument(command, 3);
  const channels = intArgument(command, 4);
  const chunks = itemsOf(command);
  const rowBytes = <usize>channels << 2;
  for (let chunk = take(command); chunk >= 0; chunk = take(command)) {
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

/**
 * invStd = 1 / sqrt(variance + epsilon), factor = invStd gamma. Arguments: variance, gamma (0 for ones), invStd,
 * factor, channels, epsilon.
 */
export function deviationFactors(command: usize): void {
  const variance = pointerArgument(command, 0);
  const gamma = pointerArgument(command, 1);
  const invStd = pointerArgument(command, 2);
  const factor = pointerArgument(command, 3);
  const channels = intArgument(command, 4);
  const epsilon = floatArgument(command, 5);
  while (take(command) >= 0) {
    for (let channel = 0; channel < channels; channel++) {
      const at = <usize>channel << 2;
      const inverse: f32 = 1 / sqrt<f32>(load<f32>(variance + at) + epsilon);
      store<f32>(invStd + at, inverse);
      store<f32>(factor + at, gamma == 0 ? inverse : inverse * load<f32>(gamma + at));
    }
  }
}

/** y = (x - mean) factor + offset. Arguments: x, y, mean, factor, offset (0 for none), rows, channels. */
export function normalize(command: usize): void {
  const x = pointerArgument(command, 0);
  const y = pointerArgument(command, 1);
  const mean = pointerArgument(command, 2);
  const factor = pointerArgument(command, 3);
  const offset = pointerArgument(command, 4);
  const rows = intArgument(command, 5);
  const channels = intArgument(command, 6);
  const items = itemsOf(command);
  for (let item = take(command); item >= 0; item = take(command)) {
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

/**
 * For each chunk of the rows, the sums of dy and of dy (x - mean) invStd. An item is a chunk. Arguments: dy, x, mean,
 * invStd, sums of dy [chunks, channels], the other sums, rows, channels.
 */
export function batchNormGradientSums(command: usize): void {
  const dy = pointerArgument(command, 0);
  const x = pointerArgument(command, 1);
  const mean = pointerArgument(command, 2);
  const invStd = pointerArgument(command, 3);
  const rows = intArgument(command, 6);
  const channels = intArgument(command, 7);
  const chunks = itemsOf(command);
  const rowBytes = <usize>channels << 2;
  for (let chunk = take(command); chunk >= 0; chunk = take(command)) {
    const plain = pointerArgument(command, 4) + <usize>chunk * rowBytes;
    const weighted = pointerArgument(command, 5) + <usize>chunk * rowBytes;
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

/**
 * dx = gamma invStd (dy - dbeta / rows - (x - mean) invStd dgamma / rows). Arguments: dy, x, dx, gamma, mean, invStd,
 * dgamma, dbeta, rows, channels.
 */
export function batchNormImageGradient(command: usize): void {
  const dy = pointerArgument(command, 0);
  const x = pointerArgument(command, 1);
  const dx = pointerArgument(command, 2);
  const gamma = pointerArgument(command, 3);
  const mean = pointerArgument(command, 4);
  const invStd = pointerArgument(command, 5);
  const dgamma = pointerArgument(command, 6);
  const dbeta = pointerArgument(command, 7);
  const rows = intArgument(command, 8);
  const channels = intArgument(command, 9);
  const share = f32x4.splat(1 / <f32>rows);
  const items = itemsOf(command);
  for (let item = take(command); item >= 0; item = take(command)) {
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
