import { ShapeError } from '@neutype/core';
import { formatBatchShape, type Shape } from '../shape.js';

/** Height, width and channels of a layer's input; refuses what is no image. */
export function imageShape(inputShape: Shape, name: string): readonly [number, number, number] {
  const [height, width, channels] = inputShape;
  if (inputShape.length === 3) return [height as number, width as number, channels as number];
  throw new ShapeError({
    where: `layer ${name}`,
    expected: 'images, [?, height, width, channels]',
    received: formatBatchShape(inputShape),
    remedy:
      inputShape.length === 2
        ? `Declare the channels too: input([${inputShape.join(', ')}, 1]).`
        : 'Begin with input([height, width, channels]), or put reshape([height, width, channels]) before it.',
  });
}

/** Refuses a window that fits nowhere. */
export function checkFits(
  name: string,
  inputShape: Shape,
  sizes: readonly number[],
  window: string,
  what = 'an image',
  remedy = "Take a smaller window, fewer poolings before it, or padding: 'same'.",
): void {
  if (sizes.every((size) => size > 0)) return;
  throw new ShapeError({
    where: `layer ${name}`,
    expected: `${what} that a window of ${window} fits into`,
    received: formatBatchShape(inputShape),
    remedy,
  });
}
