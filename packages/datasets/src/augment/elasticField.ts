import type { Random } from '@neutype/random';

const { ceil, floor, PI, sqrt } = Math;

/**
 * Smooth random displacements after P. Y. Simard, D. Steinkraus, J. C. Platt, "Best practices for convolutional neural
 * networks applied to visual document analysis", ICDAR 2003: a field of numbers drawn evenly from [-1, 1], smoothed by a
 * Gaussian of width sigma and multiplied by alpha.
 *
 * The smoothing is had for a twentieth of the price from cubic B-splines: random numbers on a coarse grid, of step √3
 * sigma so that the spline's variance is sigma², scaled so that the displacements have the deviation that Simard's have.
 */
export class ElasticField {
  readonly #height: number;
  readonly #width: number;
  readonly #rows: Taps;
  readonly #columns: Taps;
  readonly #amplitude: number;
  readonly #knots: Float32Array;
  readonly #half: Float32Array;

  constructor(height: number, width: number, { alpha, sigma }: { alpha: number; sigma: number }) {
    const step = sigma * sqrt(3);
    this.#height = height;
    this.#width = width;
    this.#rows = splineTaps(height, step);
    this.#columns = splineTaps(width, step);
    // In two dimensions the Gaussian leaves 1 / (2 sigma √π) of a deviation, the splines 151 / 315 on average.
    this.#amplitude = alpha / (2 * sigma * sqrt(PI)) / (151 / 315);
    this.#knots = new Float32Array(2 * this.#rows.knots * this.#columns.knots);
    this.#half = new Float32Array(2 * height * this.#columns.knots);
  }

  /** Fills one displacement for each pixel along each axis, in pixels. */
  fill(x: Float32Array, y: Float32Array, source: Random): void {
    source.fillUniform(this.#knots, -this.#amplitude, this.#amplitude);
    this.#alongRows();
    this.#alongColumns(x, y);
  }

  /** Both axes' knots lie side by side and are smoothed as one. */
  #alongRows(): void {
    const { first, weight } = this.#rows;
    const knots = this.#knots;
    const half = this.#half;
    const across = 2 * this.#columns.knots;
    for (let row = 0, at = 0; row < this.#height; row++) {
      const tap = 4 * row;
      const w0 = weight[tap]!;
      const w1 = weight[tap + 1]!;
      const w2 = weight[tap + 2]!;
      const w3 = weight[tap + 3]!;
      let knot = first[row]! * across;
      for (let column = 0; column < across; column++, knot++, at++) {
        half[at] =
          w0 * knots[knot]! +
          w1 * knots[knot + across]! +
          w2 * knots[knot + 2 * across]! +
          w3 * knots[knot + 3 * across]!;
      }
    }
  }

  /** Column after column, for which the weights stay the same. */
  #alongColumns(x: Float32Array, y: Float32Array): void {
    const { first, weight, knots: across } = this.#columns;
    const half = this.#half;
    const width = this.#width;
    const end = half.length;
    for (let column = 0; column < width; column++) {
      const tap = 4 * column;
      const w0 = weight[tap]!;
      const w1 = weight[tap + 1]!;
      const w2 = weight[tap + 2]!;
      const w3 = weight[tap + 3]!;
      for (let forX = first[column]!, at = column; forX < end; forX += 2 * across, at += width) {
        const forY = forX + across;
        x[at] = w0 * half[forX]! + w1 * half[forX + 1]! + w2 * half[forX + 2]! + w3 * half[forX + 3]!;
        y[at] = w0 * half[forY]! + w1 * half[forY + 1]! + w2 * half[forY + 2]! + w3 * half[forY + 3]!;
      }
    }
  }
}

/** For each of `size` places, the first of four neighbouring knots and their weights. */
interface Taps {
  readonly knots: number;
  readonly first: Uint32Array;
  readonly weight: Float32Array;
}

function splineTaps(size: number, step: number): Taps {
  const first = new Uint32Array(size);
  const weight = new Float32Array(4 * size);
  for (let place = 0; place < size; place++) {
    const knot = floor(place / step);
    const t = place / step - knot;
    first[place] = knot;
    weight.set(
      [
        (1 - t) ** 3 / 6,
        (3 * t ** 3 - 6 * t ** 2 + 4) / 6,
        (-3 * t ** 3 + 3 * t ** 2 + 3 * t + 1) / 6,
        t ** 3 / 6,
      ],
      4 * place,
    );
  }
  return { knots: ceil(size / step) + 4, first, weight };
}
