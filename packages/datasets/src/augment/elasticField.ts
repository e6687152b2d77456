import type { Random } from '@neutype/random';
import type { Curve } from './curve.js';
import { Normals } from './normals.js';

const { ceil, floor, min, PI, sqrt } = Math;

/**
 * Smooth random displacements after P. Y. Simard, D. Steinkraus, J. C. Platt, "Best practices for convolutional neural
 * networks applied to visual document analysis", ICDAR 2003: numbers drawn evenly from [-1, 1] for all pixels, smoothed
 * by a Gaussian of width sigma and multiplied by alpha.
 *
 * Each displacement is then a sum of some 4 π sigma² numbers, normally distributed, and all that sets two fields apart
 * is how displacements vary together: by alpha² / (12 π sigma²) exp(-d² / 4 sigma²) for pixels at distance d. The same
 * is had for a twentieth of the price from a cubic B-spline, whose hump is a near Gaussian: normal numbers on a coarse
 * grid, of step √3 sigma so that the hump's variance is sigma², under which the image lies at a random place so that no
 * pixel is closer to a knot than others.
 */
export class ElasticField {
  readonly #width: number;
  readonly #step: number;
  readonly #amplitude: number;
  readonly #normals: Normals;
  /** The knots for displacements along x and along y side by side, smoothed for one row of pixels. */
  readonly #row: Float64Array;
  /** For each two neighboring knots, the column behind the last pixel between them. */
  readonly #ends: Int32Array;
  /** Where between the first two knots the first pixel lies. */
  #right = 0;
  #down = 0;

  constructor(height: number, width: number, { alpha, sigma }: { alpha: number; sigma: number }) {
    const step = sigma * sqrt(3);
    this.#width = width;
    this.#step = step;
    // Numbers from [-1, 1] have the deviation 1 / √3, of which the Gaussian leaves 1 / (2 sigma √π), the spline 151 / 315.
    this.#amplitude = alpha / sqrt(3) / (2 * sigma * sqrt(PI)) / (151 / 315);
    const down = ceil((height - 1) / step) + 4;
    const across = ceil((width - 1) / step) + 4;
    this.#normals = new Normals(2 * down * across);
    this.#ends = new Int32Array(across - 3);
    this.#row = new Float64Array(2 * across);
  }

  /** Another field. */
  draw(source: Random): void {
    this.#right = source.uniform();
    this.#down = source.uniform();
    this.#normals.draw(source);
    const ends = this.#ends;
    for (let knot = 0; knot < ends.length; knot++) {
      ends[knot] = min(this.#width, ceil((knot + 1 - this.#right) * this.#step));
    }
  }

  /** How many stretches a row has; in each, a displacement is one cubic polynomial of the column. */
  get stretches(): number {
    return this.#ends.length;
  }

  /** The column behind the last one of a stretch. */
  endOf(stretch: number): number {
    return this.#ends[stretch]!;
  }

  /** Turns to a row of pixels. */
  startRow(row: number): void {
    const place = row / this.#step + this.#down;
    const above = floor(place);
    const knots = this.#row;
    smoothKnots(this.#normals.values, above * knots.length, place - above, this.#amplitude, knots);
  }

  /** Sets the curves to the displacements of a stretch of the row, whose first column is `start`. */
  follow(stretch: number, start: number, x: Curve, y: Curve): void {
    const step = 1 / this.#step;
    const t = start * step + this.#right - stretch;
    setSpline(this.#row, stretch, t, step, x);
    setSpline(this.#row, (this.#row.length >> 1) + stretch, t, step, y);
  }
}

/** Four rows of knots from `first` on, weighted for a place between the second and the third. */
function smoothKnots(
  knots: Float64Array,
  first: number,
  t: number,
  amplitude: number,
  out: Float64Array,
): void {
  const across = out.length;
  const w0 = (amplitude * (1 - t) * (1 - t) * (1 - t)) / 6;
  const w1 = (amplitude * ((3 * t - 6) * t * t + 4)) / 6;
  const w2 = (amplitude * (((3 - 3 * t) * t + 3) * t + 1)) / 6;
  const w3 = (amplitude * t * t * t) / 6;
  for (let column = 0, at = first; column < across; column++, at++) {
    out[column] =
      w0 * knots[at]! +
      w1 * knots[at + across]! +
      w2 * knots[at + 2 * across]! +
      w3 * knots[at + 3 * across]!;
  }
}

/** The spline between two knots, from a place `t` on in even steps. */
function setSpline(knots: Float64Array, knot: number, t: number, step: number, curve: Curve): void {
  const k0 = knots[knot]!;
  const k1 = knots[knot + 1]!;
  const k2 = knots[knot + 2]!;
  const k3 = knots[knot + 3]!;
  const constant = (k0 + 4 * k1 + k2) / 6;
  const linear = (k2 - k0) / 2;
  const square = (k0 - 2 * k1 + k2) / 2;
  const cube = (k3 - k0 + 3 * (k1 - k2)) / 6;
  curve.value = ((cube * t + square) * t + linear) * t + constant;
  curve.first =
    step * ((3 * cube * t + 2 * square) * t + linear + step * (3 * cube * t + square + step * cube));
  curve.second = step * step * (6 * cube * (t + step) + 2 * square);
  curve.third = 6 * cube * step * step * step;
}
