import { type Model, type MomentumUpdateOptions, momentumUpdate } from '@neutype/core';
import { checkFlag, checkNumber, OptionError, shown } from '@neutype/errors';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { proven, type Rule } from './rule.js';

/** Options of `momentum`. */
export interface MomentumOptions extends OptimizerOptions {
  /** How much of the velocity is kept from update to update, from 0 and below 1. 0.9. */
  readonly momentum?: number;
  /** Looks ahead to where the velocity leads. `false`. */
  readonly nesterov?: boolean;
}

/**
 * Gradient descent with momentum: `v ← μ·v + g`, then `w ← w − step · v`, or with Nesterov
 * `w ← w − step · (g + μ·v)`.
 *
 * Polyak, "Some methods of speeding up the convergence of iteration methods", 1964; Sutskever et al., "On the
 * importance of initialization and momentum in deep learning", 2013.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = momentum(network, {
 *   loss: 'categoricalCrossentropy', batchSize: 128, step: 0.01,
 *   momentum: 0.99, nesterov: true, shuffleData: true, verbose: true,
 * });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function momentum(network: Model, options: MomentumOptions = {}): Optimizer {
  const { momentum: rate = 0.9, nesterov = false } = options ?? {};
  checkDecay('option momentum', rate);
  checkFlag('option nesterov', nesterov);
  const rule = momentumRule({ momentum: rate, nesterov });
  return createOptimizer(network, { name: 'Momentum', rule, options: { momentum: rate, nesterov } }, options);
}

/** `v ← μ·v + g`, then `w ← w − α·v`, or with Nesterov `w ← w − α·(g + μ·v)`. */
export function momentumRule(options: MomentumUpdateOptions): Rule<'velocity'> {
  return proven({
    slots: { velocity: 0 },
    update: (parameter, gradient, { velocity }, step) =>
      momentumUpdate(parameter, velocity, gradient, step, options),
  });
}

/** Refuses what is 1 or more as float32: nothing would ever be forgotten. */
export function checkDecay(where: string, rate: number): void {
  checkNumber(where, rate, { from: 0, below: 1 });
  if (Math.fround(rate) < 1) return;
  throw new OptionError({
    where,
    expected: 'a number from 0 and below 1 within float32',
    received: shown(rate),
  });
}
