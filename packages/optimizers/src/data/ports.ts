import type { Model } from '@neutype/core';
import type { Loss } from '@neutype/losses';

/** An input of a model; one that is the only one has no name. */
export interface InputPort {
  readonly name?: string;
  /** Of one sample. */
  readonly shape: readonly number[];
}

/** An output of a model, and the loss that it is trained by. */
export interface OutputPort extends InputPort {
  readonly loss: Loss;
}

/** What goes into a model and comes out of it. */
export interface Ports {
  readonly inputs: readonly InputPort[];
  readonly outputs: readonly OutputPort[];
}

/** Those of a model with one of each. */
export function portsOf({ inputShape, outputShape }: Model, loss: Loss): Ports {
  return { inputs: [{ shape: inputShape }], outputs: [{ shape: outputShape, loss }] };
}
