import type { ArrayInput } from '@neutype/ndarray';

/** Computes one number from what was to come out of a network and what did. */
export type MetricFunction = (targets: ArrayInput, outputs: ArrayInput) => number;

/** A metric that is followed while a network trains. */
export interface Metric {
  /** What it is called in logs and histories. */
  readonly name: string;
  /**
   * @param targets as they are trained on: one-hot rows `[samples, classes]`, classes `[samples]` counted from 0, 0 and
   * 1 for a single output, or numbers
   * @param outputs as the network gives them: `[samples, outputs]`
   * @returns NaN where the metric is undefined for these samples
   */
  readonly compute: MetricFunction;
  /** Whether more is better, as for accuracy; false for errors and losses. */
  readonly greaterIsBetter: boolean;
}
