import type { Layer, Placement, Shape } from '@neutype/layers';

/** The values of a layer's parameters by their names in the layer. */
export type Values = Readonly<Record<string, Float32Array>>;

/** A layer of the network that is being made, and what goes into its parameters. */
export interface Step extends StepDefinition {
  readonly node: ReturnType<Placement['layer']>;
  readonly shape: Shape;
}

/** What a step is, before it has a place. */
export interface StepDefinition {
  readonly layer: Layer;
  readonly inputs: readonly Step[];
  readonly values?: Values;
  /** What it is called in the file, which the layer then is too. */
  readonly called?: string | undefined;
  /** Whether its parameters stay as they are in training. */
  readonly frozen?: boolean;
  /** For `x · weight + bias` alone. */
  readonly linear?: Linear;
  /** For an activation alone: makes the layer that has units before it. */
  readonly activation?: Activation;
  /** The same layer with its outputs multiplied, along the last axis, by these. */
  readonly scaled?: (by: Float32Array) => StepDefinition;
  /** The same layer with these added to its outputs along the last axis. */
  readonly shifted?: (by: Float32Array) => StepDefinition;
  /** For attention that is not yet projected: what it consists of. */
  readonly context?: Context;
}

export interface Linear {
  readonly units: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array | undefined;
}

export interface Activation {
  readonly name: string;
  readonly withUnits: (units: number, options: { readonly bias?: null }) => Layer;
}

/** Attention between queries, keys and values that were projected. */
export interface Context {
  readonly heads: number;
  readonly causal: boolean;
  /** What the scores are multiplied with. */
  readonly scale: number;
  readonly query: Step;
  readonly key: Step;
  readonly value: Step;
}
