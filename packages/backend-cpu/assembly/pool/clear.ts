import { channels, height, width } from '../window/window';

/** Zeros in the channels `start` to `end` of all pixels of an image. */
export function clearChannels(dx: usize, start: i32, end: i32): void {
  const pixel = <usize>channels << 2;
  const bytes = <usize>(end - start) << 2;
  if (bytes == pixel) {
    memory.fill(dx, 0, <usize>(height * width) * pixel);
    return;
  }
  dx += <usize>start << 2;
  for (let at = 0; at < height * width; at++, dx += pixel) memory.fill(dx, 0, bytes);
}
