import type { Random } from 'neutype';

/** One of several, all as likely. */
export function pick<Value>(choices: readonly Value[], rng: Random): Value {
  return choices[rng.integer(choices.length)] as Value;
}
