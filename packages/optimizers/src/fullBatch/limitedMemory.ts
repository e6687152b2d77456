import { type Change, changeBy, rises } from './change.js';
import type { Directions, Heading, Move } from './directions.js';
import type { Point } from './landscape.js';
import type { MinimizerState } from './minimizer.js';
import { add, dot, scaled, type Vector } from './vectors.js';

/**
 * The directions of BFGS by the last few moves alone, without a matrix.
 *
 * Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989; Nocedal and Wright, "Numerical
 * optimization", 2nd edition, 2006, algorithm 7.4.
 */
export class LimitedMemory implements Directions {
  readonly #size: number;
  #changes: Change[] = [];
  /** The curvature's inverse along the last move. */
  #scale = 1;
  #hasMoved = false;

  /** @param size how many moves are remembered */
  constructor(size: number) {
    this.#size = size;
  }

  from({ gradient }: Point): Heading | undefined {
    if (!this.#hasMoved) return undefined;
    const direction = scaled(-1, gradient);
    const shares = this.#changes.map(() => 0);
    for (let i = this.#changes.length - 1; i >= 0; i--) {
      const { weights, gradient: rise } = this.#changes[i] as Change;
      shares[i] = dot(weights, direction) / dot(weights, rise);
      add(direction, -(shares[i] as number), rise);
    }
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] as number) * this.#scale;
    for (const [i, { weights, gradient: rise }] of this.#changes.entries()) {
      add(direction, (shares[i] as number) - dot(rise, direction) / dot(weights, rise), weights);
    }
    return { direction, first: 1 };
  }

  learn(move: Move): void {
    this.#hasMoved = true;
    const change = changeBy(move);
    if (!rises(change)) return;
    if (this.#changes.length === this.#size) this.#changes.shift();
    this.#changes.push(change);
    const { weights, gradient } = change;
    this.#scale = dot(weights, gradient) / dot(gradient, gradient);
  }

  forget(): void {
    this.#changes = [];
    this.#scale = 1;
    this.#hasMoved = false;
  }

  state(): MinimizerState {
    return {
      moved: Number(this.#hasMoved),
      scale: this.#scale,
      remembered: this.#changes.length,
      weightChanges: joined(this.#changes.map(({ weights }) => weights)),
      gradientChanges: joined(this.#changes.map(({ gradient }) => gradient)),
    };
  }

  restore({ moved, scale, remembered, weightChanges, gradientChanges }: MinimizerState): void {
    this.#hasMoved = moved === 1;
    this.#scale = scale as number;
    const weights = parted(weightChanges as Vector, remembered as number);
    const gradients = parted(gradientChanges as Vector, remembered as number);
    this.#changes = weights.map((change, i) => ({ weights: change, gradient: gradients[i] as Vector }));
  }
}

function joined(vectors: readonly Vector[]): Vector {
  const all = new Float64Array(vectors.reduce((sum, { length }) => sum + length, 0));
  for (const [i, vector] of vectors.entries()) all.set(vector, i * vector.length);
  return all;
}

function parted(all: Vector, count: number): Vector[] {
  const size = all.length / count;
  return Array.from({ length: count }, (_, i) => all.slice(i * size, (i + 1) * size));
}
