import type { Affine } from './affine.js';
import { type Curve, emptyCurve } from './curve.js';
import type { ElasticField } from './elasticField.js';

/** Moves images of one size in a single pass of bilinear interpolation; what comes in from outside is 0. */
export class Resampler {
  readonly #height: number;
  readonly #width: number;
  /** One image in a frame of zeros, one pixel wide. */
  readonly #framed: Float64Array;
  /** Where in the framed image a stretch of pixels comes from. */
  readonly #x: Curve = emptyCurve();
  readonly #y: Curve = emptyCurve();

  constructor(height: number, width: number) {
    this.#height = height;
    this.#width = width;
    this.#framed = new Float64Array((height + 2) * (width + 2));
  }

  /** Replaces an image by its own content, moved. */
  move(
    images: Float32Array | Uint8Array,
    offset: number,
    affine: Affine,
    field: ElasticField | undefined,
  ): void {
    this.#frame(images, offset);
    for (let row = 0; row < this.#height; row++) {
      const at = offset + row * this.#width;
      if (field === undefined) this.#moveRow(images, at, row, affine);
      else this.#moveElasticRow(images, at, row, affine, field);
    }
  }

  #frame(images: Float32Array | Uint8Array, offset: number): void {
    const width = this.#width;
    const framed = this.#framed;
    for (let row = 0, at = offset, to = width + 3; row < this.#height; row++, to += 2) {
      for (const end = at + width; at < end; at++, to++) framed[to] = images[at]!;
    }
  }

  #moveRow(images: Float32Array | Uint8Array, at: number, row: number, affine: Affine): void {
    const [x, y] = [this.#x, this.#y];
    x.value = x.first = x.second = x.third = 0;
    y.value = y.first = y.second = y.third = 0;
    this.#addAffine(affine, row, 0);
    sample(this.#framed, this.#width, this.#height, x, y, images, at, at + this.#width);
  }

  #moveElasticRow(
    images: Float32Array | Uint8Array,
    at: number,
    row: number,
    affine: Affine,
    field: ElasticField,
  ): void {
    field.startRow(row);
    let start = 0;
    for (let stretch = 0; stretch < field.stretches; stretch++) {
      const end = field.endOf(stretch);
      field.follow(stretch, start, this.#x, this.#y);
      this.#addAffine(affine, row, start);
      sample(this.#framed, this.#width, this.#height, this.#x, this.#y, images, at + start, at + end);
      start = end;
    }
  }

  /** Adds where an affine map takes pixels from, which is a straight line, to the curves from a pixel on. */
  #addAffine({ xx, xy, yx, yy, x0, y0 }: Affine, row: number, column: number): void {
    const right = column - (this.#width - 1) / 2;
    const down = row - (this.#height - 1) / 2;
    this.#x.value += (this.#width + 1) / 2 + x0 + xx * right + xy * down;
    this.#y.value += (this.#height + 1) / 2 + y0 + yx * right + yy * down;
    this.#x.first += xx;
    this.#y.first += yx;
  }
}

/** Sets pixels `start` to `end` of `to` to what lies under the curves. */
function sample(
  framed: Float64Array,
  width: number,
  height: number,
  curveX: Curve,
  curveY: Curve,
  to: Float32Array | Uint8Array,
  start: number,
  end: number,
): void {
  const across = width + 2;
  const right = width + 1;
  const bottom = height + 1;
  const rounding = to.BYTES_PER_ELEMENT === 1 ? 0.5 : 0;
  let { value: x, first: x1, second: x2 } = curveX;
  let { value: y, first: y1, second: y2 } = curveY;
  const x3 = curveX.third;
  const y3 = curveY.third;
  for (let at = start; at < end; at++) {
    let value = rounding;
    if (x > 0 && x < right && y > 0 && y < bottom) {
      // Truncates to an integer that the engine knows to be one, which Math.floor's result is not.
      const left = x | 0;
      const top = y | 0;
      const corner = top * across + left;
      const alongX = x - left;
      const upper = framed[corner]! + alongX * (framed[corner + 1]! - framed[corner]!);
      const below = corner + across;
      const lower = framed[below]! + alongX * (framed[below + 1]! - framed[below]!);
      value += upper + (y - top) * (lower - upper);
    }
    to[at] = value;
    x += x1;
    y += y1;
    x1 += x2;
    y1 += y2;
    x2 += x3;
    y2 += y3;
  }
}
