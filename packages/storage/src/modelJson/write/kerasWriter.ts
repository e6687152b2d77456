import type { Parameter } from '@neutype/core';
import type { OptionError } from '@neutype/errors';
import type { PlacedLayer, Shape } from '@neutype/layers';
import type { NdArray, TypedArray } from '@neutype/ndarray';

/** What a layer of Keras is given: its options under Keras's names. */
export type Config = Readonly<Record<string, unknown>>;

/** The weights of a layer by Keras's names, in Keras's order. */
export type Weights = Readonly<Record<string, NdArray<TypedArray>>>;

/** A layer of the Keras model while it is written. */
export interface KerasLayer {
  readonly className: string;
  readonly config: Config;
  readonly weights: Weights;
  /** What each call takes. */
  readonly calls: (readonly Flow[])[];
  name: string;
}

/** What comes out of one call of a Keras layer. */
export interface Flow {
  readonly layer: KerasLayer;
  readonly call: number;
  readonly shape: Shape;
}

/** A layer of ours that is written as one of Keras or several. */
export interface Given {
  readonly placed: PlacedLayer;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Flow[];
  /** The values of one of its parameters. */
  values(parameter: string): NdArray<TypedArray>;
  has(parameter: string): boolean;
  /** Refuses the layer: tfjs has nothing equal to it, or to this of it. */
  refused(what: string, remedy?: string): OptionError;
}

/** Writes a layer. @returns what comes out of it */
export type WriteLayer = (given: Given, writer: KerasWriter) => Flow;

/** Gathers the layers of a Keras model. */
export class KerasWriter {
  readonly layers: KerasLayer[] = [];
  readonly #taken = new Set<string>();
  /** By the first parameter of one of our layers, what it became when it was written first. */
  readonly #written = new Map<Parameter, readonly KerasLayer[]>();
  #current: KerasLayer[] = [];
  #shared: readonly KerasLayer[] = [];

  /** Writes one of our layers; one that shares its parameters becomes another call of the same Keras layers. */
  write(placed: PlacedLayer, write: () => Flow): Flow {
    const owner = Object.values(placed.parameters)[0]?.source;
    this.#shared = (owner && this.#written.get(owner)) ?? [];
    this.#current = [];
    const flow = write();
    if (owner !== undefined && !this.#written.has(owner)) this.#written.set(owner, this.#current);
    this.#name(placed.name);
    return flow;
  }

  /** Puts a layer behind others. @param shape what comes out of it, the batch left out */
  add(
    className: string,
    config: Config,
    inputs: Flow | readonly Flow[],
    shape: Shape,
    weights: Weights = {},
  ): Flow {
    const before = Array.isArray(inputs) ? (inputs as readonly Flow[]) : [inputs as Flow];
    const shared = this.#shared[this.#current.length];
    const isAgain = shared?.className === className && sameConfig(shared.config, config);
    const layer: KerasLayer = isAgain ? shared : { className, config, weights, calls: [], name: '' };
    if (!isAgain) this.layers.push(layer);
    this.#current.push(layer);
    layer.calls.push(before);
    return { layer, call: layer.calls.length - 1, shape };
  }

  /** The layer with the weights, or the last, gets the name of ours, the others that and a number. */
  #name(name: string): void {
    const withWeights = this.#current.findIndex(({ weights }) => Object.keys(weights).length > 0);
    const main = withWeights < 0 ? this.#current.length - 1 : withWeights;
    for (const [index, layer] of this.#current.entries()) {
      if (layer.name !== '') continue;
      layer.name = this.#freeName(index === main ? name : `${name}-${index + 1}`);
    }
  }

  /** tfjs has names of letters, digits and a few marks alone. */
  #freeName(wanted: string): string {
    const plain = wanted.replace(/[^-\w.]/g, '_').replace(/^(?=[^A-Za-z0-9]|$)/, 'layer');
    let name = plain;
    for (let number = 2; this.#taken.has(name); number++) name = `${plain}_${number}`;
    this.#taken.add(name);
    return name;
  }
}

function sameConfig(one: Config, other: Config): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
