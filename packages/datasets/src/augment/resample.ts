import type { Affine } from './affine.js';
import type { ElasticField } from './elasticField.js';

/** Moves images of one size in a single pass of bilinear interpolation; what comes in from outside is 0. */
export class Resampler {
  readonly #height: number;
  readonly #width: number;
  /** One image in a frame of zeros, one pixel wide. */
  readonly #framed: Float64Array;
  /** Where in the framed image the pixels of one row come from. */
  readonly #x: Float64Array;
  readonly #y: Float64Array;

  constructor(height: number, width: number) {
    this.#height = height;
    this.#width = width;
    this.#framed = new Float64Array((height + 2) * (width + 2));
    this.#x = new Float64Array(width);
    this.#y = new Float64Array(width);
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
      this.#moveRow(row, affine);
      field?.displaceRow(row, this.#x, this.#y);
      this.#sampleRow(images, offset + row * this.#width);
    }
  }

  #frame(images: Float32Array | Uint8Array, offset: number): void {
    const width = this.#width;
    const framed = this.#framed;
    for (let row = 0, at = offset, to = width + 3; row < this.#height; row++, to += 2) {
      for (const end = at + width; at < end; at++, to++) framed[to] = images[at]!;
    }
  }

  #moveRow(row: number, { xx, xy, yx, yy, x0, y0 }: Affine): void {
    const middleX = (this.#width - 1) / 2;
    const middleY = (this.#height - 1) / 2;
    const xs = this.#x;
    const ys = this.#y;
    let x = 1 + middleX + x0 + xy * (row - middleY) - xx * middleX;
    let y = 1 + middleY + y0 + yy * (row - middleY) - yx * middleX;
    for (let column = 0; column < xs.length; column++) {
      xs[column] = x;
      ys[column] = y;
      x += xx;
      y += yx;
    }
  }

  #sampleRow(to: Float32Array | Uint8Array, offset: number): void {
    const framed = this.#framed;
    const xs = this.#x;
    const ys = this.#y;
    const across = this.#width + 2;
    const right = this.#width + 1;
    const bottom = this.#height + 1;
    const rounding = to.BYTES_PER_ELEMENT === 1 ? 0.5 : 0;
    for (let column = 0; column < xs.length; column++) {
      const x = xs[column]!;
      const y = ys[column]!;
      let value = 0;
      if (x > 0 && x < right && y > 0 && y < bottom) {
        // Truncates to an integer that the engine knows to be one, which Math.floor's result is not.
        const left = x | 0;
        const top = y | 0;
        const at = top * across + left;
        const alongX = x - left;
        const upper = framed[at]! + alongX * (framed[at + 1]! - framed[at]!);
        const lower = framed[at + across]! + alongX * (framed[at + across + 1]! - framed[at + across]!);
        value = upper + (y - top) * (lower - upper);
      }
      to[offset + column] = value + rounding;
    }
  }
}
