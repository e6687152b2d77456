import { NeutypeError } from '@neutype/errors';
import type { Loss } from '@neutype/losses';

/** The error of a loss without a gradient. */
export function nothingToLearn({ name }: Loss): NeutypeError {
  return new NeutypeError({
    where: `loss ${name}`,
    expected: 'a loss that depends on the network’s parameters',
    received: 'one that depends on none of them',
    remedy: 'Compute it from the outputs, its second argument, with tensor operations throughout.',
  });
}
