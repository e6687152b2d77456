import type { Problem } from './errors.js';

/** Lists that are longer are read only by who has found no better hint. */
const SHORT = 8;

/** How what is expected is said of a list, and without it. */
const WORDS = {
  option: { withList: 'options out of', withoutList: 'options that it knows' },
  name: { withList: 'one of', withoutList: 'a name that it knows' },
  parameter: {
    withList: 'a filter that chooses some of',
    withoutList: 'a filter that chooses some parameters',
  },
} as const;

/**
 * What was expected where only some names are known, and the hint at the one that was meant: before the list of them, if it
 * is long.
 *
 * @example
 * ```ts
 * outOf('option', ['step', 'seed'], "Did you mean 'seed'?");
 * // { expected: 'options out of step, seed', remedy: "Did you mean 'seed'?" }
 * ```
 */
export function outOf(
  what: keyof typeof WORDS,
  names: readonly string[],
  hint: string | undefined,
): Pick<Problem, 'expected' | 'remedy'> {
  const { withList, withoutList } = WORDS[what];
  const list = names.join(', ');
  if (hint === undefined) return { expected: `${withList} ${list}` };
  if (names.length <= SHORT) return { expected: `${withList} ${list}`, remedy: hint };
  return { expected: withoutList, remedy: `${hint} It knows ${list}.` };
}
