import type { backend_util } from '@tensorflow/tfjs-core';

/**
 * For each output of max pooling where in the image its value is: the first largest of the window, or the last NaN, as with
 * PyTorch; −1 where the window sees no pixel. In plain JavaScript, for platforms without WebAssembly SIMD.
 */
export function largestPlaces(info: backend_util.Conv2DInfo, x: ArrayLike<number>): Int32Array {
  const { batchSize, outHeight, outWidth, inChannels } = info;
  const places = new Int32Array(batchSize * outHeight * outWidth * inChannels);
  for (let at = 0; at < places.length; at++) {
    const channel = at % inChannels;
    const position = (at - channel) / inChannels;
    const line = Math.floor(position / outWidth);
    places[at] = largestIn(info, x, line, position % outWidth, channel);
  }
  return places;
}

function largestIn(
  info: backend_util.Conv2DInfo,
  x: ArrayLike<number>,
  line: number,
  outColumn: number,
  channel: number,
): number {
  const { inHeight, inWidth, inChannels, outHeight, padInfo } = info;
  const image = Math.floor(line / outHeight);
  const top = (line % outHeight) * info.strideHeight - padInfo.top;
  const left = outColumn * info.strideWidth - padInfo.left;
  let place = -1;
  for (let row = Math.max(top, 0); row < Math.min(top + info.filterHeight, inHeight); row++) {
    for (let column = Math.max(left, 0); column < Math.min(left + info.filterWidth, inWidth); column++) {
      const here = ((image * inHeight + row) * inWidth + column) * inChannels + channel;
      const value = x[here]!;
      if (place < 0 || value > x[place]! || Number.isNaN(value)) place = here;
    }
  }
  return place;
}
