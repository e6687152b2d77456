/**
 * Convolution as a matrix product (Chellapilla, Puri & Simard 2006, "im2col"): the pixels under one position of the
 * window are a row of a matrix. A block of rows at a time, in a thread's scratch: the matrix never exists as a whole.
 */
import {
  channels, dilationHeight, dilationWidth, height, outHeight, outWidth, padLeft, padTop,
  strideHeight, strideWidth, width, windowWidth,
} from '../window/window';

/**
 * Writes rows `first` … `first + rows - 1`, each the taps `tapStart` … `tapEnd - 1` of the window, `stride` bytes apart.
 * The image's pixels are `pixelStride` bytes apart, of which `channels` numbers are read.
 * With `upHeight` or `upWidth` above 1 the image is read as if that many pixels less one, all zero, stood between
 * its own: what the gradient of a convolution with strides reads.
 */
export function unroll(
  x: usize, pixelStride: usize, first: i32, rows: i32, tapStart: i32, tapEnd: i32,
  upHeight: i32, upWidth: i32, to: usize, stride: usize,
): void {
  const perImage = outHeight * outWidth;
  const imageBytes = <usize>(height * width) * pixelStride;
  const image = first / perImage;
  let base = x + <usize>image * imageBytes;
  let row = (first - image * perImage) / outWidth;
  let column = first - image * perImage - row * outWidth;
  for (; rows > 0; rows--) {
    unrollPosition(base, pixelStride, row, column, tapStart, tapEnd, upHeight, upWidth, to);
    to += stride;
    if (++column < outWidth) continue;
    column = 0;
    if (++row < outHeight) continue;
    row = 0;
    base += imageBytes;
  }
}

function unrollPosition(
  image: usize, pixelStride: usize, row: i32, column: i32, tapStart: i32, tapEnd: i32,
  upHeight: i32, upWidth: i32, to: usize,
): void {
  const pixel = <usize>channels << 2;
  let tapRow = tapStart / windowWidth;
  let tapColumn = tapStart - tapRow * windowWidth;
  for (let tap = tapStart; tap < tapEnd; ) {
    const taps = min(windowWidth - tapColumn, tapEnd - tap);
    const y = row * strideHeight - padTop + tapRow * dilationHeight;
    const bytes = <usize>taps * pixel;
    if (y < 0 || y % upHeight != 0 || y / upHeight >= height) {
      clear(to, bytes);
    } else {
      const line = image + <usize>(y / upHeight * width) * pixelStride;
      const left = column * strideWidth - padLeft + tapColumn * dilationWidth;
      const adjoining = dilationWidth == 1 && upWidth == 1 && pixelStride == pixel;
      if (adjoining) unrollRun(line, left, taps, pixel, to);
      else unrollTaps(line, pixelStride, left, taps, upWidth, pixel, to);
    }
    to += bytes;
    tap += taps;
    tapColumn = 0;
    tapRow++;
  }
}

/** Neighbouring pixels, those beyond the edges zero. */
function unrollRun(line: usize, left: i32, taps: i32, pixel: usize, to: usize): void {
  const before = min(max(-left, 0), taps);
  const inside = max(min(width - left, taps), before) - before;
  if (before > 0) clear(to, <usize>before * pixel);
  copy(line + <usize>(left + before) * pixel, to + <usize>before * pixel, <usize>inside * pixel);
  const after = taps - before - inside;
  if (after > 0) clear(to + <usize>(before + inside) * pixel, <usize>after * pixel);
}

function unrollTaps(
  line: usize, pixelStride: usize, left: i32, taps: i32, upWidth: i32, pixel: usize, to: usize,
): void {
  if (upWidth == 1) {
    for (; taps > 0; taps--) {
      if (<u32>left >= <u32>width) clear(to, pixel);
      else if (pixel == 16) v128.store(to, v128.load(line + <usize>left * pixelStride));
      else copy(line + <usize>left * pixelStride, to, pixel);
      to += pixel;
      left += dilationWidth;
    }
    return;
  }
  for (; taps > 0; taps--) {
    if (left < 0 || left % upWidth != 0 || left / upWidth >= width) clear(to, pixel);
    else copy(line + <usize>(left / upWidth) * pixelStride, to, pixel);
    to += pixel;
    left += dilationWidth;
  }
}

function copy(from: usize, to: usize, bytes: usize): void {
  const end = from + (bytes & ~15);
  for (; from < end; from += 16, to += 16) v128.store(to, v128.load(from));
  if (bytes & 8) {
    store<i64>(to, load<i64>(from));
    from += 8;
    to += 8;
  }
  if (bytes & 4) store<i32>(to, load<i32>(from));
}

function clear(to: usize, bytes: usize): void {
  const end = to + (bytes & ~15);
  for (; to < end; to += 16) v128.store(to, i32x4.splat(0));
  if (bytes & 8) {
    store<i64>(to, 0);
    to += 8;
  }
  if (bytes & 4) store<i32>(to, 0);
}
