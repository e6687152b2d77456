import { loadPart, storePart } from '../math/lanes';
import { Flag, Input, shareStart } from '../runtime/command';
import { multiplyAdd } from '../runtime/simd';
import {
  channels, dilationHeight, dilationWidth, height, outHeight, outWidth, padLeft, padTop, readWindow,
  strideHeight, strideWidth, width, Window, windowHeight, windowWidth,
} from '../window/window';
import { endTap, firstTap } from './taps';

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
export function imageLanes(pixel: usize, output: i32, multiplier: i32, lanes: i32): v128 {
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
  /** The taps come last to first: for the gradient of the image. */
  flipped: Flag;
}

export function depthwise(command: Depthwise): void {
  readWindow(command);
  const lines = command.batch * outHeight;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, lines, 1);
    for (let line = shareStart(item, items, lines, 1); line < end; line++) depthwiseLine(command, line);
  }
}

/** Columns whose window is within the image take all taps: four of them at a time. */
function depthwiseLine(command: Depthwise, line: i32): void {
  const multiplier = command.multiplier;
  const flipped = command.flipped != 0;
  const filter = command.filter;
  const image = line / outHeight;
  const top = (line - image * outHeight) * strideHeight - padTop;
  const from = command.x + <usize>(image * height) * <usize>(width * channels) * 4;
  const pixel = <usize>(channels * multiplier) << 2;
  const start = command.y + <usize>(line * outWidth) * pixel;
  const last = width - 1 - (windowWidth - 1) * dilationWidth + padLeft;
  const innerStart = min((max(padLeft, 0) + strideWidth - 1) / strideWidth, outWidth);
  const innerEnd = multiplier == 1 && last >= 0 ? min(last / strideWidth + 1, outWidth) : 0;
  const whole = channels & ~7;
  let column = 0;
  while (column < outWidth) {
    const left = column * strideWidth - padLeft;
    const to = start + <usize>column * pixel;
    if (column >= innerStart && column + 4 <= innerEnd) {
      fourPixels(from, filter, to, top, left, flipped);
      for (let next = 0; next < 4 && whole < channels; next++) {
        onePixel(from, filter, to + <usize>next * pixel, top, left + next * strideWidth, 1, flipped, whole);
      }
      column += 4;
    } else {
      onePixel(from, filter, to, top, left, multiplier, flipped, 0);
      column++;
    }
  }
}

/** Of four neighbouring outputs, whose windows are within the image's columns, as many channels as are a multiple of eight. */
function fourPixels(image: usize, filter: usize, to: usize, top: i32, left: i32, flipped: bool): void {
  const pixel = <usize>channels << 2;
  const rowStart = firstTap(top, dilationHeight, windowHeight);
  const rowEnd = endTap(top, dilationHeight, height, windowHeight);
  const step = <usize>strideWidth * pixel;
  const tapStep = <usize>dilationWidth * pixel;
  const weightStep = flipped ? 0 - pixel : pixel;
  for (let channel: usize = 0, end = <usize>(channels & ~7) << 2; channel < end; channel += 32) {
    let a0 = f32x4.splat(0), b0 = f32x4.splat(0), a1 = f32x4.splat(0), b1 = f32x4.splat(0);
    let a2 = f32x4.splat(0), b2 = f32x4.splat(0), a3 = f32x4.splat(0), b3 = f32x4.splat(0);
    for (let row = rowStart; row < rowEnd; row++) {
      let at0 = image + <usize>((top + row * dilationHeight) * width + left) * pixel + channel;
      let weight = filter + <usize>tapOf(row, 0, flipped) * pixel + channel;
      for (let tap = windowWidth; tap > 0; tap--) {
        const w0 = v128.load(weight), w1 = v128.load(weight, 16);
        const at1 = at0 + step, at2 = at1 + step, at3 = at2 + step;
        a0 = multiplyAdd(v128.load(at0), w0, a0);
        b0 = multiplyAdd(v128.load(at0, 16), w1, b0);
        a1 = multiplyAdd(v128.load(at1), w0, a1);
        b1 = multiplyAdd(v128.load(at1, 16), w1, b1);
        a2 = multiplyAdd(v128.load(at2), w0, a2);
        b2 = multiplyAdd(v128.load(at2, 16), w1, b2);
        a3 = multiplyAdd(v128.load(at3), w0, a3);
        b3 = multiplyAdd(v128.load(at3, 16), w1, b3);
        at0 += tapStep;
        weight += weightStep;
      }
    }
    const to0 = to + channel, to1 = to0 + pixel, to2 = to1 + pixel, to3 = to2 + pixel;
    v128.store(to0, a0);
    v128.store(to0, b0, 16);
    v128.store(to1, a1);
    v128.store(to1, b1, 16);
    v128.store(to2, a2);
    v128.store(to2, b2, 16);
    v128.store(to3, a3);
    v128.store(to3, b3, 16);
  }
}

/** Outputs `output` and up of one position, of the taps that see the image. */
function onePixel(
  image: usize, filter: usize, to: usize, top: i32, left: i32, multiplier: i32, flipped: bool, output: i32,
): void {
  const outputs = channels * multiplier;
  const rowStart = firstTap(top, dilationHeight, windowHeight);
  const rowEnd = endTap(top, dilationHeight, height, windowHeight);
  const tapStart = firstTap(left, dilationWidth, windowWidth);
  const taps = endTap(left, dilationWidth, width, windowWidth) - tapStart;
  const tapStep = <usize>(dilationWidth * channels) << 2;
  const weightStep = flipped ? 0 - (<usize>outputs << 2) : <usize>outputs << 2;
  for (; output < outputs; output += 4) {
    const lanes = min(4, outputs - output);
    let sum = f32x4.splat(0);
    for (let row = rowStart; row < rowEnd; row++) {
      const corner = (top + row * dilationHeight) * width + left + tapStart * dilationWidth;
      let at = image + (<usize>(corner * channels) << 2);
      let weight = filter + (<usize>(tapOf(row, tapStart, flipped) * outputs + output) << 2);
      for (let tap = taps; tap > 0; tap--) {
        const weights = lanes == 4 ? v128.load(weight) : loadPart(weight, lanes);
        sum = multiplyAdd(imageLanes(at, output, multiplier, lanes), weights, sum);
        at += tapStep;
        weight += weightStep;
      }
    }
    if (lanes == 4) v128.store(to + (<usize>output << 2), sum);
    else storePart(to + (<usize>output << 2), sum, lanes);
  }
}

// @ts-ignore: decorator
@inline
function tapOf(row: i32, column: i32, flipped: bool): i32 {
  const tap = row * windowWidth + column;
  return flipped ? windowHeight * windowWidth - 1 - tap : tap;
}
