import { loadPart, storePart } from '../math/lanes';
import { intArgument, itemsOf, pointerArgument, shareStart, take } from '../runtime/command';
import {
  channels, height, outHeight, outWidth, padLeft, padTop, readWindow, strideHeight, strideWidth, width,
  windowHeight, windowWidth,
} from '../window/window';

/** The largest of each channel under the window, NaN passed over as tfjs does. Arguments: x, y, batch, the window (13). */
export function maxPool(command: usize): void {
  readWindow(command, 3);
  const x = pointerArgument(command, 0);
  const y = pointerArgument(command, 1);
  const lines = intArgument(command, 2) * outHeight;
  const items = itemsOf(command);
  for (let item = take(command); item >= 0; item = take(command)) {
    const end = shareStart(item + 1, items, lines, 1);
    for (let line = shareStart(item, items, lines, 1); line < end; line++) poolLine(x, y, line);
  }
}

function poolLine(x: usize, y: usize, line: i32): void {
  const image = line / outHeight;
  const corner = (line - image * outHeight) * strideHeight - padTop;
  const top = max(corner, 0);
  const bottom = min(corner + windowHeight, height);
  const pixel = <usize>channels << 2;
  const from = x + <usize>(image * height) * <usize>width * pixel;
  let to = y + <usize>line * <usize>outWidth * pixel;
  for (let column = 0; column < outWidth; column++, to += pixel) {
    const left = max(column * strideWidth - padLeft, 0);
    const right = min(column * strideWidth - padLeft + windowWidth, width);
    poolWindow(from, to, top, bottom, left, right);
  }
}

function poolWindow(image: usize, to: usize, top: i32, bottom: i32, left: i32, right: i32): void {
  const pixel = <usize>channels << 2;
  const line = <usize>width * pixel;
  const start = image + <usize>top * line + <usize>left * pixel;
  const columns = right - left;
  for (let channel = 0; channel < channels; channel += 4) {
    const lanes = min(4, channels - channel);
    let most = f32x4.splat(-Infinity);
    let rowAt = start + (<usize>channel << 2);
    for (let row = top; row < bottom; row++, rowAt += line) {
      let at = rowAt;
      for (let column = 0; column < columns; column++, at += pixel) {
        most = f32x4.pmax(most, lanes == 4 ? v128.load(at) : loadPart(at, lanes));
      }
    }
    if (lanes == 4) v128.store(to + (<usize>channel << 2), most);
    else storePart(to + (<usize>channel << 2), most, lanes);
  }
}
