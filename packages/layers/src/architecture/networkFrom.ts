import { checkFunction, checkOptions, OptionError, ShapeError, shown } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import { isLayer } from '../checkLayer.js';
import { type Node, upstreamOf } from '../graph.js';
import { inputLayer } from '../inputLayer.js';
import type { Layer } from '../layer.js';
import { Network } from '../network.js';
import type { PlacedLayer } from '../placedLayer.js';
import { Placement } from '../placement.js';
import { formatBatchShape, grouped, type Shape } from '../shape.js';
import type { Architecture, LayerMaker, LayerRecord } from './architecture.js';
import { checkArchitecture } from './checkArchitecture.js';
import { layerOf } from './makeLayer.js';
import { copyOfJson } from './plainValue.js';

/** Options of `networkFrom`. */
export interface NetworkFromOptions {
  /** By kind, functions that make layers of your own from their settings. They come before our own of the same kind. */
  readonly layers?: Readonly<Record<string, LayerMaker>>;
}

/**
 * Makes a network of its architecture, with the same layers, names, shared and frozen parameters. The parameters have
 * no values yet: `network.write(…)` or `network.initialize(…)` gives them some.
 *
 * The architecture may come from anywhere. Nothing in it is run, all of it is checked, and what it asks for is not
 * allocated.
 *
 * @param options.layers by kind, functions that make layers of your own
 * @throws OptionError for what is no architecture, one of a newer version, kinds that nobody knows, and settings,
 * names or inputs that do not fit; the message names the layer
 * @throws ShapeError where a layer cannot take what comes out of the one before it
 *
 * @example
 * ```ts
 * const network = networkFrom(JSON.parse(text), { layers: { scaled: ({ factor }) => scaled(factor as number) } });
 * ```
 */
export function networkFrom(architecture: Architecture, options: NetworkFromOptions = {}): Network {
  checkOptions('networkFrom', options, ['layers']);
  const { layers = {} } = options;
  checkOwn(layers);
  const { layers: records, outputNames, outputs } = copyOfJson(checkArchitecture(architecture));
  const assembly = new Assembly(layers);
  for (const record of records) assembly.add(record);
  return new Network({ ...assembly.ending(outputs), endNames: outputNames });
}

function checkOwn(layers: Readonly<Record<string, LayerMaker>>): void {
  for (const [kind, make] of Object.entries(layers)) {
    checkFunction(
      `networkFrom, option layers, ${kind}`,
      make,
      'a function that makes a layer from its settings',
    );
  }
}

/** A network while its layers are put in. */
class Assembly {
  readonly #placement = new Placement('networkFrom');
  readonly #nodes = new Map<string, Node>();
  readonly #own: Readonly<Record<string, LayerMaker>>;

  constructor(own: Readonly<Record<string, LayerMaker>>) {
    this.#own = own;
  }

  add(record: LayerRecord): void {
    const { frozen = [], inputs, name, shape } = record;
    if (this.#nodes.has(name)) throw twice(name);
    const sources = inputs.map((input) => this.#node(input, `layer ${name}, inputs`));
    if (shape !== undefined) checkSize(name, shape);
    const layer = this.#layer(record);
    const node = this.#placement.layer(layer, sources, isStart(record) ? shape : undefined, name);
    const placed = this.#placement.at(node);
    checkSize(name, placed.outputShape);
    freeze(placed, frozen);
    this.#nodes.set(name, node);
  }

  /** The graph that ends in these layers, which all others must lead to. */
  ending(outputs: readonly string[]): {
    readonly placed: Placement['placed'];
    readonly ends: readonly Node[];
  } {
    const { placed } = this.#placement;
    const ends = outputs.map((output) => this.#node(output, 'networkFrom, outputs'));
    const needed = upstreamOf({ placed }, ends).placed;
    const [idle] = [...placed].filter(([node]) => !needed.has(node));
    if (idle === undefined) return { placed, ends };
    throw new OptionError({
      where: 'networkFrom, outputs',
      expected: 'layers that all others lead to',
      received: `${idle[1].name}, which leads to none`,
    });
  }

  #layer(record: LayerRecord): Layer {
    const { kind, name, settings, shape, sharedWith } = record;
    if (sharedWith !== undefined) return this.#shared(record, sharedWith);
    // A name that the kind and a number make is no name of its own: beside others of the kind it gets another number.
    const ownName = isNumbered(name, kind) ? undefined : name;
    if (isStart(record)) return inputLayer(shape as Shape, ownName);
    const own = Object.hasOwn(this.#own, kind) ? this.#own[kind] : undefined;
    if (own !== undefined) return checkOwnLayer(own(settings, name), record);
    return layerOf(`layer ${name}`, { kind, settings, name: ownName });
  }

  #shared({ kind, name }: LayerRecord, sharedWith: string): Layer {
    const { kind: sharedKind, layer } = this.#placement.at(
      this.#node(sharedWith, `layer ${name}, sharedWith`),
    );
    if (sharedKind === kind) return layer;
    throw new OptionError({
      where: `layer ${name}, sharedWith`,
      expected: `a layer of its own kind, ${kind}`,
      received: `${sharedWith}, of the kind ${sharedKind}`,
    });
  }

  #node(name: string, where: string): Node {
    const node = this.#nodes.get(name);
    if (node !== undefined) return node;
    throw new OptionError({
      where,
      expected: 'the name of a layer that stands before it',
      received: shown(name),
    });
  }
}

function isStart({ inputs, kind }: LayerRecord): boolean {
  return kind === 'input' && inputs.length === 0;
}

function isNumbered(name: string, kind: string): boolean {
  return name.startsWith(`${kind}-`) && /^[1-9]\d*$/.test(name.slice(kind.length + 1));
}

function checkOwnLayer(layer: unknown, { kind, name }: LayerRecord): Layer {
  if (isLayer(layer)) return layer;
  throw new OptionError({
    where: `layer ${name}, option layers, ${kind}`,
    expected: 'a layer from the function that makes it',
    received: shown(layer),
  });
}

function freeze({ name, parameters }: PlacedLayer, frozen: readonly string[]): void {
  for (const key of frozen) {
    const parameter = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
    if (parameter === undefined || !(parameter.trainable || parameter.frozen)) {
      throw new OptionError({
        where: `layer ${name}, frozen`,
        expected: 'names of parameters that it learns',
        received: shown(key),
      });
    }
    parameter.trainable = false;
  }
}

/** As many values of one sample as a gigabyte holds. */
const MOST_VALUES = 2 ** 28;

function checkSize(name: string, shape: Shape): void {
  if (sizeOf(shape) <= MOST_VALUES) return;
  throw new ShapeError({
    where: `layer ${name}`,
    expected: `at most ${grouped(MOST_VALUES)} values a sample`,
    received: formatBatchShape(shape),
  });
}

function twice(name: string): OptionError {
  return new OptionError({
    where: `layer ${name}`,
    expected: 'a name that no other layer has',
    received: `${shown(name)} twice`,
  });
}
