import { type NeutypeError, OptionError } from '@neutype/errors';
import type { PlacedLayer } from '@neutype/layers';
import type { KerasVariable } from './variables.js';

/** A value as Python has it; `code` is put there as it is. */
export type Python = string | number | boolean | null | readonly Python[] | { readonly code: string };

export type PythonOptions = Readonly<Record<string, Python>>;

/** A layer of Keras, called once. */
export interface KerasCall {
  /** Its class, or a function of `keras.ops` as `ops.flip`. */
  readonly className: string;
  /** Of the layer in Keras. */
  readonly name: string;
  /** What comes out, which is the layer's name where it is called once. */
  readonly output: string;
  readonly options: PythonOptions;
  /** Outputs of calls before it, or inputs of the model. */
  readonly inputs: readonly string[];
  /** How it takes them: in a list, one by one, or one alone. */
  readonly takes: 'one' | 'list' | 'each';
  /** Beside its inputs. */
  readonly callOptions: PythonOptions;
  /** Values that are read with its outputs' names: `{ initial_state: 'lstm-1' }`. */
  readonly named: Readonly<Record<string, string>>;
  readonly variables: readonly KerasVariable[];
}

/** A network as Keras has it. */
export interface KerasDescription {
  readonly inputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly calls: readonly KerasCall[];
  readonly outputs: readonly string[];
}

/** What a call is made of beside its class and options. */
export interface Emission {
  readonly inputs?: readonly string[];
  readonly variables?: readonly KerasVariable[];
  readonly takes?: KerasCall['takes'];
  readonly callOptions?: PythonOptions;
  readonly named?: KerasCall['named'];
}

/** One of our layers while it is written as layers of Keras: the last of them gives its output. */
export class Writing {
  readonly layer: PlacedLayer;
  readonly #calls: KerasCall[] = [];
  readonly #inputs: readonly string[];

  constructor(layer: PlacedLayer, inputs: readonly string[]) {
    this.layer = layer;
    this.#inputs = inputs;
  }

  get calls(): readonly KerasCall[] {
    return this.#calls;
  }

  get rank(): number {
    return this.layer.inputShape.length;
  }

  /** What comes in, and what came out of the last call once there is one. */
  get before(): readonly string[] {
    const last = this.#calls.at(-1);
    return last === undefined ? this.#inputs : [last.output];
  }

  get inputs(): readonly string[] {
    return this.#inputs;
  }

  setting<Value>(name: string): Value {
    return this.layer.settings[name] as Value;
  }

  /** Adds a call behind what there is. @returns what comes out of it */
  call(className: string, options: PythonOptions = {}, emission: Emission = {}): string {
    const { inputs = this.before, variables = [], takes = 'one', callOptions = {}, named = {} } = emission;
    const name = `${this.layer.name}${this.#calls.length === 0 ? '' : `-${this.#calls.length + 1}`}`;
    this.#calls.push({
      className,
      name,
      output: name,
      options,
      inputs,
      takes,
      callOptions,
      named,
      variables,
    });
    return name;
  }

  /** Refuses what Keras cannot say. */
  refused(what: string, remedy?: string): NeutypeError {
    return new OptionError({
      where: `layer ${this.layer.name}`,
      expected: 'a layer that Keras can say',
      received: what,
      remedy:
        remedy ??
        'Take the layers before it, network.until(name), or keep the network in safetensors by save.',
    });
  }
}

/** How a kind of layer is written in Keras. */
export type Write = (writing: Writing) => void;
