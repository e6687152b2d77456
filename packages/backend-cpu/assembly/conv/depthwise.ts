import { loadPart, storePart } from '../math/lanes';
import { Input, shareStart } from '../runtime/command';
import {
  channels, dilationHeight, dilationWidth, height, outHeight, outWidth, padLeft, padTop, readWindow,
  strideHeight, strideWidth, width, Window, windowHeight, windowWidth,
} from '../window/window';

/** Each channel is convolved with filters of its own: `multiplier` of them. */
// @ts-ignore: decorator
@unmanaged
export class DepthwiseSizes extends Window {
  batch: i32;
  multiplier: i32;
}

/** Four image values for outputs `output` … `output + 3`, of which every `multiplier` share a channel. */
// @ts-ignore: decorator
@inline
function imageLanes(pixel: usize, output: i32, multiplier: i32, lanes: i32): v128 {
  if (multiplier == 1) {
    return lanes == 4 ? v128.load(pixel + (<usize>output << 2)) : loadPart(pixel + (<usize>output << 2), lanes);
  }
  let values = v128.load32_zero(pixel + (<usize>(output / multiplier) << 2));
  if (lanes > 1) values = v128.load32_lane(pixel + (<usize>((output + 1) / multiplier) << 2), values, 1);
  if (lanes > 2) values = v128.load32_lane(pixel + (<usize>((output + 2) / multiplier) << 2), values, 2);
  if (lanes > 3) values = v128.load32_lane(pixel + (<usize>((output + 3) / multiplier) << 2), values, 3);
  return values;
}

// @ts-ignore: decorator
@unmanaged @final
export class Depthwise extends DepthwiseSizes {
  x: Input;
  filter: Input;
  y: usize;
}

export function depthwise(command: Depthwise): void {
  readWindow(command);
  const x = command.x;
  const filter = command.filter;
  const y = command.y;
  const lines = command.batch * outHeight;
  const multiplier = command.multiplier;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, lines, 1);
    for (let line = shareStart(item, items, lines, 1); line < end; line++) {
      const image = line / outHeight;
      const corner = (line - image * outHeight) * strideHeight - padTop;
      const from = x + <usize>(image * height) * <usize>(width * channels) * 4;
      let to = y + <usize>line * <usize>(outWidth * channels * multiplier) * 4;
      for (let column = 0; column < outWidth; column++) {
        depthwisePixel(from, filter, to, corner, column * strideWidth - padLeft, multiplier);
        to += <usize>(channels * multiplier) << 2;
      }
    }
  }
}

function depthwisePixel(image: usize, filter: usize, to: usize, top: i32, left: i32, multiplier: i32): void {
  const outputs = channels * multiplier;
  for (let output = 0; output < outputs; output += 4) {
    const lanes = min(4, outputs - output);
    let sum = f32x4.splat(0);
    for (let row = 0; row < windowHeight; row++) {
      const y = top + row * dilationHeight;
      if (<u32>y >= <u32>height) continue;
      for (let column = 0; column < windowWidth; column++) {
        const x = left + column * dilationWidth;
        if (<u32>x >= <u32>width) continue;
        const value = imageLanes(image + (<usize>((y * width + x) * channels) << 2), output, multiplier, lanes);
        const weight = filter + (<usize>((row * windowWidth + column) * outputs + output) << 2);
        sum = f32x4.add(sum, f32x4.mul(value, lanes == 4 ? v128.load(weight) : loadPart(weight, lanes)));
      }
    }
    if (lanes == 4) v128.store(to + (<usize>output << 2), sum);
    else storePart(to + (<usize>output << 2), sum, lanes);
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class DepthwiseImageGradient extends DepthwiseSizes {
  dy: Input;
  filter: Input;
  dx: usize;
}

/** The gradient of the image. */
export function depthwiseImageGradient(command: DepthwiseImageGradient): void {
  readWindow(command);
  const dy = command.dy;
  const filter = command.filter;
  const dx = command.dx;
  const lines = command.batch * height;
  const multiplier = command.multiplier;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, lines, 1);
    for (let line = shareStart(item, items, lines, 1); line < end; line++) {
      const image = line / height;
      const from = dy + <usize>(image * outHeight) * <usize>(outWidth * channels * multiplier) * 4;
      let to = dx + <usize>line * <usize>(width * channels) * 4;
      for (let column = 0; column < width; column++) {
        imageGradientPixel(from, filter, to, line - image * height, column, multiplier);
        to += <usize>channels << 2;
      }
    }
  }
}

function imageGradientPixel(dy: usize, filter: usize, to: usize, row: i32, column: i32, multiplier: i32): void {
  for (let channel = 0; channel < channels; channel += 4) {
    const lanes = min(4, channels - channel);
    let sum = f32x4.splat(0);
    for (let tapRow = 0; tapRow < windowHeight; tapRow++) {
      const down = row + padTop - tapRow * dilationHeight;
      if (down < 0 || down % strideHeight != 0 || down / strideHeight >= outHeight) continue;
      for (let tapColumn = 0; tapColumn < windowWidth; tapColumn++) {
        const right = column + padLeft - tapColumn * dilationWidth;
        if (right < 0 || right % strideWidth != 0 || right / strideWidth >= outWidth) continue;
        const position = down / strideHeight * outWidth + right / strideWidth;
        const at = <usize>((position * channels + channel) * multiplier) << 2;
        const weight = <usize>(((tapRow * windowWidth + tapColumn) * channels + channel) * multiplier) << 2;
        sum = f32x4.add(sum, channelProducts(dy + at, filter + weight, multiplier, lanes));
      }
    }
    if (lanes == 4) v128.store(to + (<usize>channel << 2), sum);
    else storePart(to + (<usize>channel << 2), sum, lanes);
  }
}

/** For up to four channels, the sum of the products of their `multiplier` outputs. */
function channelProducts(dy: usize, filter: usize, multiplier: i32, lanes: i32): v128 {
  if (multiplier == 1 && lanes == 4) return f32x4.mul(v128.load(dy), v128.load(filter));
  let sums = f32x4.splat(0);
  for (let output = 0; output < multiplier; output++) {
    sums = f32x4.add(sums, f32x4.mul(everyNth(dy, output, multiplier, lanes), everyNth(filter, output, multiplier, lanes)));
  }
  return sums;
}

function everyNth(x: usize, output: i32, multiplier: i32, lanes: i32): v128 {
  const step = <usize>multiplier << 2;
  x += <usize>output << 2;
  let values = v128.load32_zero(x);
  if (lanes > 1) values = v128.load32_lane(x + step, values, 1);
  if (lanes > 2) values = v128.load32_lane(x + 2 * step, values, 2);
  if (lanes > 3) values = v128.load32_lane(x + 3 * step, values, 3);
  return values;
}

// @ts-ignore: decorator
@unmanaged @final
export class DepthwiseFilterGradient extends DepthwiseSizes {
  x: Input;
  dy: Input;
  gradient: usize;
}

/** The gradient of the filter. An item is one tap and four of its outputs; sums go row by row, image by image. */
export function depthwiseFilterGradient(command: DepthwiseFilterGradient): void {
  readWindow(command);
  const x = command.x;
  const dy = command.dy;
  const gradient = command.gradient;
  const batch = command.batch;
  const multiplier = command.multiplier;
  const outputs = channels * multiplier;
  const blocks = (outputs + 3) / 4;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const tap = item / blocks;
    const output = (item - tap * blocks) * 4;
    const lanes = min(4, outputs - output);
    let sum = f32x4.splat(0);
    for (let line = 0; line < batch * outHeight; line++) {
      sum = f32x4.add(sum, lineProducts(x, dy, line, tap, output, multiplier, lanes));
    }
    const to = gradient + (<usize>(tap * outputs + output) << 2);
    if (lanes == 4) v128.store(to, sum);
    else storePart(to, sum, lanes);
  }
}

function lineProducts(x: usize, dy: usize, line: i32, tap: i32, output: i32, multiplier: i32, lanes: i32): v128 {
  const image = line / outHeight;
  const tapRow = tap / windowWidth;
  const row = (line - image * outHeight) * strideHeight - padTop + tapRow * dilationHeight;
  let sum = f32x4.splat(0);
  if (<u32>row >= <u32>height) return sum;
  const offset = (tap - tapRow * windowWidth) * dilationWidth - padLeft;
  const from = x + <usize>(image * height + row) * <usize>(width * channels) * 4;
  let at = dy + (<usize>line * <usize>(outWidth * channels * multiplier) + <usize>output) * 4;
  for (let column = 0; column < outWidth; column++) {
    const across = column * strideWidth + offset;
    if (<u32>across < <u32>width) {
      const value = imageLanes(from + (<usize>(across * channels) << 2), output, multiplier, lanes);
      sum = f32x4.add(sum, f32x4.mul(value, lanes == 4 ? v128.load(at) : loadPart(at, lanes)));
    }
    at += <usize>(channels * multiplier) << 2;
  }
  return sum;
}
