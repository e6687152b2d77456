import { OptionError, shown } from '@neutype/errors';

/**
 * Keras takes a file for one of Keras 3 by the end of its name alone; any other `.h5` it reads as one of Keras 2.
 *
 * @throws OptionError
 */
export function checkWeightsName(where: string, file: unknown): void {
  const isName = typeof file === 'string' || file instanceof URL;
  if (isName && String(file).endsWith('.weights.h5')) return;
  throw new OptionError({
    where,
    expected: 'the name of a file that ends in .weights.h5, as Keras wants it',
    received: shown(file instanceof URL ? file.href : file),
  });
}
