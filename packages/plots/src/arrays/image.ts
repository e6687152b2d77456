import { PlotError } from '../PlotError.js';
import { isShaped, type Matrix, type MatrixLike, type NumberList, toMatrix } from './matrix.js';

/** One grey picture: a matrix, `[height, width, 1]`, or a flat list of a square picture (784 values are 28×28). */
export type ImageLike = MatrixLike | NumberList;

const isFlat = (value: ImageLike): value is NumberList =>
  !isShaped(value) && (value.length === 0 || typeof value[0] === 'number');

/** A picture's rows and columns; a flat one is taken as square. */
export const toImage = (where: string, image: ImageLike): Matrix => {
  const squeezed = isShaped(image) ? squeeze(image.data, image.shape) : image;
  const matrix = isFlat(squeezed) ? squareOf(where, squeezed) : toMatrix(where, squeezed);
  if (matrix.data.length === 0)
    throw new PlotError(`${where}: the picture is empty. Give at least one pixel.`);
  return matrix;
};

const squeeze = (data: NumberList, shape: readonly number[]): ImageLike => {
  const channelLast = shape.length === 3 && shape[2] === 1 ? shape.slice(0, 2) : shape;
  const single = channelLast.length === 3 && channelLast[0] === 1 ? channelLast.slice(1) : channelLast;
  const isFlatBatchOfOne = single.length === 1 || (single.length === 2 && single[0] === 1);
  return isFlatBatchOfOne && Number.isInteger(Math.sqrt(data.length)) ? data : { data, shape: single };
};

const squareOf = (where: string, data: NumberList): Matrix => {
  const side = Math.sqrt(data.length);
  if (!Number.isInteger(side)) {
    throw new PlotError(
      `${where}: ${data.length} values are no square picture. Give the shape: { data, shape: [height, width] }.`,
    );
  }
  return { data, rows: side, columns: side };
};

/** The pictures of a batch: `[n, pixels]`, `[n, height, width]`, `[n, height, width, 1]`, or an array of pictures. */
export type ImagesLike = ShapedArrayOfImages | ArrayLike<ImageLike>;

interface ShapedArrayOfImages {
  readonly data: NumberList & { subarray?: (start: number, end: number) => NumberList };
  readonly shape: readonly number[];
}

export const imageCount = (images: ImagesLike): number =>
  isShaped(images) ? (images.shape[0] ?? 0) : images.length;

/** The picture at `index`. */
export const imageAt = (where: string, images: ImagesLike, index: number): Matrix => {
  if (!isShaped(images)) return toImage(`${where} ${index}`, images[index]!);
  const shape = images.shape.slice(1);
  const size = shape.reduce((product, side) => product * side, 1);
  const data = Array.prototype.slice.call(images.data, index * size, (index + 1) * size) as number[];
  return toImage(`${where} ${index}`, { data, shape });
};
