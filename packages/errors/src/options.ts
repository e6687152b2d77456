import { OptionError } from './errors.js';
import { nearestName, plainName } from './nearestName.js';
import { outOf } from './outOf.js';
import { shown } from './shown.js';
import { pairOf, synonymOf } from './synonyms.js';

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

/** Options that something else takes, and what that is: `the optimizer`. */
export interface OptionsElsewhere {
  readonly of: string;
  readonly names: readonly string[];
  /** What to write in place of options that there are nowhere, by name, whose case and underscores do not count. */
  readonly remedies?: Readonly<Record<string, string>>;
}

/**
 * Refuses options that nobody knows, and says which one was meant: the nearest by spelling, or the one that scikit-learn,
 * Keras or PyTorch call by that name. The guard of every public function that takes options.
 *
 * @param where what takes the options, for the message: `momentum`
 * @param known the names there are
 * @param elsewhere options that people look for here, and find there
 * @throws OptionError
 *
 * @example
 * ```ts
 * checkOptions('momentum', { lr: 0.1 }, ['step', 'momentum']);
 * // OptionError: momentum: expected options out of step, momentum, got 'lr'. It is called 'step' here.
 * ```
 */
export function checkOptions(
  where: string,
  options: unknown,
  known: readonly string[],
  elsewhere?: OptionsElsewhere,
): void {
  if (!isPlain(options)) {
    throw new OptionError({ where, expected: 'options as an object', received: shown(options) });
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const remedy = remedyFor(unknown, known, elsewhere);
  throw new OptionError({
    where,
    ...(known.length > 0
      ? outOf('option', known, remedy)
      : { expected: 'no options', ...(remedy && { remedy }) }),
    received: shown(unknown),
  });
}

/** A promise that was not awaited, a set or an array has no options, and none that are unknown either. */
function isPlain(options: unknown): options is object {
  return Object.prototype.toString.call(options) === '[object Object]';
}

/** What is spelled alike comes first, then what others call so, then what is nearly spelled alike. */
function remedyFor(
  name: string,
  known: readonly string[],
  elsewhere: OptionsElsewhere = { of: '', names: [] },
): string | undefined {
  const respelled = respelledName(name, known);
  if (respelled !== undefined) return `Did you mean '${respelled}'?`;
  const remedy = Object.entries(elsewhere.remedies ?? {}).find(
    ([other]) => plainName(other) === plainName(name),
  );
  if (remedy !== undefined) return remedy[1];
  const pair = pairOf(name, known);
  if (pair !== undefined) return `It is '${pair.join("' and '")}' here.`;
  const synonym = synonymOf(name, known);
  if (synonym !== undefined) return `It is called '${synonym}' here.`;
  const there = respelledName(name, elsewhere.names) ?? synonymOf(name, elsewhere.names);
  if (there !== undefined) return `'${there}' is an option of ${elsewhere.of}.`;
  const nearest = nearestName(name, known);
  return nearest === undefined ? undefined : `Did you mean '${nearest}'?`;
}

function respelledName(name: string, known: readonly string[]): string | undefined {
  const plain = plainName(name);
  return known.find((candidate) => plainName(candidate) === plain);
}
