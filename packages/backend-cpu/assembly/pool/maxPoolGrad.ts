import { loadPart, storePart } from '../math/lanes';
import { Flag, Input, shareStart } from '../runtime/command';
import {
  channels, height, outHeight, outWidth, padLeft, padTop, readWindow, width, Window, windowBottom, windowHeight,
  windowLeft, windowRight, windowTop, windowWidth,
} from '../window/window';
import { clearChannels } from './clear';

// @ts-ignore: decorator
@unmanaged @final
export class MaxPoolGrad extends Window {
  dy: Input;
  x: Input;
  dx: usize;
  channelShares: i32;
  /** No pixel is in two windows. */
  disjoint: Flag;
  /** Every pixel is in a window. */
  covering: Flag;
  /** x comes from a relu, whose gradient is made as well: nothing comes of a window that holds nothing above 0. */
  ofRelu: Flag;
}

/** What the largest of a window must be above for dy to go anywhere: NaN asks for nothing. */
let least: f32 = NaN;

/**
 * dy goes to where the first largest of its window was, or the last NaN, as with PyTorch. An item is one image and a share
 * of its channels.
 */
export function maxPoolGrad(command: MaxPoolGrad): void {
  readWindow(command);
  const dy = command.dy;
  const x = command.x;
  const dx = command.dx;
  const shares = command.channelShares;
  least = command.ofRelu != 0 ? 0 : NaN;
  const disjoint = command.disjoint != 0;
  const covering = command.covering != 0;
  const imageBytes = <usize>(height * width) * <usize>channels * 4;
  const outBytes = <usize>(outHeight * outWidth) * <usize>channels * 4;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const image = item / shares;
    const share = item - image * shares;
    const start = shareStart(share, shares, channels, 4);
    const end = shareStart(share + 1, shares, channels, 4);
    const to = dx + <usize>image * imageBytes;
    if (!covering) clearChannels(to, start, end);
    spreadImage(dy + <usize>image * outBytes, x + <usize>image * imageBytes, to, start, end, disjoint);
  }
}

function spreadImage(dy: usize, x: usize, dx: usize, start: i32, end: i32, disjoint: bool): void {
  const pixel = <usize>channels << 2;
  const quads = disjoint && windowHeight == 2 && windowWidth == 2 && padTop == 0 && padLeft == 0;
  for (let row = 0; row < outHeight; row++) {
    const top = windowTop(row);
    const bottom = windowBottom(row);
    for (let column = 0; column < outWidth; column++, dy += pixel) {
      const left = windowLeft(column);
      const right = windowRight(column);
      const corner = <usize>(top * width + left) * pixel;
      let channel = start;
      if (quads && bottom - top == 2 && right - left == 2) {
        const offset = <usize>start << 2;
        channel += (end - start) & ~3;
        spreadQuad(dy + offset, x + corner + offset, dx + corner + offset, (end - start) >> 2);
      }
      for (; channel < end; channel += 4) {
        const offset = <usize>channel << 2;
        spread(dy + offset, x + corner + offset, dx + corner + offset, bottom - top, right - left, min(4, end - channel), disjoint);
      }
    }
  }
}

/** A whole window of two by two that no other reaches, four channels at a time: the usual case. */
function spreadQuad(dy: usize, x: usize, dx: usize, vectors: i32): void {
  const right = <usize>channels << 2;
  const below = <usize>width * right;
  for (; vectors > 0; vectors--, dy += 16, x += 16, dx += 16) {
    const a = v128.load(x), b = v128.load(x + right);
    const c = v128.load(x + below), d = v128.load(x + below + right);
    const toB = isMore(b, a);
    let most = v128.bitselect(b, a, toB);
    const toC = isMore(c, most);
    most = v128.bitselect(c, most, toC);
    const toD = isMore(d, most);
    const gradient = passed(v128.load(dy), v128.bitselect(d, most, toD));
    const later = v128.or(toC, toD);
    v128.store(dx, v128.andnot(gradient, v128.or(toB, later)));
    v128.store(dx + right, v128.and(gradient, v128.andnot(toB, later)));
    v128.store(dx + below, v128.and(gradient, v128.andnot(toC, toD)));
    v128.store(dx + below + right, v128.and(gradient, toD));
  }
}

// @ts-ignore: decorator
@inline
function isMore(value: v128, most: v128): v128 {
  return v128.or(f32x4.gt(value, most), f32x4.ne(value, value));
}

// @ts-ignore: decorator
@inline
function passed(dy: v128, most: v128): v128 {
  return v128.andnot(dy, f32x4.le(most, f32x4.splat(least)));
}

/** One window, up to four channels: finds the places of the largest, then adds dy there (or sets it, where no other window reaches). */
// @ts-ignore: decorator
@inline
function spread(dy: usize, x: usize, dx: usize, rows: i32, columns: i32, lanes: i32, disjoint: bool): void {
  const pixel = <usize>channels << 2;
  const skip = <usize>(width - columns) * pixel;
  let most = f32x4.splat(-Infinity);
  let place = i32x4.splat(0);
  let here = i32x4.splat(0);
  const one = i32x4.splat(1);
  for (let row = 0; row < rows; row++, x += skip) {
    for (let column = 0; column < columns; column++, x += pixel) {
      const value = lanes == 4 ? v128.load(x) : loadPart(x, lanes);
      const larger = isMore(value, most);
      most = v128.bitselect(value, most, larger);
      place = v128.bitselect(here, place, larger);
      here = i32x4.add(here, one);
    }
  }
  const gradient = passed(lanes == 4 ? v128.load(dy) : loadPart(dy, lanes), most);
  here = i32x4.splat(0);
  for (let row = 0; row < rows; row++, dx += skip) {
    for (let column = 0; column < columns; column++, dx += pixel) {
      let value = v128.and(gradient, i32x4.eq(place, here));
      here = i32x4.add(here, one);
      if (!disjoint) value = f32x4.add(value, lanes == 4 ? v128.load(dx) : loadPart(dx, lanes));
      if (lanes == 4) v128.store(dx, value);
      else storePart(dx, value, lanes);
    }
  }
}
