import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';

/** What a rule remembers of one parameter from update to update, each of the parameter's shape. */
export type RuleState<Slot extends string = string> = Readonly<Record<Slot, Variable>>;

/**
 * How one parameter follows its gradient. A rule is a small value without state of its own: what it remembers is
 * kept by the optimizer, under the names of its slots.
 *
 * Compare optax's gradient transformations: `init` there is `slots` here. The update is done in place, so that a
 * backend can fuse it into one kernel.
 */
export interface Rule<Slot extends string = string> {
  /** What it remembers of each parameter, and the value that this begins with. */
  readonly slots: Readonly<Record<Slot, number>>;
  /**
   * Moves `parameter`, and what is remembered of it, in place. It is recorded and replayed: numbers that change have to
   * be tensors, as the two that it is given are.
   *
   * @param step the learning rate
   * @param count the number of the update, 1 at the first
   */
  update(parameter: Variable, gradient: Tensor, state: RuleState<Slot>, step: Scalar, count: Scalar): void;
}

const PROVEN = new WeakSet<Rule>();

/** Marks a rule that is tested here, so that nobody has to watch what it does. */
export function proven<R extends Rule>(rule: R): R {
  PROVEN.add(rule);
  return rule;
}

export function isProven(rule: Rule): boolean {
  return PROVEN.has(rule);
}
