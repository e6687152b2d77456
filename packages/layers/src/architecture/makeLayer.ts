import { NeutypeError, nearestName, OptionError, shown } from '@neutype/errors';
import type { Layer } from '../layer.js';
import type { LayerRecord } from './architecture.js';
import { MAKERS_BY_KIND } from './makers.js';
import { isRecord, type PlainValue, plainValues } from './plainValue.js';

/**
 * Makes a layer from its kind and settings, as layers in a network have them. They may come from anywhere: nothing in
 * them is run, and what the layer does not know is refused.
 *
 * Initial values of parameters are not among the settings: the layer begins as one that was made without them.
 *
 * @param kind of one of our own layers: `max-pool2d`
 * @param settings under the names of the parameters and options of the function that makes the layer
 * @param name a name of its own instead of the kind and a number
 * @throws OptionError for a kind that nobody knows, and settings that the layer cannot have
 *
 * @example
 * ```ts
 * const layer = makeLayer('conv2d', { filters: 32, size: [3, 3], padding: 'same' });
 * const network = input([28, 28, 1]).to(layer, flatten(), softmax(10));
 * const again = makeLayer('softmax', network.layer('softmax-1').settings);
 * ```
 */
export function makeLayer(
  kind: string,
  settings: Readonly<Record<string, PlainValue>>,
  name?: string,
): Layer {
  return layerOf(name === undefined ? 'makeLayer' : `layer ${name}`, { kind, settings, name });
}

/** The same. @param where what errors are told of */
export function layerOf(
  where: string,
  { kind, name, settings }: Pick<LayerRecord, 'kind' | 'settings'> & { readonly name: string | undefined },
): Layer {
  const maker = MAKERS_BY_KIND.get(kind);
  if (maker === undefined) throw unknownKind(where, kind);
  if (!isRecord(settings)) {
    throw new OptionError({ where, expected: 'settings by their names', received: shown(settings) });
  }
  const [make, ...takes] = maker;
  const plain = plainValues(settings);
  const options = Object.entries(plain).filter(([key]) => !takes.includes(key));
  const values = takes.map((key) => (Object.hasOwn(plain, key) ? plain[key] : undefined));
  if (name !== undefined) options.push(['name', name]);
  return made(where, make as (...values: readonly unknown[]) => Layer, [
    ...values,
    Object.fromEntries(options),
  ]);
}

/** What goes wrong is told of the layer, whatever the function that makes it says. */
function made(where: string, make: (...values: readonly unknown[]) => Layer, values: unknown[]): Layer {
  try {
    return make(...values);
  } catch (error) {
    const problem = error instanceof NeutypeError ? error.problem : undefined;
    throw new OptionError(
      problem
        ? { ...problem, where: `${where}, ${problem.where}` }
        : { where, expected: 'settings that its kind can have', received: String(error) },
      { cause: error },
    );
  }
}

function unknownKind(where: string, kind: unknown): OptionError {
  const nearest = typeof kind === 'string' ? nearestName(kind, [...MAKERS_BY_KIND.keys()]) : undefined;
  return new OptionError({
    where,
    expected: 'a kind of layer that this version of Neutype knows',
    received: shown(kind),
    remedy: nearest
      ? `Did you mean '${nearest}'?`
      : 'A layer of your own is made by a function: { layers: { scaled: (settings, name) => scaled(settings) } }.',
  });
}
