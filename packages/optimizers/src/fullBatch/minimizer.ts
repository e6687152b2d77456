import type { Landscape, Point } from './landscape.js';
import type { Vector } from './vectors.js';

/** What a method remembers, as plain data by name: for checkpoints. */
export type MinimizerState = Readonly<Record<string, number | Vector>>;

/** Where an update led. */
export interface Outcome {
  /** The point that it began at where no better one was found. */
  readonly point: Point;
  /** Why there is no use in further updates, as a sentence without its period. */
  readonly ended?: string;
}

/**
 * A full-batch method at work: it goes from point to point, and remembers what it has learnt of the landscape
 * on the way.
 */
export interface Minimizer<Where extends Landscape = Landscape> {
  /**
   * One update.
   *
   * @param step the learning rate, for a method that has one
   */
  update(landscape: Where, from: Point, step: number): Promise<Outcome>;
  /** What it remembers: copies, which no update changes. */
  state(): MinimizerState;
  /** Takes up a state that the same method gave, over as many weights. */
  restore(state: MinimizerState): void;
}
