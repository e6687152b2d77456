import { DataError, shown } from '@neutype/errors';
import type { Architecture } from '@neutype/layers';
import { isRecord } from '../isRecord.js';
import type { Constant } from './constants.js';
import { type Dialect, KerasConfig } from './kerasConfig.js';
import { isMaskOperation } from './maskOperations.js';
import { type Draft, Mask, maskBehind, maskedSettings, type Value } from './masks.js';
import { outputShapeOf } from './outputShape.js';
import { INPUTS, type Reading, type WeightReading } from './reading.js';
import { readLayer } from './readLayer.js';
import { callOptionsOf, callsOf, endsOf, type Reference } from './references.js';

type Shape = readonly number[];

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

/** What there is to know of a model beside its config. */
export interface ModelOptions {
  readonly dialect: Dialect;
  /** The file, for messages. */
  readonly where: string;
  /** Sizes of what comes in, for a model that leaves some open. */
  readonly inputShape?: Shape | undefined;
}

/** More layers than any model has: models within models may double with each level. */
const MOST_LAYERS = 10_000;
const DEEPEST = 20;

/**
 * Reads the config of a Keras model, `{ class_name, config }`. Nothing in it is trusted, and nothing in it is run.
 *
 * @throws DataError for what is no such config, and for layers that there is nothing equal to, naming them
 */
export function readModel(model: unknown, options: ModelOptions): KerasModel {
  const reader = new ModelReader(options);
  const outputs = reader.model(model, undefined, []);
  return reader.finish(outputs);
}

interface Call {
  readonly entry: Entry;
  inputs: readonly Reference[];
  readonly results: (readonly Value[])[];
  readonly index: number;
  waiting: number;
}

interface Entry {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly layer: Readonly<Record<string, unknown>>;
}

class ModelReader {
  readonly #options: ModelOptions;
  readonly #records: Draft[] = [];
  readonly #taken = new Set<string>();
  readonly #layers: KerasWeights[] = [];
  readonly #constants = new Map<string, Constant>();
  readonly #masks: Mask[] = [];
  /** Names of the layers that a Keras layer became when it was called first. */
  readonly #first = new Map<string, readonly string[]>();

  constructor(options: ModelOptions) {
    this.#options = options;
  }

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

  /** Places a model, behind these values or at the beginning. @returns its outputs */
  model(model: unknown, inputs: readonly Value[] | undefined, path: readonly string[]): readonly Value[] {
    const { class_name: className, config } = isRecord(model) ? model : {};
    if (path.length > DEEPEST) throw this.#refused(`models within models up to ${DEEPEST} deep`, 'more');
    if (className === 'Sequential') return this.#sequential(config, inputs, path);
    if (className === 'Functional' || className === 'Model') return this.#functional(config, inputs, path);
    throw this.#refused("a Keras model, of the class 'Sequential' or 'Functional'", shown(className));
  }

  #sequential(
    config: unknown,
    inputs: readonly Value[] | undefined,
    path: readonly string[],
  ): readonly Value[] {
    const layers = isRecord(config) ? config['layers'] : config;
    if (!Array.isArray(layers) || layers.length === 0) throw this.#refused('layers', shown(layers));
    const entries = layers.map((layer) => this.#entryOf(layer));
    this.#checkNames(entries);
    const [first] = entries as [Entry];
    let values = inputs;
    for (const entry of entries) {
      if (entry.className === 'InputLayer') {
        values ??= [this.#input(entry)];
        continue;
      }
      if (values === undefined && !isModel(entry)) {
        values = [this.#input(first, `${first.name}_input`)];
      }
      values = this.#call(entry, values, path);
    }
    return values ?? [];
  }

  #functional(
    config: unknown,
    inputs: readonly Value[] | undefined,
    path: readonly string[],
  ): readonly Value[] {
    if (!isRecord(config) || !Array.isArray(config['layers'])) {
      throw this.#refused('layers', shown(isRecord(config) ? config['layers'] : config));
    }
    const layers: readonly unknown[] = config['layers'];
    const entries = layers
      .filter((layer) => !isMaskOperation(layer, layers))
      .map((layer) => this.#entryOf(layer));
    this.#checkNames(entries);
    const results = this.#inputs(endsOf(config['input_layers'], this.#options.where), entries, inputs);
    const calls = entries.flatMap((entry) => this.#callsOf(entry, results));
    const ends = endsOf(config['output_layers'], this.#options.where);
    const renumber = renumbering(calls, ends);
    for (const call of calls) call.inputs = call.inputs.map(renumber);
    this.#run(calls, results, path);
    return ends.map((end) => this.#resultOf(renumber(end), results));
  }

  #inputs(
    ends: readonly Reference[],
    entries: readonly Entry[],
    inputs: readonly Value[] | undefined,
  ): Map<string, (readonly Value[])[]> {
    if (inputs !== undefined && inputs.length !== ends.length) {
      throw this.#refused(`${ends.length} inputs of a model within the model`, `${inputs.length}`);
    }
    const byName = new Map(entries.map((entry) => [entry.name, entry]));
    return new Map(
      ends.map(({ layer }, index) => {
        const entry = byName.get(layer);
        if (entry === undefined) throw this.#refused('an input among the layers', shown(layer));
        return [layer, [[inputs?.[index] ?? this.#input(entry)]]];
      }),
    );
  }

  /** Calls each layer as soon as all that it takes is there. */
  #run(
    calls: readonly Call[],
    results: ReadonlyMap<string, (readonly Value[])[]>,
    path: readonly string[],
  ): void {
    const waiting = new Map<string, Call[]>();
    for (const call of calls) {
      for (const { layer, call: index } of call.inputs) {
        if (results.get(layer)?.[index] !== undefined) continue;
        const key = `${index} ${layer}`;
        const others = waiting.get(key);
        if (others === undefined) waiting.set(key, [call]);
        else others.push(call);
        call.waiting += 1;
      }
    }
    const ready = calls.filter((call) => call.waiting === 0);
    let done = 0;
    for (const call of ready) {
      done += 1;
      const inputs = call.inputs.map((input) => this.#resultOf(input, results));
      call.results[call.index] = this.#call(call.entry, inputs, path, call.index);
      for (const other of waiting.get(`${call.index} ${call.entry.name}`) ?? []) {
        other.waiting -= 1;
        if (other.waiting === 0) ready.push(other);
      }
    }
    if (done === calls.length) return;
    const stuck = calls.find((call) => call.waiting > 0) as Call;
    throw this.#refused(
      `layers before ${shown(stuck.entry.name)} that it takes its inputs from`,
      'none, or a circle',
    );
  }

  #callsOf(entry: Entry, results: Map<string, (readonly Value[])[]>): readonly Call[] {
    if (results.has(entry.name)) return [];
    const own: (readonly Value[])[] = [];
    results.set(entry.name, own);
    const calls = callsOf(entry.layer['inbound_nodes'], `layer ${shown(entry.name)} (${entry.className})`);
    return calls.map((inputs, index) => ({ entry, inputs, results: own, index, waiting: 0 }));
  }

  #resultOf({ layer, call, output }: Reference, results: ReadonlyMap<string, (readonly Value[])[]>): Value {
    const value = results.get(layer)?.[call]?.[output];
    if (value !== undefined) return value;
    throw this.#refused('outputs that layers give', `output ${output} of call ${call} of ${shown(layer)}`);
  }

  #call(
    entry: Entry,
    inputs: readonly Value[] | undefined,
    path: readonly string[],
    index = 0,
  ): readonly Value[] {
    const { name, className, config: values } = entry;
    if (isModel(entry)) return this.model(entry.layer, inputs, [...path, name]);
    const config = new KerasConfig({
      name,
      className,
      values,
      dialect: this.#options.dialect,
      inputShapes: (inputs ?? []).map(({ shape }) => shape),
      inputNames: (inputs ?? []).map((input) => input.layer),
      callOptions: callOptionsOf(entry.layer['inbound_nodes'], index),
    });
    if (inputs === undefined || inputs.length === 0) throw config.refused('inputs', 'none');
    return [this.#layer(config, readLayer(config), inputs, path)];
  }

  #layer(config: KerasConfig, reading: Reading, inputs: readonly Value[], path: readonly string[]): Value {
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

  #input({ name, config }: Entry, inputName = name): Value {
    const given = config['batch_input_shape'] ?? config['batch_shape'] ?? config['batchInputShape'];
    const where = `layer ${shown(name)}`;
    if (!Array.isArray(given) || given.length === 0 || given.length > MOST_AXES) {
      throw new DataError({ where, expected: 'the shape of what comes in', received: shown(given) });
    }
    const shape = this.#options.inputShape ?? given.slice(1);
    if (!shape.every((size) => Number.isSafeInteger(size) && size > 0)) {
      throw new DataError({
        where,
        expected: 'the sizes of what comes in',
        received: `[${given.map((size) => (typeof size === 'number' ? size : '?')).join(', ')}]`,
        remedy: 'Say what leaves sizes open: { inputShape: [20, 8] }, the batch left out.',
      });
    }
    // A sample of a single number has an axis of its own here.
    const own = shape.length === 0 ? [1] : (shape as readonly number[]);
    const draft: Draft = {
      name: this.#freeName(inputName),
      kind: 'input',
      inputs: [],
      shape: own,
      settings: {},
    };
    this.#add(draft);
    return { layer: draft.name, shape: own };
  }

  #add(draft: Draft): void {
    if (this.#records.length >= MOST_LAYERS) throw this.#refused(`at most ${MOST_LAYERS} layers`, 'more');
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

  #entryOf(value: unknown): Entry {
    const layer = isRecord(value) ? value : {};
    const { class_name: className, config } = layer;
    const inner = isRecord(config) ? config : {};
    const name = layer['name'] ?? inner['name'];
    if (typeof className !== 'string' || typeof name !== 'string' || name === '') {
      throw this.#refused('layers with a class_name and a name', shown(value));
    }
    return { name, className, config: inner, layer };
  }

  #checkNames(entries: readonly Entry[]): void {
    const names = new Set<string>();
    for (const { name } of entries) {
      if (names.has(name)) throw this.#refused('layers of different names', `${shown(name)} twice`);
      names.add(name);
    }
  }

  #refused(expected: string, received: string): DataError {
    return new DataError({ where: this.#options.where, expected, received });
  }
}

/** More axes than any array has. */
const MOST_AXES = 16;

function isModel({ className }: Entry): boolean {
  return className === 'Sequential' || className === 'Functional' || className === 'Model';
}

/**
 * Counts the calls of models within the model from 0. tfjs and Keras 2 count the making of such a model as its first call, and
 * every call is used, so that the last number tells which it is.
 */
function renumbering(
  calls: readonly Call[],
  ends: readonly Reference[],
): (reference: Reference) => Reference {
  const last = new Map<string, number>();
  for (const { layer, call } of [...calls.flatMap(({ inputs }) => inputs), ...ends]) {
    last.set(layer, Math.max(last.get(layer) ?? 0, call));
  }
  const made = new Set<string>();
  for (const { entry, index } of calls) {
    if (!isModel(entry)) continue;
    if (last.get(entry.name) === index + 1) made.add(entry.name);
    else made.delete(entry.name);
  }
  return (reference) => (made.has(reference.layer) ? { ...reference, call: reference.call - 1 } : reference);
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
