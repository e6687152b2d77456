import { checkOptions, shown } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import { largest } from '../arrays/values.js';
import { checkObject, checkText } from '../checks.js';
import type { GraphNode } from '../description.js';
import { type Plot, plot } from '../plot.js';
import { PlotError } from '../plotError.js';

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
 * come before it; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * console.log(plotNetwork(input(784).to(relu(500), softmax(10))).toText());
 * ```
 */
export function plotNetwork(
  network: { readonly layers: readonly NetworkLayer[] },
  options: { readonly title?: string } = {},
): Plot {
  checkOptions('plotNetwork', options, ['title']);
  const { title = 'Network' } = options;
  checkText('plotNetwork, title', title);
  const layers = layersOf(network);
  const sources = sourcesOf(layers);
  const edges = sources.flatMap((from, to) => from.map((source): [number, number] => [source, to]));
  const total = layers.reduce((sum, layer) => sum + parameterCount(layer), 0);
  return plot({
    title,
    summary: `${layers.length} layers with ${total.toLocaleString('en-US')} parameters: ${layers.map(({ name }) => name).join(', ')}.`,
    panels: [{ kind: 'graph', title: '', nodes: placed(layers, sources), edges }],
  });
}

function layersOf(network: { readonly layers: readonly NetworkLayer[] }): readonly NetworkLayer[] {
  const where = 'plotNetwork';
  const expected = 'a network, which has layers';
  checkObject(where, network, expected);
  const { layers } = network;
  if (!Array.isArray(layers)) throw new PlotError({ where, expected, received: shown(network) });
  if (layers.length === 0) throw new PlotError({ where, expected: 'at least one layer', received: 'none' });
  for (const [index, layer] of layers.entries()) checkLayer(`${where}, layer ${index}`, layer);
  return layers;
}

function checkLayer(where: string, layer: NetworkLayer): void {
  checkObject(where, layer, 'a layer with a name and an outputShape');
  checkText(`${where}, name`, layer.name);
  checkShapeOf(`${where}, outputShape`, layer.outputShape);
  for (const [name, parameter] of Object.entries(layer.parameters ?? {})) {
    checkObject(`${where}, ${name}`, { ...parameter }, 'a parameter with a shape');
    checkShapeOf(`${where}, ${name}, shape`, parameter?.shape);
  }
  if (layer.inputs === undefined || Array.isArray(layer.inputs)) return;
  const expected = 'an array of names of layers';
  throw new PlotError({ where: `${where}, inputs`, expected, received: shown(layer.inputs) });
}

function checkShapeOf(where: string, shape: unknown): void {
  const isShape =
    Array.isArray(shape) &&
    Array.from<unknown>(shape).every((side) => side === null || Number.isInteger(side));
  if (!isShape) throw new PlotError({ where, expected: 'an array of whole numbers', received: shown(shape) });
}

function parameterCount({ parameters = {} }: NetworkLayer): number {
  return Object.values(parameters).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

function sourcesOf(layers: readonly NetworkLayer[]): number[][] {
  const places = new Map<string, number>();
  return layers.map(({ name, inputs }, index) => {
    const sources =
      inputs === undefined
        ? index === 0
          ? []
          : [index - 1]
        : inputs.map((source) => placeOf(source, name, places));
    if (places.has(name)) {
      const received = `two that are called ${shown(name)}`;
      throw new PlotError({ where: 'plotNetwork', expected: 'layers of different names', received });
    }
    places.set(name, index);
    return sources;
  });
}

function placeOf(source: string, name: string, places: ReadonlyMap<string, number>): number {
  const place = places.get(source);
  if (place !== undefined) return place;
  const before = [...places.keys()].slice(-10).map(shown).join(', ');
  throw new PlotError({
    where: `plotNetwork, layer ${shown(name)}, inputs`,
    expected: before === '' ? 'none, for no layer comes before it' : `layers before it, such as ${before}`,
    received: shown(source),
  });
}

/** A layer stands one level below the lowest of its sources. */
function placed(layers: readonly NetworkLayer[], sources: readonly (readonly number[])[]): GraphNode[] {
  const levels: number[] = [];
  const taken: number[] = [];
  return layers.map((layer, index) => {
    const level = largest(sources[index]!.map((source) => levels[source]! + 1));
    levels.push(level);
    const place = taken[level] ?? 0;
    taken[level] = place + 1;
    return { label: layer.name, detail: detailOf(layer), level, place };
  });
}

function detailOf(layer: NetworkLayer): string {
  const shape = layer.outputShape.map((side) => side ?? '?').join('×');
  const count = parameterCount(layer);
  return count === 0 ? shape : `${shape} · ${count.toLocaleString('en-US')} parameters`;
}
