import { checkNumber } from '@neutype/errors';
import type { Schedule } from './schedule.js';

/** A schedule of this package, and the code that makes it. */
export function defineSchedule(
  call: { readonly name: string; readonly values: readonly unknown[] },
  schedule: Pick<Schedule, 'counts' | 'monitors' | 'at' | 'react'>,
): Schedule {
  const text = `${call.name}(${call.values.map(inCode).join(', ')})`;
  return Object.freeze({ name: call.name, ...schedule, toString: () => text });
}

function inCode(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(inCode).join(', ')}]`;
  if (!isPlain(value)) return String(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return members.length === 0
    ? '{}'
    : `{ ${members.map(([name, member]) => `${name}: ${inCode(member)}`).join(', ')} }`;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && value.toString === Object.prototype.toString;
}

/** A learning rate among a schedule's arguments: 0 or more. */
export function checkRate(where: string, value: unknown): asserts value is number {
  checkNumber(where, value, { from: 0 });
}
