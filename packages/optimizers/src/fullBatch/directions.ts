import type { Point } from './landscape.js';
import type { MinimizerState } from './minimizer.js';
import type { Found } from './strongWolfe.js';
import type { Vector } from './vectors.js';

/** Where to go from a point, and how far at first in multiples of it. */
export interface Heading {
  readonly direction: Vector;
  readonly first: number;
}

/** A move that was made. */
export interface Move {
  readonly from: Point;
  readonly direction: Vector;
  readonly found: Found;
}

/** How a method that follows directions chooses them: by what it has learnt of earlier moves. */
export interface Directions {
  /** Undefined where nothing is known that would be better than the way down. */
  from(point: Point): Heading | undefined | Promise<Heading | undefined>;
  learn(move: Move): void | Promise<void>;
  /** Begins anew, where what was learnt has led nowhere. */
  forget(): void;
  state(): MinimizerState;
  restore(state: MinimizerState): void;
}
