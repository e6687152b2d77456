import { loadPart, storePart } from '../math/lanes';
import { Input, shareStart } from '../runtime/command';
import { multiplyAdd } from '../runtime/simd';
import {
  channels, dilationHeight, dilationWidth, height, outHeight, outWidth, padLeft, padTop, readWindow,
  strideHeight, strideWidth, width, windowHeight, windowWidth,
} from '../window/window';
import { DepthwiseSizes, imageLanes } from './depthwise';
import { endTap, firstTap } from './taps';

// @ts-ignore: decorator
@unmanaged @final
export class DepthwiseFilterGradient extends DepthwiseSizes {
  x: Input;
  dy: Input;
  /** A filter for each chunk. */
  partials: usize;
}

/** The gradient of the filter. An item is a chunk of the lines of outputs, and makes a filter of its own, added up afterwards. */
export function depthwiseFilterGradient(command: DepthwiseFilterGradient): void {
  readWindow(command);
  const lines = command.batch * outHeight;
  const chunks = command.items;
  const filterBytes = <usize>(windowHeight * windowWidth * channels * command.multiplier) << 2;
  for (let chunk = command.take(); chunk >= 0; chunk = command.take()) {
    const to = command.partials + <usize>chunk * filterBytes;
    memory.fill(to, 0, filterBytes);
    const end = shareStart(chunk + 1, chunks, lines, 1);
    for (let line = shareStart(chunk, chunks, lines, 1); line < end; line++) addLine(command, line, to);
  }
}

function addLine(command: DepthwiseFilterGradient, line: i32, to: usize): void {
  const multiplier = command.multiplier;
  const image = line / outHeight;
  const top = (line - image * outHeight) * strideHeight - padTop;
  const outputBytes = <usize>(channels * multiplier) << 2;
  const pixelBytes = <usize>channels << 2;
  const dy = command.dy + <usize>(line * outWidth) * outputBytes;
  const rowEnd = endTap(top, dilationHeight, height, windowHeight);
  for (let tapRow = firstTap(top, dilationHeight, windowHeight); tapRow < rowEnd; tapRow++) {
    const row = image * height + top + tapRow * dilationHeight;
    const x = command.x + <usize>(row * width) * pixelBytes;
    for (let tapColumn = 0; tapColumn < windowWidth; tapColumn++) {
      // Output `column` lies over pixel `column · stride + offset`.
      const offset = tapColumn * dilationWidth - padLeft;
      const start = firstTap(offset, strideWidth, outWidth);
      const count = endTap(offset, strideWidth, width, outWidth) - start;
      if (count <= 0) continue;
      const from = x + <usize>(start * strideWidth + offset) * pixelBytes;
      const tap = to + <usize>(tapRow * windowWidth + tapColumn) * outputBytes;
      addTap(from, dy + <usize>start * outputBytes, tap, count, multiplier);
    }
  }
}

function addTap(x: usize, dy: usize, to: usize, count: i32, multiplier: i32): void {
  const whole = multiplier == 1 ? channels & ~15 : 0;
  for (let channel = 0; channel < whole; channel += 16) {
    const at = <usize>channel << 2;
    addSixteen(x + at, dy + at, to + at, count);
  }
  const outputs = channels * multiplier;
  const pixelStep = <usize>(strideWidth * channels) << 2;
  for (let output = whole; output < outputs; output += 4) {
    const lanes = min(4, outputs - output);
    const place = to + (<usize>output << 2);
    let pixel = x, at = dy + (<usize>output << 2);
    let sum = f32x4.splat(0);
    for (let column = count; column > 0; column--) {
      const gradient = lanes == 4 ? v128.load(at) : loadPart(at, lanes);
      sum = multiplyAdd(imageLanes(pixel, output, multiplier, lanes), gradient, sum);
      pixel += pixelStep;
      at += <usize>outputs << 2;
    }
    if (lanes == 4) v128.store(place, f32x4.add(v128.load(place), sum));
    else storePart(place, f32x4.add(loadPart(place, lanes), sum), lanes);
  }
}

/** Sixteen channels: as many sums as hide how long a sum waits for the one before. */
function addSixteen(x: usize, dy: usize, to: usize, count: i32): void {
  const step = <usize>channels << 2;
  const pixelStep = <usize>strideWidth * step;
  let a = f32x4.splat(0), b = f32x4.splat(0), c = f32x4.splat(0), d = f32x4.splat(0);
  for (; count > 0; count--) {
    a = multiplyAdd(v128.load(x), v128.load(dy), a);
    b = multiplyAdd(v128.load(x, 16), v128.load(dy, 16), b);
    c = multiplyAdd(v128.load(x, 32), v128.load(dy, 32), c);
    d = multiplyAdd(v128.load(x, 48), v128.load(dy, 48), d);
    x += pixelStep;
    dy += step;
  }
  a = f32x4.add(v128.load(to), a);
  b = f32x4.add(v128.load(to, 16), b);
  c = f32x4.add(v128.load(to, 32), c);
  d = f32x4.add(v128.load(to, 48), d);
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}
