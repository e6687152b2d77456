import { DataError, shown } from '@neutype/errors';
import { isRecord } from '../isRecord.js';
import { makeCalls, type Results, readCalls, resultOf } from './calls.js';
import { type Entry, entriesOf, isModel } from './entries.js';
import { type Dialect, KerasConfig } from './kerasConfig.js';
import { isMaskOperation } from './maskOperations.js';
import type { Value } from './masks.js';
import { type KerasModel, NetworkDraft } from './networkDraft.js';
import { readLayer } from './readLayer.js';
import { callOptionsOf, endsOf, type Reference } from './references.js';

type Shape = readonly number[];

/** What there is to know of a model beside its config. */
export interface ModelOptions {
  readonly dialect: Dialect;
  /** The file, for messages. */
  readonly where: string;
  /** Sizes of what comes in, for a model that leaves some open. */
  readonly inputShape?: Shape | undefined;
}

/** More models within models than any has. */
const DEEPEST = 20;

/** More axes than any array has. */
const MOST_AXES = 16;

/**
 * Reads the config of a Keras model, `{ class_name, config }`. Nothing in it is trusted, and nothing in it is run.
 *
 * @throws DataError for what is no such config, and for layers that there is nothing equal to, naming them
 */
export function readModel(model: unknown, options: ModelOptions): KerasModel {
  const reader = new ModelReader(options);
  const outputs = reader.model(model, undefined, []);
  return reader.draft.finish(outputs);
}

class ModelReader {
  readonly draft: NetworkDraft;
  readonly #options: ModelOptions;

  constructor(options: ModelOptions) {
    this.draft = new NetworkDraft(options.where);
    this.#options = options;
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
    const entries = entriesOf(layers, this.#options.where);
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
    const { where } = this.#options;
    const entries = entriesOf(
      layers.filter((layer) => !isMaskOperation(layer, layers)),
      where,
    );
    const results = this.#inputs(endsOf(config['input_layers'], where), entries, inputs);
    const called = entries.filter(({ name }) => !results.has(name));
    const { calls, ends } = readCalls(called, endsOf(config['output_layers'], where));
    makeCalls(calls, results, ({ entry, index }, values) => this.#call(entry, values, path, index), where);
    return ends.map((end) => resultOf(end, results, where));
  }

  #inputs(
    ends: readonly Reference[],
    entries: readonly Entry[],
    inputs: readonly Value[] | undefined,
  ): Results {
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
    return [this.draft.layer(config, readLayer(config), inputs, path)];
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
    return this.draft.input(inputName, own);
  }

  #refused(expected: string, received: string): DataError {
    return new DataError({ where: this.#options.where, expected, received });
  }
}
