import { checkNumber, checkOptions } from '@neutype/errors';

/** The gain of an initializer called `where`, checked. */
export function checkedGain(where: string, options: { readonly gain?: number }): number {
  checkOptions(where, options, ['gain']);
  const { gain = 1 } = options;
  checkNumber(`${where}, gain`, gain, { above: 0 });
  return gain;
}
