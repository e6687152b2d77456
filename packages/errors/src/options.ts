import { OptionError } from './errors.js';
import { nearestName, plainName } from './nearestName.js';
import { shown } from './shown.js';
import { SYNONYMS } from './synonyms.js';

/**
 * The names of an options type, for {@link checkOptions}. The compiler refuses a list that lacks one or has one too
 * many, so that it cannot fall behind the type.
 *
 * @example
 * ```ts
 * interface SplitOptions { readonly testSize?: number; readonly seed?: number }
 * const SPLIT_OPTIONS = optionNames<SplitOptions>({ testSize: true, seed: true });
 * ```
 */
export function optionNames<Options extends object>(
  names: { readonly [Name in keyof Required<Options>]: true },
): readonly string[] {
  return Object.keys(names);
}

/**
 * Refuses options that nobody knows, and says which one was meant: the nearest by spelling, or the one that scikit-learn,
 * Keras or PyTorch call by that name. The guard of every public function that takes options.
 *
 * @param where what takes the options, for the message: `momentum`
 * @param known the names there are
 * @throws OptionError
 *
 * @example
 * ```ts
 * checkOptions('momentum', { lr: 0.1 }, ['step', 'momentum']);
 * // OptionError: momentum: expected options out of step, momentum, got 'lr'. It is called 'step' here.
 * ```
 */
export function checkOptions(where: string, options: unknown, known: readonly string[]): void {
  if (
    typeof options !== 'object' ||
    options === null ||
    Array.isArray(options) ||
    ArrayBuffer.isView(options)
  ) {
    throw new OptionError({ where, expected: 'options as an object', received: shown(options) });
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const remedy = remedyFor(unknown, known);
  throw new OptionError({
    where,
    expected: known.length > 0 ? `options out of ${known.join(', ')}` : 'no options',
    received: shown(unknown),
    ...(remedy !== undefined && { remedy }),
  });
}

function remedyFor(name: string, known: readonly string[]): string | undefined {
  const plain = plainName(name);
  const respelled = known.find((candidate) => plainName(candidate) === plain);
  const synonym = SYNONYMS.get(plain)?.find((candidate) => known.includes(candidate));
  if (respelled === undefined && synonym !== undefined) return `It is called '${synonym}' here.`;
  const nearest = respelled ?? nearestName(name, known);
  return nearest === undefined ? undefined : `Did you mean '${nearest}'?`;
}
