import type { Rule } from './rule.js';

const PROVEN = new WeakSet<Rule>();

/** Marks a rule that is tested here, so that nobody has to watch what it does. */
export function proven<R extends Rule>(rule: R): R {
  PROVEN.add(rule);
  return rule;
}

export function isProven(rule: Rule): boolean {
  return PROVEN.has(rule);
}
