import type { Rule } from './rule.js';

const rules = new WeakSet<Rule>();

/** Marks a rule that is tested here, so that nobody has to watch what it does. */
export const proven = <R extends Rule>(rule: R): R => {
  rules.add(rule);
  return rule;
};

export const isProven = (rule: Rule): boolean => rules.has(rule);
