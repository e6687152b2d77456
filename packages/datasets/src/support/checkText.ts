import { OptionError, shown } from '@neutype/errors';

/** Refuses what is not a text of at least one character; `what` says which one is wanted: `a path`. */
export function checkText(where: string, value: unknown, what: string): asserts value is string {
  if (typeof value === 'string' && value !== '') return;
  throw new OptionError({ where, expected: `${what} as text`, received: shown(value) });
}
