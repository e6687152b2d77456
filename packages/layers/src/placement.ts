import type { Parameter } from '@neutype/core';
import { OptionError, ShapeError } from '@neutype/errors';
import { sameShape } from '@neutype/ndarray';
import { checkPart, isBlock, isNetwork } from './checkLayer.js';
import { type Graph, type Node, startsOf } from './graph.js';
import type { Layer } from './layer.js';
import { freeName, nextName } from './names.js';
import type { AnyNetwork, Block, Part } from './part.js';
import { type PlacedLayer, placeLayer } from './placedLayer.js';
import { formatBatchShape, type Shape } from './shape.js';

/** How places of one graph are taken over into another. */
export interface Adoption {
  /** What stands for places of the graph. */
  readonly instead?: ReadonlyMap<Node, readonly Node[]>;
  /** Makes places of its own, rather than finding those that both graphs have. */
  readonly apart?: boolean;
  /** Gives the layers parameters of their own. */
  readonly fresh?: boolean;
}

/** A graph while layers are put into it. The graphs that it began with stay as they are. */
export class Placement {
  readonly #placed: Map<Node, PlacedLayer>;
  readonly #taken: Set<string>;
  /** By kind, the number that was given last: all before it are taken. */
  readonly #numbers = new Map<string, number>();
  /** Parameters by what they are other names for: those of a layer that is placed twice are the same ones. */
  readonly #parameters = new Map<Parameter, Parameter>();
  /** By layer, the first place that it got. */
  readonly #twins = new Map<Layer, PlacedLayer>();
  readonly #where: string;

  constructor(where: string, placed: Graph['placed'] = new Map()) {
    this.#where = where;
    this.#placed = new Map(placed);
    this.#taken = new Set([...placed.values()].map(({ name }) => name));
    for (const one of placed.values()) this.#remember(one);
  }

  get placed(): Graph['placed'] {
    return this.#placed;
  }

  /** The layer in a place. */
  at(node: Node): PlacedLayer {
    return this.#placed.get(node) as PlacedLayer;
  }

  /** Puts parts one after another behind what comes out of some places. */
  chain(parts: readonly Part[], sources: readonly Node[]): readonly Node[] {
    return parts.reduce((ends, part) => this.put(part, ends), sources);
  }

  /** Puts one part behind what comes out of some places. */
  put(given: Part, sources: readonly Node[]): readonly Node[] {
    const part = checkPart(given, this.#where);
    if (isNetwork(part)) return this.#network(part, sources);
    if (isBlock(part)) {
      return part.arrangement === 'chain' ? this.chain(part.parts, sources) : this.#parallel(part, sources);
    }
    return [this.layer(part, sources)];
  }

  /**
   * Puts a layer behind others, or at the beginning with the shape of what comes in.
   *
   * @param name which no other layer has; what it is called, or its kind and a number, unless given
   */
  layer(
    layer: Layer,
    sources: readonly Node[],
    inputShape?: Shape,
    name: string = this.#nameFor(layer),
  ): Node {
    const node: Node = { sources };
    const before = sources.map((source) => this.at(source));
    if (inputShape === undefined) checkInputs(layer, name, before);
    this.#add(node, layer, {
      name,
      inputs: before.map((source) => source.name),
      inputShapes: inputShape ? [inputShape] : before.map(({ outputShape }) => outputShape),
      parameters: this.#twins.get(layer)?.parameters,
    });
    return node;
  }

  /** Takes over another graph. @returns what its places have become */
  adopt(
    graph: Pick<Graph, 'placed'>,
    { instead, apart, fresh }: Adoption = {},
  ): (node: Node) => readonly Node[] {
    const become = new Map<Node, readonly Node[]>(instead);
    const twins = new Map<Layer, PlacedLayer>();
    for (const [node, placed] of graph.placed) {
      if (become.has(node)) continue;
      const sources = node.sources.flatMap((source) => become.get(source) as readonly Node[]);
      const isSame = !apart && sources.every((source, index) => source === node.sources[index]);
      const own = isSame ? node : { sources };
      become.set(node, [own]);
      if (this.#placed.has(own)) continue;
      const before = sources.map((source) => this.at(source));
      const name = this.#freeNameFor(placed);
      this.#add(own, placed.layer, {
        name,
        inputs: before.map((source) => source.name),
        inputShapes: before.length === 0 ? placed.inputShapes : before.map(({ outputShape }) => outputShape),
        parameters: fresh ? twins.get(placed.layer)?.parameters : this.#renamed(placed, name),
      });
      twins.set(placed.layer, this.at(own));
    }
    return (node) => become.get(node) as readonly Node[];
  }

  #add(node: Node, layer: Layer, place: Parameters<typeof placeLayer>[1]): void {
    const placed = placeLayer(layer, place);
    this.#placed.set(node, placed);
    this.#taken.add(placed.name);
    this.#remember(placed);
  }

  #remember(placed: PlacedLayer): void {
    if (!this.#twins.has(placed.layer)) this.#twins.set(placed.layer, placed);
    for (const parameter of Object.values(placed.parameters)) {
      if (!this.#parameters.has(parameter.source)) this.#parameters.set(parameter.source, parameter);
    }
  }

  #parallel({ parts }: Block, sources: readonly Node[]): readonly Node[] {
    if (sources.length === 1) return parts.flatMap((part) => this.put(part, sources));
    if (sources.length === parts.length) {
      return parts.flatMap((part, index) => this.put(part, [sources[index] as Node]));
    }
    throw new ShapeError({
      where: this.#where,
      expected: `one input for all ${parts.length} branches of parallel, or one for each`,
      received: `${sources.length}: ${this.#shown(sources)}`,
      remedy: 'Put a merging layer, add() or concatenate() for example, before it.',
    });
  }

  #network({ graph }: AnyNetwork, sources: readonly Node[]): readonly Node[] {
    const starts = startsOf(graph);
    if (sources.length !== 1 && sources.length !== starts.length) {
      throw new ShapeError({
        where: this.#where,
        expected: `one input for all ${starts.length} of the network, or one for each`,
        received: `${sources.length}: ${this.#shown(sources)}`,
        remedy: 'Put a merging layer, add() or concatenate() for example, before it.',
      });
    }
    const instead = new Map<Node, readonly Node[]>();
    for (const [index, start] of starts.entries()) {
      const source = sources[sources.length === 1 ? 0 : index] as Node;
      this.#checkJoined(source, graph.placed.get(start) as PlacedLayer);
      instead.set(start, [source]);
    }
    const become = this.adopt(graph, { instead });
    return graph.ends.flatMap(become);
  }

  #checkJoined(source: Node, start: PlacedLayer): void {
    const before = this.at(source);
    if (sameShape(before.outputShape, start.outputShape)) return;
    throw new ShapeError({
      where: `${this.#where}, ${start.name} of the network behind ${before.name}`,
      expected: formatBatchShape(start.outputShape),
      received: `${formatBatchShape(before.outputShape)} from ${before.name}`,
      remedy: 'A network takes what its own input takes.',
    });
  }

  #nameFor({ definition: { kind, name }, isCopy }: Layer): string {
    if (name === undefined) return this.#nextName(kind);
    if (isCopy) return freeName(name, this.#taken);
    if (!this.#taken.has(name)) return name;
    throw new OptionError({
      where: `layer ${name}`,
      expected: 'a name that no other layer of the network has',
      received: `name: '${name}' a second time`,
      remedy: 'Choose another name, or leave the name out and the layer gets one.',
    });
  }

  #nextName(kind: string): string {
    const name = nextName(kind, this.#taken, this.#numbers.get(kind));
    this.#numbers.set(kind, Number(name.slice(kind.length + 1)));
    return name;
  }

  #freeNameFor({ layer: { definition }, name }: PlacedLayer): string {
    if (!this.#taken.has(name)) return name;
    return definition.name === undefined
      ? this.#nextName(definition.kind)
      : freeName(definition.name, this.#taken);
  }

  #renamed({ parameters }: PlacedLayer, layerName: string): PlacedLayer['parameters'] {
    return Object.fromEntries(
      Object.entries(parameters).map(([key, parameter]) => [
        key,
        this.#parameters.get(parameter.source) ?? parameter.named(`${layerName}.${key}`),
      ]),
    );
  }

  #shown(nodes: readonly Node[]): string {
    return shownInputs(nodes.map((node) => this.at(node)));
  }
}

function checkInputs({ definition }: Layer, name: string, before: readonly PlacedLayer[]): void {
  const takesMany = definition.inputs === 'many';
  const fewest = takesMany ? (definition.fewestInputs ?? 2) : 1;
  if (takesMany ? before.length >= fewest : before.length === 1) return;
  throw new ShapeError({
    where: `layer ${name}`,
    expected: takesMany ? 'two inputs or more' : 'one input',
    received: `${before.length}: ${shownInputs(before)}`,
    remedy: takesMany
      ? `Put several branches before it: parallel(relu(10), relu(10)), for example.`
      : 'Put a merging layer, add() or concatenate() for example, before it.',
  });
}

/** Layers and what comes out of them: `[?, 3] from relu-1, [?, 5] from relu-2`. */
function shownInputs(layers: readonly PlacedLayer[]): string {
  return layers.map(({ name, outputShape }) => `${formatBatchShape(outputShape)} from ${name}`).join(', ');
}
