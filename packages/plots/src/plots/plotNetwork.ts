import type { GraphNode } from '../description.js';
import { PlotError } from '../PlotError.js';
import { type Plot, plot } from '../plot.js';

/** What the drawing needs to know of a layer; the layers of a Neutype network have it. */
export interface NetworkLayer {
  /** Unique in the network. */
  readonly name: string;
  /** Shape of one sample that comes out, without the batch dimension. */
  readonly outputShape: readonly (number | null)[];
  readonly parameters?: Readonly<Record<string, { readonly shape: readonly number[] }>>;
  /** The names of the layers it takes its input from; the one before it when left out. */
  readonly inputs?: readonly string[];
}

/**
 * A network as boxes and arrows, each box with its layer's name, output shape and number of parameters.
 *
 * @throws PlotError when there is no layer, two have one name, or one takes its input from a layer that does not
 * come before it.
 *
 * @example
 * ```ts
 * console.log(plotNetwork(input(784).to(relu(500), softmax(10))).toText());
 * ```
 */
export const plotNetwork = (
  network: { readonly layers: readonly NetworkLayer[] },
  { title = 'Network' }: { readonly title?: string } = {},
): Plot => {
  const { layers } = network;
  if (layers.length === 0) throw new PlotError('plotNetwork: expected at least one layer, got none.');
  const sources = sourcesOf(layers);
  const edges = sources.flatMap((from, to) => from.map((source): [number, number] => [source, to]));
  const total = layers.reduce((sum, layer) => sum + parameterCount(layer), 0);
  return plot({
    title,
    summary: `${layers.length} layers with ${total.toLocaleString('en-US')} parameters: ${layers.map(({ name }) => name).join(', ')}.`,
    panels: [{ kind: 'graph', title: '', nodes: placed(layers, sources), edges }],
  });
};

const parameterCount = ({ parameters = {} }: NetworkLayer): number =>
  Object.values(parameters).reduce(
    (sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1),
    0,
  );

const sourcesOf = (layers: readonly NetworkLayer[]): number[][] => {
  const places = new Map<string, number>();
  return layers.map(({ name, inputs }, index) => {
    const sources =
      inputs === undefined
        ? index === 0
          ? []
          : [index - 1]
        : inputs.map((source) => placeOf(source, name, places));
    if (places.has(name))
      throw new PlotError(`plotNetwork: two layers are called '${name}'. Give each a name of its own.`);
    places.set(name, index);
    return sources;
  });
};

const placeOf = (source: string, name: string, places: ReadonlyMap<string, number>): number => {
  const place = places.get(source);
  if (place !== undefined) return place;
  throw new PlotError(
    `plotNetwork: layer '${name}' takes its input from '${source}', which is not among the layers before it ` +
      `(${[...places.keys()].join(', ') || 'there are none'}).`,
  );
};

/** A layer stands one level below the lowest of its sources. */
const placed = (layers: readonly NetworkLayer[], sources: readonly (readonly number[])[]): GraphNode[] => {
  const levels: number[] = [];
  const taken: number[] = [];
  return layers.map((layer, index) => {
    const level = 1 + Math.max(-1, ...sources[index]!.map((source) => levels[source]!));
    levels.push(level);
    const place = taken[level] ?? 0;
    taken[level] = place + 1;
    return { label: layer.name, detail: detailOf(layer), level, place };
  });
};

const detailOf = (layer: NetworkLayer): string => {
  const shape = layer.outputShape.map((side) => side ?? '?').join('×');
  const count = parameterCount(layer);
  return count === 0 ? shape : `${shape} · ${count.toLocaleString('en-US')} parameters`;
};
