import { nearestName, OptionError, outOf, shown } from '@neutype/errors';
import type { Shape } from './shape.js';

/**
 * Chooses parameters.
 *
 * - A text is the name of a parameter (`'relu-1.weight'`), of a layer, for all its parameters (`'relu-1'`), or what a
 *   parameter is called within its layer (`'bias'`).
 * - A pattern is looked for in the name: `/^conv2d-/`.
 * - A function is given name and shape.
 * - A list chooses what any of its members chooses.
 */
export type ParameterFilter =
  | string
  | RegExp
  | ((name: string, shape: Shape) => boolean)
  | readonly ParameterFilter[];

/**
 * A filter as a function of a parameter.
 *
 * @param where the option or argument, for messages
 * @throws OptionError for what is no filter
 *
 * @example
 * ```ts
 * const isChosen = parameterMatcher(['relu-1', /bias$/], 'option filter');
 * console.log(network.parameters.filter(isChosen));
 * ```
 */
export function parameterMatcher(
  filter: ParameterFilter,
  where: string,
): (parameter: { readonly name: string; readonly shape: Shape }) => boolean {
  if (typeof filter === 'string') return ({ name }) => isCalled(name, filter);
  if (filter instanceof RegExp) return ({ name }) => name.search(filter) >= 0; // `test` would go on where it last was
  if (typeof filter === 'function') return ({ name, shape }) => filter(name, shape);
  if (Array.isArray(filter)) {
    const members = filter.map((member: ParameterFilter) => parameterMatcher(member, where));
    return (parameter) => members.some((isChosen) => isChosen(parameter));
  }
  throw new OptionError({
    where,
    expected: 'the name of a parameter or layer, a pattern, a function of name and shape, or a list of these',
    received: shown(filter),
  });
}

/**
 * The parameters that a filter chooses.
 *
 * @param where the option or argument, for messages
 * @throws OptionError for what is no filter, or chooses none of them
 */
export function chosenParameters<P extends { readonly name: string; readonly shape: Shape }>(
  parameters: readonly P[],
  filter: ParameterFilter,
  where: string,
): readonly P[] {
  const chosen = parameters.filter(parameterMatcher(filter, where));
  if (chosen.length > 0) return chosen;
  throw new OptionError({
    where,
    ...outOf(
      'parameter',
      parameters.map(({ name }) => name),
      hintFor(filter, parameters),
    ),
    received: `${filter instanceof RegExp ? filter : shown(filter)}, which chooses none`,
  });
}

function hintFor(
  filter: ParameterFilter,
  parameters: readonly { readonly name: string }[],
): string | undefined {
  if (typeof filter !== 'string') return undefined;
  const names = parameters.map(({ name }) => name);
  const layers = names
    .filter((name) => name.includes('.'))
    .map((name) => name.slice(0, name.lastIndexOf('.')));
  const nearest = nearestName(filter, [...layers, ...names]);
  return nearest && `Did you mean '${nearest}'?`;
}

/**
 * Weights: what has two dimensions or more. Biases, and the gains and shifts of normalization layers, have one; to pull
 * those to 0 does not keep a network from learning by heart, and takes from what it can express.
 */
export function weightsAlone(_name: string, shape: Shape): boolean {
  return shape.length > 1;
}

function isCalled(name: string, wanted: string): boolean {
  return name === wanted || name.startsWith(`${wanted}.`) || name.endsWith(`.${wanted}`);
}
