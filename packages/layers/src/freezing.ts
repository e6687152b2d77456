import { OptionError, type Parameter, type ParameterFilter, parameterMatcher } from '@neutype/core';
import { shown } from '@neutype/errors';

/**
 * Freezes parameters, or has them trained again.
 *
 * @param filter which ones; all that are learned unless told otherwise
 * @throws OptionError where it chooses none of them
 */
export function setTrainable(
  parameters: readonly Parameter[],
  filter: ParameterFilter | undefined,
  trainable: boolean,
): void {
  const learned = parameters.filter((parameter) => parameter.trainable || parameter.frozen);
  const chosen =
    filter === undefined ? learned : chosenBy(filter, learned, trainable ? 'unfreeze' : 'freeze');
  for (const parameter of chosen) parameter.trainable = trainable;
}

function chosenBy(
  filter: ParameterFilter,
  learned: readonly Parameter[],
  method: string,
): readonly Parameter[] {
  const where = `network.${method}`;
  const chosen = learned.filter(parameterMatcher(filter, where));
  if (chosen.length > 0) return chosen;
  throw new OptionError({
    where,
    expected: `a filter that chooses some of ${learned.map(({ name }) => name).join(', ')}`,
    received: `${filter instanceof RegExp ? filter : shown(filter)}, which chooses none`,
  });
}
