import { chosenParameters, type Parameter, type ParameterFilter } from '@neutype/core';

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
  const where = `network.${trainable ? 'unfreeze' : 'freeze'}`;
  const chosen = filter === undefined ? learned : chosenParameters(learned, filter, where);
  for (const parameter of chosen) parameter.trainable = trainable;
}
