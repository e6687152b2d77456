import { shown } from '@neutype/errors';

/** Values for a message: the first few, and how many more there are. */
export function listed(values: readonly unknown[], most = 5): string {
  const more = values.length > most ? ` and ${values.length - most} more` : '';
  return `${values.slice(0, most).map(shown).join(', ')}${more}`;
}
