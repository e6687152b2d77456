import { loadPart, storePart } from '../math/lanes';
import { Input, shareStart } from '../runtime/command';
import {
  channels, height, outHeight, outWidth, readWindow, width, Window, windowBottom, windowLeft, windowRight, windowTop,
} from '../window/window';
import { clearChannels } from './clear';

// @ts-ignore: decorator
@unmanaged @final
export class AvgPoolGrad extends Window {
  dy: Input;
  dx: usize;
  channelShares: i32;
}

/** dy, divided by the number of pixels in its window, to each of them. An item is one image and a share of its channels. */
export function avgPoolGrad(command: AvgPoolGrad): void {
  readWindow(command);
  const dy = command.dy;
  const dx = command.dx;
  const shares = command.channelShares;
  const imageBytes = <usize>(height * width) * <usize>channels * 4;
  const outBytes = <usize>(outHeight * outWidth) * <usize>channels * 4;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const image = item / shares;
    const share = item - image * shares;
    const start = shareStart(share, shares, channels, 4);
    const end = shareStart(share + 1, shares, channels, 4);
    const to = dx + <usize>image * imageBytes;
    clearChannels(to, start, end);
    spreadImage(dy + <usize>image * outBytes, to, start, end);
  }
}

function spreadImage(dy: usize, dx: usize, start: i32, end: i32): void {
  const pixel = <usize>channels << 2;
  for (let row = 0; row < outHeight; row++) {
    const top = windowTop(row);
    const rows = windowBottom(row) - top;
    for (let column = 0; column < outWidth; column++, dy += pixel) {
      const left = windowLeft(column);
      const columns = windowRight(column) - left;
      const corner = dx + <usize>(top * width + left) * pixel;
      for (let channel = start; channel < end; channel += 4) {
        spread(dy + (<usize>channel << 2), corner + (<usize>channel << 2), rows, columns, min(4, end - channel));
      }
    }
  }
}

function spread(dy: usize, dx: usize, rows: i32, columns: i32, lanes: i32): void {
  const pixel = <usize>channels << 2;
  const skip = <usize>(width - columns) * pixel;
  const whole = lanes == 4 ? v128.load(dy) : loadPart(dy, lanes);
  const gradient = f32x4.div(whole, f32x4.splat(<f32>(rows * columns)));
  for (let row = 0; row < rows; row++, dx += skip) {
    for (let column = 0; column < columns; column++, dx += pixel) {
      if (lanes == 4) v128.store(dx, f32x4.add(v128.load(dx), gradient));
      else storePart(dx, f32x4.add(loadPart(dx, lanes), gradient), lanes);
    }
  }
}
