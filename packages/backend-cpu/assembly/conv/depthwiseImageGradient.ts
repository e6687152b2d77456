import { loadPart, storePart } from '../math/lanes';
import { Input, shareStart } from '../runtime/command';
import { multiplyAdd } from '../runtime/simd';
import {
  channels, dilationHeight, dilationWidth, height, outHeight, outWidth, padLeft, padTop, readWindow,
  strideHeight, strideWidth, width, windowHeight, windowWidth,
} from '../window/window';
import { DepthwiseSizes } from './depthwise';
import { endTap, firstTap } from './taps';

// @ts-ignore: decorator
@unmanaged @final
export class DepthwiseImageGradient extends DepthwiseSizes {
  dy: Input;
  filter: Input;
  dx: usize;
}

/** The gradient of the image, with strides and multipliers: line by line, all that reaches it, tap after tap. */
export function depthwiseImageGradient(command: DepthwiseImageGradient): void {
  readWindow(command);
  const lines = command.batch * height;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, lines, 1);
    for (let line = shareStart(item, items, lines, 1); line < end; line++) gradientLine(command, line);
  }
}

function gradientLine(command: DepthwiseImageGradient, line: i32): void {
  const multiplier = command.multiplier;
  const image = line / height;
  const lineBytes = <usize>(width * channels) << 2;
  const to = command.dx + <usize>line * lineBytes;
  memory.fill(to, 0, lineBytes);
  for (let tapRow = 0; tapRow < windowHeight; tapRow++) {
    const down = line - image * height + padTop - tapRow * dilationHeight;
    if (down < 0 || down % strideHeight != 0 || down / strideHeight >= outHeight) continue;
    const outputLine = image * outHeight + down / strideHeight;
    const from = command.dy + <usize>(outputLine * outWidth) * <usize>(channels * multiplier) * 4;
    for (let tapColumn = 0; tapColumn < windowWidth; tapColumn++) {
      const tap = tapRow * windowWidth + tapColumn;
      const weight = command.filter + (<usize>(tap * channels * multiplier) << 2);
      addTap(from, weight, to, tapColumn * dilationWidth - padLeft, multiplier);
    }
  }
}

/** Output `column` lies over pixel `column · stride + offset`. */
function addTap(dy: usize, weight: usize, to: usize, offset: i32, multiplier: i32): void {
  const end = endTap(offset, strideWidth, width, outWidth);
  for (let column = firstTap(offset, strideWidth, outWidth); column < end; column++) {
    const from = dy + (<usize>(column * channels * multiplier) << 2);
    const pixel = to + (<usize>((column * strideWidth + offset) * channels) << 2);
    if (multiplier == 1) addProducts(from, weight, pixel);
    else addSums(from, weight, pixel, multiplier);
  }
}

function addProducts(dy: usize, weight: usize, to: usize): void {
  let at: usize = 0;
  const end = <usize>channels << 2;
  for (; at + 32 <= end; at += 32) {
    const first = multiplyAdd(v128.load(dy + at), v128.load(weight + at), v128.load(to + at));
    const second = multiplyAdd(v128.load(dy + at, 16), v128.load(weight + at, 16), v128.load(to + at, 16));
    v128.store(to + at, first);
    v128.store(to + at, second, 16);
  }
  for (; at < end; at += 4) {
    const product = multiplyAdd(
      v128.load32_zero(dy + at), v128.load32_zero(weight + at), v128.load32_zero(to + at),
    );
    v128.store32_lane(to + at, product, 0);
  }
}

function addSums(dy: usize, weight: usize, to: usize, multiplier: i32): void {
  const step = <usize>multiplier << 2;
  for (let channel = 0; channel < channels; channel += 4) {
    const lanes = min(4, channels - channel);
    const at = to + (<usize>channel << 2);
    let sums = lanes == 4 ? v128.load(at) : loadPart(at, lanes);
    for (let output = 0; output < multiplier; output++) {
      const first = <usize>(channel * multiplier + output) << 2;
      sums = multiplyAdd(everyNth(dy + first, step, lanes), everyNth(weight + first, step, lanes), sums);
    }
    if (lanes == 4) v128.store(at, sums);
    else storePart(at, sums, lanes);
  }
}

function everyNth(x: usize, step: usize, lanes: i32): v128 {
  let values = v128.load32_zero(x);
  if (lanes > 1) values = v128.load32_lane(x + step, values, 1);
  if (lanes > 2) values = v128.load32_lane(x + 2 * step, values, 2);
  if (lanes > 3) values = v128.load32_lane(x + 3 * step, values, 3);
  return values;
}
