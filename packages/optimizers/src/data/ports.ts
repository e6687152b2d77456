import type { IndexRange, Model } from '@neutype/core';
import type { Loss } from '@neutype/losses';

/** An input of a model; one that is the only one has no name. */
export interface InputPort {
  readonly name?: string;
  /** Of one sample. */
  readonly shape: readonly number[];
  /** What samples must be where they are numbers of a layer's rows. */
  readonly indices?: IndexRange | undefined;
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

/**
 * Those of a model.
 *
 * @param heads its outputs where it has several, or several inputs
 */
export function portsOf(model: Model, loss: Loss, heads?: readonly OutputPort[]): Ports {
  const { indices, inputShape, outputShape, ports } = model;
  if (!ports || !heads) {
    return { inputs: [{ shape: inputShape, indices }], outputs: [{ shape: outputShape, loss }] };
  }
  const inputs = Object.entries(ports.inputs).map(
    ([name, shape]): InputPort => ({ name, shape, indices: ports.inputIndices?.[name] }),
  );
  return { inputs, outputs: heads };
}
