import type { Layer } from '../layer.js';
import type { Shape } from '../shape.js';
import type { PlainValue } from './plainValue.js';

/** The version of architectures that this version of Neutype writes, and the newest that it reads. */
export const ARCHITECTURE_VERSION = 1;

/** A network as plain, versioned data, without the values of its parameters. */
export interface Architecture {
  readonly version: typeof ARCHITECTURE_VERSION;
  /** The layers, each after those that it takes its inputs from. */
  readonly layers: readonly LayerRecord[];
  /** The names of the layers that the network ends in. */
  readonly outputs: readonly string[];
  /** What the outputs are called, where `outputs({ … })` named them. */
  readonly outputNames?: readonly string[];
}

/** A layer of an architecture. */
export interface LayerRecord {
  readonly name: string;
  /** As the layer's own `kind`: `max-pool2d`. */
  readonly kind: string;
  /** The names of the layers that it takes its inputs from; none for an input of the network. */
  readonly inputs: readonly string[];
  /** Of an input of the network: what comes in, the batch left out. */
  readonly shape?: Shape;
  /** Under the names of the parameters and options of the function that makes the layer: `{ units: 10, bias: null }`. */
  readonly settings: Readonly<Record<string, PlainValue>>;
  /** The name of a layer before it, whose parameters it shares. */
  readonly sharedWith?: string;
  /** Those of its parameters that are frozen, by their names in the layer: `['weight', 'bias']`. */
  readonly frozen?: readonly string[];
}

/**
 * Makes a layer of your own from its settings, as `layer({ kind, settings, … })` has them. The name is the one that the
 * layer has in the network; it gets it whether or not the function makes use of it.
 */
export type LayerMaker = (settings: Readonly<Record<string, PlainValue>>, name: string) => Layer;
