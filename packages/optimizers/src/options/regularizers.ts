import { OptionError, shown } from '@neutype/errors';
import { add, tidy } from '@tensorflow/tfjs-core';
import { isProven, proven } from '../transforms/proven.js';
import type { Regularizer } from '../update/objective.js';

/**
 * The option `regularizer` as one function: a list is the sum of what it holds.
 *
 * @throws OptionError for what is neither a function nor a list of them
 */
export function toRegularizer(
  option: Regularizer | readonly Regularizer[] | null | undefined,
): Regularizer | undefined {
  if (option === undefined || option === null) return undefined;
  if (!Array.isArray(option)) return checked(option as Regularizer, 'option regularizer');
  const list = option as readonly Regularizer[];
  for (const [index, each] of list.entries()) checked(each, `option regularizer, [${index}]`);
  const [first, ...others] = list;
  if (first === undefined || others.length === 0) return first;
  const sum: Regularizer = (parameters) =>
    tidy(() => others.reduce((total, next) => add(total, next(parameters)), first(parameters)));
  Object.defineProperty(sum, 'name', { value: list.map(({ name }) => name).join(' + ') });
  return list.every(isProven) ? proven(sum) : sum;
}

function checked(regularizer: Regularizer, where: string): Regularizer {
  if (typeof regularizer === 'function') return regularizer;
  throw new OptionError({
    where,
    expected: 'a function of the parameters that gives a scalar tensor',
    received: shown(regularizer),
    remedy: 'Write regularizer: l2(1e-4), or l1 or elasticNet.',
  });
}
