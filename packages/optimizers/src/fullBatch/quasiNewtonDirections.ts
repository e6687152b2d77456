import { changeBy } from './change.js';
import type { Directions, Heading, Move } from './directions.js';
import { type InverseUpdate, type Matrix, scaledIdentity, times } from './inverseHessian.js';
import type { Point } from './landscape.js';
import type { MinimizerState } from './minimizer.js';
import { scaled } from './vectors.js';

/** The directions −Hg, where H is what moves have shown of the inverse of the Hessian. */
export class QuasiNewtonDirections implements Directions {
  readonly #update: InverseUpdate;
  readonly #scale: number;
  /** Empty before the first move. */
  #inverse: Matrix = new Float64Array();

  /** @param scale H is so many times the identity at first */
  constructor(update: InverseUpdate, scale: number) {
    this.#update = update;
    this.#scale = scale;
  }

  async from({ gradient }: Point): Promise<Heading | undefined> {
    if (this.#inverse.length === 0) return undefined;
    return { direction: scaled(-1, await times(this.#inverse, gradient)), first: 1 };
  }

  async learn(move: Move): Promise<void> {
    const size = move.from.weights.length;
    if (this.#inverse.length === 0) this.#inverse = scaledIdentity(size, this.#scale);
    await this.#update(this.#inverse, changeBy(move));
  }

  forget(): void {
    this.#inverse = new Float64Array();
  }

  state(): MinimizerState {
    return { inverseHessian: this.#inverse.slice() };
  }

  restore({ inverseHessian }: MinimizerState): void {
    this.#inverse = (inverseHessian as Matrix).slice();
  }
}
