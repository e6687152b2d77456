import { loadPart, storePart } from '../math/lanes';
import { Input, shareStart } from '../runtime/command';
import {
  channels, height, outHeight, outWidth, readWindow, width, Window, windowBottom, windowLeft, windowRight, windowTop,
} from '../window/window';

/** What is made of the pixels under a window: classes without state, so that one loop serves both at no cost. */
// @ts-ignore: decorator
@unmanaged @final
class Largest {
  @inline start(): v128 { return f32x4.splat(-Infinity); }
  /** Passes NaN over: `strange` keeps it, for a fraction of what the maximum takes that would. */
  @inline join(most: v128, pixel: v128): v128 { return f32x4.pmax(most, pixel); }
  @inline note(strange: v128, pixel: v128): v128 { return v128.or(strange, f32x4.ne(pixel, pixel)); }
  /** All bits set are NaN. */
  @inline finish(most: v128, strange: v128, count: f32): v128 { return v128.or(most, strange); }
}
// @ts-ignore: decorator
@unmanaged @final
class Mean {
  @inline start(): v128 { return f32x4.splat(0); }
  @inline join(sum: v128, pixel: v128): v128 { return f32x4.add(sum, pixel); }
  @inline note(strange: v128, pixel: v128): v128 { return strange; }
  @inline finish(sum: v128, strange: v128, count: f32): v128 { return f32x4.div(sum, f32x4.splat(count)); }
}

// @ts-ignore: decorator
@unmanaged @final
export class Pool extends Window {
  x: Input;
  y: usize;
  batch: i32;
}

function poolAll<Reduction>(command: Pool): void {
  readWindow(command);
  const x = command.x;
  const y = command.y;
  const lines = command.batch * outHeight;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, lines, 1);
    for (let line = shareStart(item, items, lines, 1); line < end; line++) poolLine<Reduction>(x, y, line);
  }
}

function poolLine<Reduction>(x: usize, y: usize, line: i32): void {
  const image = line / outHeight;
  const row = line - image * outHeight;
  const top = windowTop(row);
  const rows = max(windowBottom(row) - top, 0);
  const pixel = <usize>channels << 2;
  const from = x + <usize>(image * height + top) * <usize>width * pixel;
  let to = y + <usize>line * <usize>outWidth * pixel;
  for (let column = 0; column < outWidth; column++, to += pixel) {
    const left = windowLeft(column);
    const columns = max(windowRight(column) - left, 0);
    poolWindow<Reduction>(from + <usize>left * pixel, to, rows, columns);
  }
}

function poolWindow<Reduction>(from: usize, to: usize, rows: i32, columns: i32): void {
  const reduction = changetype<Reduction>(0);
  const pixel = <usize>channels << 2;
  const skip = <usize>(width - columns) * pixel;
  for (let channel = 0; channel < channels; channel += 4, from += 16, to += 16) {
    const lanes = min(4, channels - channel);
    // @ts-ignore: every reduction has these
    let result = reduction.start();
    let strange = i32x4.splat(0);
    let at = from;
    for (let row = 0; row < rows; row++, at += skip) {
      for (let column = 0; column < columns; column++, at += pixel) {
        const value = lanes == 4 ? v128.load(at) : loadPart(at, lanes);
        // @ts-ignore: as above
        result = reduction.join(result, value);
        // @ts-ignore: as above
        strange = reduction.note(strange, value);
      }
    }
    // @ts-ignore: as above
    result = reduction.finish(result, strange, <f32>(rows * columns));
    if (lanes == 4) v128.store(to, result);
    else storePart(to, result, lanes);
  }
}

/** The largest of each channel under the window, NaN where it holds one. */
export function maxPool(command: Pool): void {
  poolAll<Largest>(command);
}

/** The mean of each channel under the window, padding not counted: NaN where it sees no pixel. */
export function avgPool(command: Pool): void {
  poolAll<Mean>(command);
}
