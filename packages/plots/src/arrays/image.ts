import type { NdArray, TypedArray } from '@neutype/ndarray';
import { PlotError } from '../plotError.js';
import { isShaped, type Matrix, type MatrixLike, type NumberList, readArray, shapeText } from './matrix.js';

/** One gray picture: a matrix, `[height, width, 1]`, or a flat list of a square picture (784 values are 28×28). */
export type ImageLike = MatrixLike | NumberList;

/** A picture's rows and columns; a flat one is taken as square. */
export function toImage(where: string, image: ImageLike): Matrix {
  const { data, shape } = readArray(where, image);
  return pictureOf(where, data, isShaped(image) ? squeezed(shape, data.length) : shape);
}

function pictureOf(where: string, data: NumberList, shape: readonly number[]): Matrix {
  const [rows = 0, columns = 0] = shape;
  if (data.length === 0) {
    throw new PlotError({ where, expected: 'a picture of at least one pixel', received: 'an empty one' });
  }
  if (shape.length === 2) return { data, rows, columns };
  if (shape.length === 1) return squareOf(where, data);
  throw new PlotError({
    where,
    expected: 'a gray picture of the shape [rows, columns]',
    received: shapeText(shape),
    remedy: 'Reshape it, or take one of its channels.',
  });
}

/** The shape without a single channel and a batch of one; a flat picture in a batch of one is flat again. */
function squeezed(shape: readonly number[], size: number): readonly number[] {
  const channelLast = shape.length === 3 && shape[2] === 1 ? shape.slice(0, 2) : shape;
  const single = channelLast.length === 3 && channelLast[0] === 1 ? channelLast.slice(1) : channelLast;
  const isFlatSquare = single.length === 2 && single[0] === 1 && Number.isInteger(Math.sqrt(size));
  return isFlatSquare ? single.slice(1) : single;
}

function squareOf(where: string, data: NumberList): Matrix {
  const side = Math.sqrt(data.length);
  if (Number.isInteger(side)) return { data, rows: side, columns: side };
  throw new PlotError({
    where,
    expected: 'a square picture, or the shape of another one',
    received: `${data.length} values`,
    remedy: 'Give the shape: { data, shape: [height, width] }.',
  });
}

/** The pictures of a batch: `[n, pixels]`, `[n, height, width]`, `[n, height, width, 1]`, or an array of pictures. */
export type ImagesLike = ShapedArrayOfImages | ArrayLike<ImageLike>;

interface ShapedArrayOfImages {
  readonly data: NumberList & { subarray?: (start: number, end: number) => NumberList };
  readonly shape: readonly number[];
}

/** Pictures that are read one by one: few of many are shown. */
export interface Images {
  readonly count: number;
  at(index: number): Matrix;
}

/** The pictures of a batch in any of its forms. */
export function readImages(where: string, images: ImagesLike): Images {
  if (isShaped(images)) return imagesOf(where, readArray(where, images));
  if (Array.isArray(images) && images.every((image) => typeof image === 'object' && image !== null)) {
    return { count: images.length, at: (index) => toImage(`${where}, picture ${index}`, images[index]!) };
  }
  return imagesOf(where, readArray(where, images));
}

function imagesOf(where: string, batch: NdArray<TypedArray>): Images {
  const [, ...shape] = batch.shape;
  if (shape.length === 0) {
    throw new PlotError({
      where,
      expected: 'several pictures, of the shape [n, pixels] or [n, height, width]',
      received: shapeText(batch.shape),
      remedy: 'imshow shows a single one.',
    });
  }
  return {
    count: batch.length,
    at: (index) => {
      const { data } = batch.row(index);
      return pictureOf(`${where}, picture ${index}`, data, squeezed(shape, data.length));
    },
  };
}
