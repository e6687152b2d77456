import { checkOptions, OptionError, shown } from '@neutype/errors';

/** Refuses options that a layer does not know, and a name that is no text; every layer has a `name`. */
export function checkLayerOptions(
  where: string,
  options: { readonly name?: string },
  others: readonly string[] = [],
): void {
  checkOptions(where, options, [...others, 'name']);
  const { name } = options;
  if (name === undefined || (typeof name === 'string' && name !== '')) return;
  throw new OptionError({ where: `${where}, option name`, expected: 'a text', received: shown(name) });
}
