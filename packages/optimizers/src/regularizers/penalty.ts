import { chosenParameters, type ParameterFilter, parameterMatcher } from '@neutype/core';
import { checkOptions, optionNames } from '@neutype/errors';
import { add, type Scalar, scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { proven } from '../transforms/proven.js';
import type { Regularizer } from '../update/objective.js';

/** Options of regularizers. */
export interface PenaltyOptions {
  /**
   * Which parameters are penalized: by name, pattern, or a function of name and shape. Weights alone by default: not
   * those with one dimension, which are biases and the parameters of normalization layers. `() => true` takes all.
   */
  readonly filter?: ParameterFilter;
}

export const PENALTY_OPTIONS: readonly string[] = optionNames<PenaltyOptions>({ filter: true });

/**
 * A regularizer that adds up penalties on parameters. Frozen ones are left out.
 *
 * @param name what makes it, with its numbers, as the log tells it: `l2(0.01)`
 * @param of the penalty on one parameter, as a scalar
 * @throws OptionError for what is no filter; once it is used, for a filter that chooses no parameter
 */
export function penalty(name: string, filter: ParameterFilter, of: (values: Tensor) => Tensor): Regularizer {
  const where = `${name}, option filter`;
  parameterMatcher(filter, where); // refuses what is none
  const regularizer: Regularizer = (parameters) =>
    tidy(() =>
      chosenParameters(parameters, filter, where)
        .filter(({ trainable }) => trainable)
        .map(({ variable }) => of(variable))
        .reduce<Tensor>((sum, next) => add(sum, next), scalar(0)),
    ) as Scalar;
  return proven(Object.defineProperty(regularizer, 'name', { value: name }));
}

/** Checks the second argument of a regularizer. */
export function checkPenaltyOptions(where: string, options: PenaltyOptions): void {
  checkOptions(where, options, PENALTY_OPTIONS);
}
