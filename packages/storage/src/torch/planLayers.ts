import type { AnyNetwork, PlacedLayer } from '@neutype/layers';
import { flattenedOrder, type Surroundings, takesAnyOrder } from './flattening.js';
import { areDirections, bidirectionalSteps } from './kinds/recurrent.js';
import { Identifiers } from './python.js';
import type { PlannedInput, PlannedLayer } from './torchPlan.js';
import { type Layout, layoutAxes, moduleStep, type Translation, type Translator } from './translation.js';
import { translatorOf } from './translators.js';

/**
 * The layers in PyTorch, in order: what each takes, in which layout, and the steps that it is.
 *
 * @throws OptionError for a layer that PyTorch has not
 */
export function planLayers(network: AnyNetwork): readonly PlannedLayer[] {
  return new Walk(network).plan();
}

interface Merging {
  readonly forwards: PlacedLayer;
  readonly backwards: PlacedLayer;
}

const MERGES: ReadonlySet<string> = new Set(['add', 'average', 'concatenate', 'multiply']);

class Walk {
  readonly #layers: readonly PlacedLayer[];
  readonly #byName: ReadonlyMap<string, PlacedLayer>;
  readonly #consumers = new Map<string, PlacedLayer[]>();
  readonly #ends: ReadonlySet<string>;
  readonly #identifiers = new Identifiers();
  readonly #owners = new Map<object, string>();
  readonly #planned = new Map<string, PlannedLayer>();
  /** Merges of two directions. */
  readonly #merging = new Map<string, Merging>();

  readonly #surroundings: Surroundings = {
    consumersOf: (name) => this.#consumers.get(name) ?? [],
    isEnd: (name) => this.#ends.has(name),
    isShared: (parameter) =>
      this.#layers.filter(({ parameters }) =>
        Object.values(parameters).some(({ source }) => source === parameter.source),
      ).length > 1,
  };

  constructor({ layers, graph }: AnyNetwork) {
    this.#layers = layers;
    this.#byName = new Map(layers.map((layer) => [layer.name, layer]));
    this.#ends = new Set(graph.ends.map((node) => (graph.placed.get(node) as PlacedLayer).name));
    for (const layer of layers) {
      for (const input of layer.inputs) {
        this.#consumers.set(input, [...(this.#consumers.get(input) ?? []), layer]);
      }
    }
  }

  plan(): readonly PlannedLayer[] {
    const translators = new Map(this.#layers.map((layer) => [layer, translatorOf(layer)]));
    for (const layer of this.#layers) this.#findDirections(layer);
    const within = new Set(
      [...this.#merging.values()].flatMap(({ forwards, backwards }) => [forwards, backwards]),
    );
    for (const layer of this.#layers) {
      if (within.has(layer)) continue;
      this.#planned.set(layer.name, this.#planOne(layer, translators.get(layer) as Translator));
    }
    return [...this.#planned.values()];
  }

  #findDirections(merge: PlacedLayer): void {
    const [forwards, backwards, ...others] = merge.inputs.map(
      (name) => this.#byName.get(name) as PlacedLayer,
    );
    if (!forwards || !backwards || others.length > 0 || !MERGES.has(merge.kind)) return;
    const isAlone = [forwards, backwards].every(
      ({ name }) => this.#consumers.get(name)?.length === 1 && !this.#ends.has(name),
    );
    const isAlongLast = [undefined, -1, merge.outputShape.length].includes(
      merge.settings['axis'] as number | undefined,
    );
    if (isAlone && isAlongLast && areDirections(forwards, backwards)) {
      this.#merging.set(merge.name, { forwards, backwards });
    }
  }

  #planOne(layer: PlacedLayer, translator: Translator): PlannedLayer {
    const merging = this.#merging.get(layer.name);
    const named = merging?.forwards ?? layer;
    const identifier = this.#identifiers.take(named.name);
    const parameter = Object.values(named.parameters)[0]?.source;
    const owner = (parameter && this.#owners.get(parameter)) ?? identifier;
    if (parameter) this.#owners.set(parameter, owner);
    const names = merging ? named.inputs : layer.inputs;
    if (names.length === 0) return this.#planStart(layer, { identifier, owner });
    const needed = merging ? 'last' : translator.needs(layer);
    const layout = needed === 'any' ? this.#commonLayout(names) : needed;
    const { steps, ...given } = merging
      ? { steps: bidirectionalSteps(merging.forwards, merging.backwards, layer) }
      : this.#translated(layer, translator, layout);
    const { inputs, layout: result } = this.#inputsFor(layer, names, layout, given);
    return { layer, named: named.name, identifier, owner, inputs, steps, ...result };
  }

  #planStart(layer: PlacedLayer, names: Pick<PlannedLayer, 'identifier' | 'owner'>): PlannedLayer {
    const layout = layer.outputShape.length > 1 ? (this.#wanted(layer) ?? 'last') : 'last';
    return { layer, named: layer.name, ...names, inputs: [], steps: [], layout, order: undefined };
  }

  /** The layout that the first layers behind this one need, which care. */
  #wanted({ name }: PlacedLayer): Layout | undefined {
    for (const consumer of this.#consumers.get(name) ?? []) {
      const needed = translatorOf(consumer).needs(consumer);
      const wanted = needed === 'any' ? this.#wanted(consumer) : needed;
      if (wanted !== undefined) return wanted;
    }
    return undefined;
  }

  #commonLayout(names: readonly string[]): Layout {
    const [first, ...others] = names
      .map((name) => this.#planned.get(name) as PlannedLayer)
      .filter(({ layer }) => layer.outputShape.length > 1);
    if (first === undefined) return 'last';
    return others.every(({ layout }) => layout === first.layout) ? first.layout : 'last';
  }

  #translated(layer: PlacedLayer, translator: Translator, layout: Layout): Translation {
    const source = this.#planned.get(layer.inputs[0] as string) as PlannedLayer;
    const { settings, inputShape: shape } = layer;
    const isFlat = isReshaping(layer) && layer.outputShape.length === 1 && source.layout === 'first';
    if (isFlat && takesAnyOrder(layer, this.#surroundings)) {
      return { steps: [moduleStep('nn.Flatten()')], layout: 'first', order: flattenedOrder(shape) };
    }
    return translator.translate({ layer, settings, shape, layout, order: source.order });
  }

  #inputsFor(
    layer: PlacedLayer,
    names: readonly string[],
    layout: Layout,
    given: Omit<Translation, 'steps'>,
  ): { inputs: readonly PlannedInput[]; layout: Pick<PlannedLayer, 'layout' | 'order'> } {
    const keeps = isReshaping(layer) && given.layout === 'first';
    const inputs = names.map((name): PlannedInput => {
      const source = this.#planned.get(name) as PlannedLayer;
      const rank = source.layer.outputShape.length;
      if (rank < 2 || source.layout === layout || keeps) return { name };
      return { name, axes: layoutAxes(rank, layout) };
    });
    const isRow = layer.outputShape.length < 2;
    return { inputs, layout: { layout: isRow ? 'last' : (given.layout ?? 'last'), order: given.order } };
  }
}

function isReshaping({ kind }: PlacedLayer): boolean {
  return kind === 'reshape' || kind === 'flatten';
}
