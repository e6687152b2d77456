import type { CurvedLandscape } from '../../src/fullBatch/dampedNewton.js';
import type { DiagonalLandscape } from '../../src/fullBatch/diagonalNewton.js';
import type { Point } from '../../src/fullBatch/landscape.js';
import type { ResidualLandscape } from '../../src/fullBatch/marquardt.js';

const HIDDEN = 5;
const INPUTS = 2;

/**
 * tanh(5), then linear(1), with the mean squared error, in double precision: what a network is in float32, without the
 * rounding that would hide whether a method takes the right steps.
 */
export class DoubleNetwork implements CurvedLandscape, DiagonalLandscape, ResidualLandscape {
  readonly rounding = 0;
  readonly #x: readonly (readonly number[])[];
  readonly #y: readonly number[];

  constructor(x: readonly (readonly number[])[], y: readonly number[]) {
    this.#x = x;
    this.#y = y;
  }

  get residuals(): number {
    return this.#y.length;
  }

  async at(weights: Float64Array): Promise<Point> {
    const gradient = new Float64Array(weights.length);
    let squares = 0;
    this.#each(weights, (row, residual) => {
      squares += residual ** 2;
      for (const [i, slope] of row.entries()) gradient[i]! += (2 * residual * slope) / this.residuals;
    });
    return { weights, value: squares / this.residuals, gradient };
  }

  async jacobian({ weights }: Point, sink: { add(row: number[], residual: number): void }): Promise<void> {
    this.#each(weights, (row, residual) => sink.add(row, residual));
  }

  /** By central differences of the gradient, which are right to ten digits. */
  async hessian({ weights }: Point): Promise<Float64Array> {
    const columns: number[] = [];
    for (let i = 0; i < weights.length; i++) {
      const width = 1e-5;
      const moved = (by: number) => this.at(weights.map((weight, j) => (i === j ? weight + by : weight)));
      const [above, below] = [await moved(width), await moved(-width)];
      for (const [j, value] of above.gradient.entries())
        columns.push((value - below.gradient[j]!) / (2 * width));
    }
    return Float64Array.from(columns);
  }

  async hessianDiagonal(point: Point): Promise<Float64Array> {
    const hessian = await this.hessian(point);
    const size = point.weights.length;
    return point.weights.map((_, i) => hessian[i * size + i]!);
  }

  /** The derivatives of each output, and what it is off by. */
  #each(w: Float64Array, visit: (row: number[], residual: number) => void): void {
    const bias = INPUTS * HIDDEN;
    const second = bias + HIDDEN;
    for (const [sample, x] of this.#x.entries()) {
      const row = new Array<number>(w.length).fill(0);
      let output = w[second + HIDDEN]!;
      row[second + HIDDEN] = 1;
      for (let h = 0; h < HIDDEN; h++) {
        const value = Math.tanh(x.reduce((sum, input, i) => sum + input * w[i * HIDDEN + h]!, w[bias + h]!));
        output += value * w[second + h]!;
        row[second + h] = value;
        const slope = w[second + h]! * (1 - value ** 2);
        row[bias + h] = slope;
        for (const [i, input] of x.entries()) row[i * HIDDEN + h] = slope * input;
      }
      visit(row, output - this.#y[sample]!);
    }
  }
}
