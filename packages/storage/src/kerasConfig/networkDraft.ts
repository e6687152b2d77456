import { DataError } from '@neutype/errors';
import type { Architecture } from '@neutype/layers';
import type { Constant } from './constants.js';
import type { KerasConfig } from './kerasConfig.js';
import { type Draft, Mask, maskBehind, maskedSettings, type Value } from './masks.js';
import { outputShapeOf } from './outputShape.js';
import { INPUTS, type Reading, type WeightReading } from './reading.js';

/** Where a weight of a Keras layer goes. */
export interface WeightTarget extends Pick<WeightReading, 'names' | 'within' | 'change'> {
  /** The parameter of the network: `dense_1.weight`. */
  readonly parameter: string;
}

/** A Keras layer that has weights. */
export interface KerasWeights {
  readonly name: string;
  readonly className: string;
  /** The models within the model that it stands in, outermost first. */
  readonly within: readonly string[];
  /** In Keras's order. */
  readonly weights: readonly WeightTarget[];
}

/** A Keras model as a network of ours, without the values of its weights. */
export interface KerasModel {
  readonly architecture: Architecture;
  /** The layers that have weights, in the order of the file. */
  readonly layers: readonly KerasWeights[];
  /** Parameters that Keras has no weights for. */
  readonly constants: ReadonlyMap<string, Constant>;
}

/** More layers than any model has: models within models may double with each level. */
const MOST_LAYERS = 10_000;

/** The network that a Keras model becomes, layer by layer. */
export class NetworkDraft {
  readonly #where: string;
  readonly #records: Draft[] = [];
  readonly #taken = new Set<string>();
  readonly #layers: KerasWeights[] = [];
  readonly #constants = new Map<string, Constant>();
  readonly #masks: Mask[] = [];
  /** Names of the layers that a Keras layer became when it was called first. */
  readonly #first = new Map<string, readonly string[]>();

  /** @param where the file, for messages */
  constructor(where: string) {
    this.#where = where;
  }

  /** The network that ends in these values. */
  finish(outputs: readonly Value[]): KerasModel {
    for (const { mask } of outputs) if (mask instanceof Mask) mask.passOver();
    for (const mask of this.#masks) mask.settle();
    const ends = outputs.map(({ layer }) => layer);
    const layers = leadingTo(ends, this.#records);
    return {
      architecture: { version: 1, layers, outputs: ends },
      layers: this.#layers,
      constants: this.#constants,
    };
  }

  /** An input layer. */
  input(wanted: string, shape: readonly number[]): Value {
    const draft: Draft = { name: this.#freeName(wanted), kind: 'input', inputs: [], shape, settings: {} };
    this.#add(draft);
    return { layer: draft.name, shape };
  }

  /**
   * The layers of a Keras layer, behind these values.
   *
   * @param path the models within the model that it stands in
   * @returns what comes out of the last
   */
  layer(config: KerasConfig, reading: Reading, inputs: readonly Value[], path: readonly string[]): Value {
    const key = [...path, config.name].join('\n');
    const first = this.#first.get(key);
    const extra = maskedSettings(config, reading, inputs);
    const made: Value[] = [];
    const drafts: Draft[] = [];
    for (const [index, { kind, settings, inputs: from = [index - 1], order }] of reading.layers.entries()) {
      const sources = from.flatMap((at) => (at === INPUTS ? chosen(inputs, order) : [made[at] as Value]));
      const draft: Draft = {
        name: this.#nameOf(config, reading, index),
        kind,
        inputs: sources.map(({ layer }) => layer),
        settings: { ...settings, ...extra(index) },
        ...(first?.[index] !== undefined && { sharedWith: first[index] }),
        ...(index === 0 && first === undefined && reading.frozen && { frozen: reading.frozen }),
      };
      const shape = outputShapeOf(
        draft,
        sources.map((source) => source.shape),
        config.where,
      );
      this.#add(draft);
      drafts.push(draft);
      made.push({ layer: draft.name, shape });
    }
    if (first === undefined) this.#remember(key, config, reading, drafts, path);
    return this.#valueBehind(config, reading, inputs, drafts, made);
  }

  #valueBehind(
    config: KerasConfig,
    reading: Reading,
    inputs: readonly Value[],
    drafts: readonly Draft[],
    made: readonly Value[],
  ): Value {
    const { layer, shape } = made.at(-1) ?? (inputs[0] as Value);
    if (reading.mask === undefined) return { layer, shape, mask: maskBehind(reading, inputs, shape) };
    const mask = new Mask(reading.mask, config, drafts[0]);
    this.#masks.push(mask);
    return { layer, shape, mask };
  }

  #remember(
    key: string,
    { name, className }: KerasConfig,
    { weights = [], constants = [] }: Reading,
    drafts: readonly Draft[],
    within: readonly string[],
  ): void {
    const names = drafts.map((draft) => draft.name);
    this.#first.set(key, names);
    for (const { layer = 0, parameter, value } of constants) {
      this.#constants.set(`${names[layer]}.${parameter}`, value);
    }
    if (weights.length === 0) return;
    const targets = weights.map(({ layer = 0, parameter, ...weight }) => ({
      ...weight,
      parameter: `${names[layer]}.${parameter}`,
    }));
    this.#layers.push({ name, className, within, weights: targets });
  }

  #add(draft: Draft): void {
    if (this.#records.length >= MOST_LAYERS) {
      throw new DataError({
        where: this.#where,
        expected: `at most ${MOST_LAYERS} layers`,
        received: 'more',
      });
    }
    this.#records.push(draft);
  }

  /** The layer's own name for the one with its weights, or the last; what stands beside it is named after both. */
  #nameOf({ name }: KerasConfig, { layers }: Reading, index: number): string {
    const { inputs, kind } = layers[index] as Reading['layers'][number];
    const isSideBySide = layers.some((layer) => layer.inputs !== undefined);
    if (!isSideBySide) return this.#freeName(index === 0 ? name : `${name}-${kind}`);
    const direction = index === 0 ? 'forward' : 'backward';
    return this.#freeName(inputs?.includes(INPUTS) ? `${name}-${direction}` : name);
  }

  #freeName(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#taken.has(name); number++) name = `${wanted}-${number}`;
    this.#taken.add(name);
    return name;
  }
}

/** The layers that something comes of. */
function leadingTo(ends: readonly string[], records: readonly Draft[]): readonly Draft[] {
  const needed = new Set(ends);
  for (const { name, inputs } of [...records].reverse()) {
    if (needed.has(name)) for (const input of inputs) needed.add(input);
  }
  return records.filter(({ name }) => needed.has(name));
}

function chosen(inputs: readonly Value[], order: readonly number[] | undefined): readonly Value[] {
  return order === undefined ? inputs : order.map((at) => inputs[at] as Value);
}
